//! `cargo ex quiz 16.1.3`: the questions of an exercise, one after the other.

mod answer;
mod messages;
mod notes;

use std::io::{self, BufRead, Write};

use anyhow::Context as _;

use crate::cmd::Context;
use crate::exercise::{Exercise, Question};
use crate::language::Language;
use crate::progress::{Progress, Quiz};
use crate::style::{Style, wrap};

use answer::{Answer, Judged};
use notes::Notes;

pub(crate) fn run(context: &Context, id: Option<&str>) -> anyhow::Result<bool> {
    let (root, exercise) = (&context.catalog.root, &context.find_or_last(id)?.exercise);
    let id = &exercise.id;
    let mut conversation = Conversation {
        language: context.language,
        style: context.style,
        input: io::stdin().lock(),
        output: io::stdout().lock(),
        notes: Notes::load(root, exercise, context.language)?,
    };
    let score = conversation.hold(exercise).context("talk to the terminal")?;
    if let Some(quiz) = score {
        Progress::load(root)?.update(id, |state| state.quiz = state.quiz.max(Some(quiz)))?;
    }
    Ok(true)
}

/// Questions and answers, on a terminal or through pipes.
struct Conversation<I, O> {
    language: Language,
    style: Style,
    input: I,
    output: O,
    /// What the student wrote about open questions.
    notes: Notes,
}

impl<I: BufRead, O: Write> Conversation<I, O> {
    /// Asks every question. Returns the score, or `None` if the input ended before.
    fn hold(&mut self, exercise: &Exercise) -> anyhow::Result<Option<Quiz>> {
        let language = self.language;
        let title = format!("{}  {}", exercise.id, exercise.title.get(language));
        writeln!(self.output, "{}", self.style.bold(&title))?;
        let (mut right, mut closed) = (0, 0);
        for (number, question) in (1..).zip(&exercise.questions) {
            let heading = messages::question(language, number, exercise.questions.len());
            writeln!(self.output, "\n{}", self.style.bold(&heading))?;
            writeln!(self.output, "{}", wrap(question.prompt.get(language), ""))?;
            let at_first = match Answer::of(question, language) {
                Some(answer) => {
                    closed += 1;
                    self.ask(question, &answer)?
                }
                None => self.discuss(question)?,
            };
            match at_first {
                Some(at_first) => right += u32::from(at_first),
                None => {
                    writeln!(self.output, "\n\n{}", messages::to_be_continued(language))?;
                    return Ok(None);
                }
            }
        }
        let score = messages::score(language, right, closed);
        writeln!(self.output, "\n{}", self.style.bold(&score))?;
        Ok(Some(Quiz { right, total: closed }))
    }

    /// Asks until the answer is right or the student wants to see it. Returns whether the first
    /// answer was right, or `None` at the end of the input.
    fn ask(&mut self, question: &Question, answer: &Answer<'_>) -> anyhow::Result<Option<bool>> {
        let language = self.language;
        let options = answer.options();
        if !options.is_empty() {
            write!(self.output, "\n{options}")?;
        }
        let mut first = true;
        loop {
            write!(self.output, "\n{} ", answer.prompt(language))?;
            let Some(line) = self.line()? else { return Ok(None) };
            match answer.judge(&line) {
                Judged::Malformed => {
                    writeln!(self.output, "{}", answer.expected_form(language))?;
                }
                Judged::Right => {
                    writeln!(self.output, "{}", self.style.green(messages::right(language)))?;
                    self.explain(question)?;
                    return Ok(Some(first));
                }
                Judged::Wrong => {
                    writeln!(self.output, "{}", self.style.red(messages::wrong(language)))?;
                    first = false;
                }
                Judged::ShowMe => {
                    let solution = messages::solution(language, &answer.solution(language));
                    writeln!(self.output, "{}", wrap(&solution, ""))?;
                    self.explain(question)?;
                    return Ok(Some(false));
                }
            }
        }
    }

    fn explain(&mut self, question: &Question) -> anyhow::Result<()> {
        if let Some(explanation) = &question.explanation {
            writeln!(self.output, "\n{}", wrap(explanation.get(self.language), "  "))?;
        }
        self.cite(question)
    }

    fn cite(&mut self, question: &Question) -> anyhow::Result<()> {
        let style = self.style;
        writeln!(self.output, "  {}", style.dim(messages::sources(self.language)))?;
        for source in &question.sources {
            writeln!(self.output, "{}", style.dim(&item("- ", source)))?;
        }
        Ok(())
    }

    /// Asks an open question: the student's own words come first, then what a good answer mentions.
    /// Returns that it was not right at first, since nobody has judged it; `None` at the end of the
    /// input.
    fn discuss(&mut self, question: &Question) -> anyhow::Result<Option<bool>> {
        let language = self.language;
        let earlier = self.notes.of(&question.id).map(str::to_owned);
        if let Some(earlier) = &earlier {
            writeln!(self.output, "\n{}", messages::earlier(language))?;
            writeln!(self.output, "{}", wrap(earlier, "  "))?;
        }
        let how = if earlier.is_some() { messages::write_anew } else { messages::write };
        writeln!(self.output, "\n{}", how(language))?;
        let (text, ended) = self.lines()?;
        if !text.is_empty() {
            let file = self.notes.save(&question.id, &text)?;
            writeln!(self.output, "{}", messages::saved(language, &file))?;
        }
        if text.is_empty() && earlier.is_none() {
            writeln!(self.output, "{}", messages::skipped(language))?;
        } else {
            self.show_model(question)?;
        }
        Ok(if ended { None } else { Some(false) })
    }

    fn show_model(&mut self, question: &Question) -> anyhow::Result<()> {
        let (language, style) = (self.language, self.style);
        if let Some(rubric) = &question.rubric {
            writeln!(self.output, "\n  {}", style.bold(messages::rubric(language)))?;
            for criterion in rubric.get(language) {
                writeln!(self.output, "{}", item("- ", criterion))?;
            }
        }
        if let Some(model) = &question.model {
            writeln!(self.output, "\n  {}", style.bold(messages::model(language)))?;
            writeln!(self.output, "{}", wrap(model.get(language), "  "))?;
        }
        writeln!(self.output)?;
        self.cite(question)
    }

    /// The lines up to an empty one, and whether the input ended there.
    fn lines(&mut self) -> anyhow::Result<(String, bool)> {
        let mut lines = Vec::new();
        loop {
            match self.line()? {
                None => return Ok((lines.join("\n"), true)),
                Some(line) if line.is_empty() => return Ok((lines.join("\n"), false)),
                Some(line) => lines.push(line),
            }
        }
    }

    /// The next line without white space around it, or `None` at the end of the input.
    fn line(&mut self) -> anyhow::Result<Option<String>> {
        self.output.flush()?;
        let mut line = String::new();
        let read = self.input.read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }
}

/// A text after a label such as `a) `, its further lines below the first.
fn item(label: &str, text: &str) -> String {
    let indent = " ".repeat(2 + label.chars().count());
    format!("  {label}{}", wrap(text, &indent).trim_start())
}

#[cfg(test)]
mod tests;
