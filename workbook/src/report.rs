//! The verdict on an exercise: what a test run means to the student, as text and as JSON.

use std::fmt::Write;

use serde::Serialize;

use crate::catalog::Entry;
use crate::cmd::Context;
use crate::messages;
use crate::progress::State;
use crate::style::wrap;
use crate::verdict::{Crash, Outcome, TestResult};
use crate::wrong::{Certainty, Misconception};

/// Lines of a message, and of what a test printed, that are shown. JSON has them all.
const SHOWN_LINES: usize = 30;

/// Characters of a line that are shown.
const SHOWN_WIDTH: usize = 500;

/// What came of one attempt at an exercise.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) compiled: bool,
    /// What the compiler says: errors if the file does not compile, or else warnings.
    pub(crate) diagnostics: Vec<String>,
    /// What each test did, in the order of the task.
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) misconceptions: Vec<(Certainty, Misconception)>,
    /// The progress after this attempt.
    pub(crate) state: State,
    /// The next exercise to solve.
    pub(crate) next: Option<&'a Entry>,
}

/// The verdict as a tool reads it. Keys are only ever added.
#[derive(Debug, Serialize)]
struct Json<'a> {
    /// The form of this object.
    schema: &'static str,
    id: &'a str,
    title: &'a str,
    /// The student's file, relative to the root of the workspace.
    file: String,
    compiled: bool,
    /// What the compiler says: errors if the file does not compile, or else warnings.
    diagnostics: &'a [String],
    passed: bool,
    points: u32,
    /// Points of the tests that this machine can run.
    points_max: u32,
    tests: Vec<JsonTest<'a>>,
    misconceptions: Vec<JsonMisconception<'a>>,
    hints_seen: usize,
    hints: usize,
    /// The next exercise to solve.
    next: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct JsonTest<'a> {
    name: &'a str,
    asks: &'a str,
    /// One of `passed`, `todo`, `failed`, `timed_out`, `crashed`, `not_run`.
    result: &'static str,
    points: u32,
    points_max: u32,
    /// Why it did not pass.
    message: String,
    /// What it printed before it failed.
    printed: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonMisconception<'a> {
    name: &'a str,
    test: &'a str,
    /// `same`: the test says the very same. `likely`: the same tests fail.
    certainty: Certainty,
    hint: &'a str,
}

impl<'a> Report<'a> {
    /// A report that knows nothing of the student's progress yet.
    pub(crate) fn new(
        entry: &'a Entry,
        compiled: bool,
        diagnostics: Vec<String>,
        outcomes: Vec<Outcome>,
    ) -> Self {
        let (misconceptions, state, next) = (vec![], State::default(), None);
        Self { entry, compiled, diagnostics, outcomes, misconceptions, state, next }
    }

    /// Whether the exercise is solved: every test that can run here passes, and there is one.
    pub(crate) fn passed(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.result.is_done())
            && self.outcomes.iter().any(|outcome| outcome.result == TestResult::Passed)
    }

    pub(crate) fn points(&self) -> u32 {
        self.points_of(|result| *result == TestResult::Passed)
    }

    /// Points of the tests whose result is `wanted`.
    fn points_of(&self, wanted: impl Fn(&TestResult) -> bool) -> u32 {
        let some = self.outcomes.iter().filter(|outcome| wanted(&outcome.result));
        some.map(|outcome| self.worth(outcome)).sum()
    }

    /// Points of the tests that this machine can run.
    fn points_max(&self) -> u32 {
        self.entry.exercise.points() - self.points_of(is_not_run)
    }

    fn worth(&self, outcome: &Outcome) -> u32 {
        self.entry.exercise.tests.iter().find(|t| t.name == outcome.name).map_or(0, |t| t.points)
    }

    /// What a test asks for, in a few words.
    fn asks(&self, context: &Context, name: &str) -> &str {
        let test = self.entry.exercise.tests.iter().find(|test| test.name == name);
        test.map_or("", |test| test.asks.get(context.language))
    }

    /// The verdict as a student reads it.
    pub(crate) fn text(&self, context: &Context) -> String {
        let mut text = String::new();
        self.write(context, &mut text).expect("a string takes any text");
        text
    }

    fn write(&self, context: &Context, text: &mut String) -> std::fmt::Result {
        let language = context.language;
        for diagnostic in &self.diagnostics {
            writeln!(text, "{}\n", diagnostic.trim_end())?;
        }
        if !self.compiled {
            writeln!(text, "{}", wrap(messages::does_not_compile(language), ""))?;
            return self.write_next_hint(context, text);
        }
        for outcome in &self.outcomes {
            self.write_outcome(context, outcome, text)?;
        }
        let score = messages::score(language, self.points(), self.points_max());
        writeln!(text, "\n{}", context.style.bold(&score))?;
        match self.points_of(is_not_run) {
            0 => {}
            points => writeln!(text, "{}", messages::points_not_run(language, points))?,
        }
        if self.passed() {
            return self.write_next_exercise(context, text);
        }
        self.write_first_failure(context, text)?;
        self.write_misconceptions(context, text)?;
        self.write_next_hint(context, text)
    }

    fn write_outcome(
        &self,
        context: &Context,
        outcome: &Outcome,
        text: &mut String,
    ) -> std::fmt::Result {
        let (language, style) = (context.language, context.style);
        let word = match outcome.result {
            TestResult::Passed => style.green(&column(messages::verdict_ok(language))),
            TestResult::Todo => style.yellow(&column(messages::verdict_todo(language))),
            TestResult::Failed { .. } => style.red(&column(messages::verdict_failed(language))),
            TestResult::TimedOut { .. } => {
                style.red(&column(messages::verdict_timed_out(language)))
            }
            TestResult::Crashed(_) => style.red(&column(messages::verdict_crashed(language))),
            TestResult::NotRun { .. } => column(messages::verdict_not_run(language)),
        };
        let worth = self.worth(outcome);
        let points = if outcome.result == TestResult::Passed { worth } else { 0 };
        writeln!(text, "  {word} {points}/{worth}  {}", outcome.name)?;
        let note = match &outcome.result {
            TestResult::Passed => return Ok(()),
            TestResult::NotRun { reason } => reason,
            _ => self.asks(context, &outcome.name),
        };
        writeln!(text, "{}", style.dim(&wrap(note, "                 ")))
    }

    /// Shows the data of the first test that failed, or names the first that is still to do.
    fn write_first_failure(&self, context: &Context, text: &mut String) -> std::fmt::Result {
        let outcomes = &self.outcomes;
        let failed = outcomes.iter().find(|outcome| outcome.result.is_failure());
        let to_do = || outcomes.iter().find(|outcome| outcome.result == TestResult::Todo);
        let Some(Outcome { name, result }) = failed.or_else(to_do) else { return Ok(()) };
        let language = context.language;
        let title = messages::start_with(language, name);
        writeln!(text, "\n{}", context.style.bold(&title))?;
        let message = explanation(context, name, result);
        match result {
            TestResult::Failed { .. } => write_lines(context, &message, "  ", text)?,
            TestResult::Todo => writeln!(text, "{}", wrap(self.asks(context, name), "  "))?,
            _ => writeln!(text, "{}", wrap(&message, "  "))?,
        }
        let (title, lines) = match result {
            TestResult::Failed { printed, .. } => (messages::printed(language), printed.as_str()),
            TestResult::Crashed(Crash::Signal { last_words, .. }) => {
                (messages::last_words(language), last_words.as_str())
            }
            _ => return Ok(()),
        };
        if !lines.is_empty() {
            writeln!(text, "\n  {title}")?;
            write_lines(context, lines, "  | ", text)?;
        }
        Ok(())
    }

    fn write_misconceptions(&self, context: &Context, text: &mut String) -> std::fmt::Result {
        let language = context.language;
        let mut explained = None;
        for (certainty, known) in &self.misconceptions {
            let title = match certainty {
                Certainty::Same if explained == Some(&known.fails) => {
                    messages::other_cause(language).to_owned()
                }
                Certainty::Same => messages::known_cause(language, &known.fails),
                Certainty::Likely => messages::common_cause(language).to_owned(),
            };
            explained = Some(&known.fails);
            writeln!(text, "\n{}:", context.style.bold(&title))?;
            writeln!(text, "{}", wrap(known.hint.get(language), "  "))?;
        }
        Ok(())
    }

    fn write_next_hint(&self, context: &Context, text: &mut String) -> std::fmt::Result {
        let exercise = &self.entry.exercise;
        let total = exercise.hints.get(context.language).len();
        let next = (self.state.hints + 1).min(total);
        writeln!(text, "\n{}", messages::next_hint(context.language, &exercise.id, next, total))
    }

    fn write_next_exercise(&self, context: &Context, text: &mut String) -> std::fmt::Result {
        let (language, exercise) = (context.language, &self.entry.exercise);
        if let Some(further) = &exercise.go_further {
            writeln!(text, "\n{}", context.style.bold(messages::go_further(language)))?;
            writeln!(text, "{}", wrap(further.get(language), "  "))?;
        }
        writeln!(text, "\n{}", messages::see_it_run(language, &exercise.id))?;
        writeln!(text, "{}", messages::compare_with(language, &exercise.id))?;
        match self.next {
            Some(next) => {
                let title = next.exercise.title.get(language);
                writeln!(text, "{}", messages::next_exercise(language, &next.exercise.id, title))
            }
            None => writeln!(text, "{}", messages::all_passed(language)),
        }
    }

    /// The verdict as one JSON object. See [`Json`] for what its keys mean.
    pub(crate) fn json(&self, context: &Context) -> impl Serialize {
        let (language, exercise) = (context.language, &self.entry.exercise);
        Json {
            schema: "workbook/verdict/1",
            id: &exercise.id,
            title: exercise.title.get(language),
            file: self.entry.student_file().display().to_string(),
            compiled: self.compiled,
            diagnostics: &self.diagnostics,
            passed: self.passed(),
            points: self.points(),
            points_max: self.points_max(),
            tests: self.outcomes.iter().map(|o| self.json_test(context, o)).collect(),
            misconceptions: self.misconceptions.iter().map(|known| json(context, known)).collect(),
            hints_seen: self.state.hints,
            hints: exercise.hints.get(language).len(),
            next: self.next.map(|next| next.exercise.id.as_str()),
        }
    }

    fn json_test<'r>(&'r self, context: &Context, outcome: &'r Outcome) -> JsonTest<'r> {
        let Outcome { name, result } = outcome;
        let passed = *result == TestResult::Passed;
        JsonTest {
            name,
            asks: self.asks(context, name),
            result: match result {
                TestResult::Passed => "passed",
                TestResult::Todo => "todo",
                TestResult::Failed { .. } => "failed",
                TestResult::TimedOut { .. } => "timed_out",
                TestResult::Crashed(_) => "crashed",
                TestResult::NotRun { .. } => "not_run",
            },
            points: if passed { self.worth(outcome) } else { 0 },
            points_max: self.worth(outcome),
            message: explanation(context, name, result),
            printed: match result {
                TestResult::Failed { printed, .. } => printed,
                _ => "",
            },
        }
    }
}

fn json<'a>(
    context: &Context,
    (certainty, known): &'a (Certainty, Misconception),
) -> JsonMisconception<'a> {
    JsonMisconception {
        name: &known.name,
        test: &known.fails,
        certainty: *certainty,
        hint: known.hint.get(context.language),
    }
}

fn is_not_run(result: &TestResult) -> bool {
    matches!(result, TestResult::NotRun { .. })
}

/// A word of the first column.
fn column(word: &str) -> String {
    format!("{word:<9}")
}

/// Why a test did not pass.
fn explanation(context: &Context, name: &str, result: &TestResult) -> String {
    match result {
        TestResult::Passed | TestResult::Todo => String::new(),
        TestResult::Failed { message, .. } => message.clone(),
        TestResult::TimedOut { limit } => messages::timed_out(context.language, name, *limit),
        TestResult::Crashed(crash) => messages::crashed(context.language, name, crash),
        TestResult::NotRun { reason } => reason.clone(),
    }
}

/// Writes a text of unknown length so that it fits a screen: its beginning and its end.
fn write_lines(
    context: &Context,
    lines: &str,
    indent: &str,
    text: &mut String,
) -> std::fmt::Result {
    let lines: Vec<&str> = lines.lines().collect();
    let left_out = lines.len().saturating_sub(SHOWN_LINES);
    let first = if left_out == 0 { lines.len() } else { SHOWN_LINES / 2 };
    for line in &lines[..first] {
        write_line(line, indent, text)?;
    }
    if left_out > 0 {
        writeln!(text, "{indent}{}", messages::lines_left_out(context.language, left_out))?;
    }
    for line in &lines[first + left_out..] {
        write_line(line, indent, text)?;
    }
    Ok(())
}

/// Writes a line, cut if it is very long, without characters that could confuse the terminal.
fn write_line(line: &str, indent: &str, text: &mut String) -> std::fmt::Result {
    let shown = line.chars().take(SHOWN_WIDTH).map(|c| if c.is_control() { ' ' } else { c });
    let cut = if line.chars().nth(SHOWN_WIDTH).is_some() { " …" } else { "" };
    writeln!(text, "{}", format!("{indent}{}{cut}", shown.collect::<String>()).trim_end())
}
