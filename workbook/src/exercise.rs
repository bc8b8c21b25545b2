//! `exercise.toml`: what an exercise is called, what its tests are worth, its hints and questions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::language::Both;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exercise {
    /// As the chapter numbers it, such as `16.1.3`.
    pub(crate) id: String,
    pub(crate) kind: Kind,
    /// How long a student may need.
    pub(crate) minutes: u32,
    /// The engine that the exercise links, if any: it then takes minutes to build for the first time.
    pub(crate) engine: Option<String>,
    /// How long its tests may go on without one of them ending, in seconds, if that is longer than
    /// usual: Spark takes half a minute to start on a busy machine.
    pub(crate) quiet_s: Option<u64>,
    pub(crate) title: Both<String>,
    /// What there is to do, in a paragraph.
    pub(crate) task: Both<String>,
    /// From a nudge to almost the answer.
    pub(crate) hints: Both<Vec<String>>,
    /// What to try once all tests pass.
    pub(crate) go_further: Option<Both<String>>,
    pub(crate) tests: Vec<Test>,
    pub(crate) questions: Vec<Question>,
}

/// What a student mostly does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Implement,
    Measure,
    Read,
    Design,
}

/// One function of `tests.rs`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) points: u32,
    /// What it asks for, in a few words.
    pub(crate) asks: Both<String>,
}

/// A question, in one of four forms: choices, a number, things to put in order, or an open one that a
/// person judges.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// Unique within the exercise.
    pub(crate) id: String,
    pub(crate) prompt: Both<String>,
    /// Choices by letter, the same letters in both languages.
    pub(crate) choices: Option<Both<BTreeMap<String, String>>>,
    /// The letters of the right choices.
    #[serde(default)]
    pub(crate) answers: Vec<String>,
    pub(crate) number: Option<Number>,
    /// Steps or things in the right order.
    pub(crate) order: Option<Both<Vec<String>>>,
    /// What a good answer to an open question mentions.
    pub(crate) rubric: Option<Both<Vec<String>>>,
    /// A model answer to an open question.
    pub(crate) model: Option<Both<String>>,
    /// Why the answer is right. An open question has its model answer instead.
    pub(crate) explanation: Option<Both<String>>,
    /// Where the explanation can be verified.
    pub(crate) sources: Vec<String>,
}

/// A number to find, and how far off an answer may be.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Number {
    pub(crate) value: f64,
    pub(crate) tolerance: f64,
}

impl Exercise {
    /// Points of all tests together.
    pub(crate) fn points(&self) -> u32 {
        self.tests.iter().map(|test| test.points).sum()
    }

    /// What is incomplete, one sentence each.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut require = |holds: bool, problem: String| {
            if !holds {
                problems.push(problem);
            }
        };
        require(self.minutes > 0, "`minutes` is 0".into());
        let (en, es) = (self.hints.en.len(), self.hints.es.len());
        require(en >= 3, format!("{en} hints, expected 3 or more"));
        require(en == es, format!("{en} hints in English, {es} in Spanish"));
        require(!self.questions.is_empty(), "no questions".into());
        require(!self.tests.is_empty(), "no tests".into());
        for text in self.texts() {
            require(!text.trim().is_empty(), "an empty text".into());
        }
        for Both { en, es } in self.sentences() {
            require(en != es, format!("the Spanish text is the English one: `{}`", en.trim()));
        }
        let mut names = BTreeSet::new();
        for test in &self.tests {
            require(test.points > 0, format!("test `{}` is worth 0 points", test.name));
            require(names.insert(&test.name), format!("two tests `{}`", test.name));
        }
        let mut ids = BTreeSet::new();
        for question in &self.questions {
            require(ids.insert(&question.id), format!("two questions `{}`", question.id));
            question.check(&mut require);
        }
        problems
    }

    /// The texts that cannot be the same in two languages, as a number or a piece of code can.
    fn sentences(&self) -> impl Iterator<Item = &Both<String>> {
        let single = [Some(&self.task), self.go_further.as_ref()];
        let of_questions = self.questions.iter().flat_map(|question| {
            let optional = [&question.explanation, &question.model].into_iter().flatten();
            std::iter::once(&question.prompt).chain(optional)
        });
        single.into_iter().flatten().chain(of_questions)
    }

    /// Every text that a student reads.
    fn texts(&self) -> impl Iterator<Item = &String> {
        let single = [Some(&self.title), Some(&self.task), self.go_further.as_ref()];
        let asks = self.tests.iter().map(|test| &test.asks);
        let both = single.into_iter().flatten().chain(asks);
        let texts = both.flat_map(|both| [&both.en, &both.es]);
        let hints = self.hints.en.iter().chain(&self.hints.es);
        texts.chain(hints).chain(self.questions.iter().flat_map(Question::texts))
    }
}

impl Question {
    fn check(&self, require: &mut impl FnMut(bool, String)) {
        let id = &self.id;
        let forms = [
            self.choices.is_some(),
            self.number.is_some(),
            self.order.is_some(),
            self.rubric.is_some(),
        ];
        let forms = forms.into_iter().filter(|&form| form).count();
        require(
            forms == 1,
            format!("question `{id}` needs exactly one of `choices`, `number`, `order`, `rubric`"),
        );
        if let Some(Both { en, es }) = &self.choices {
            require(en.len() >= 2, format!("question `{id}` has fewer than 2 choices"));
            require(en.keys().eq(es.keys()), format!("question `{id}`: other letters in Spanish"));
            let known = self.answers.iter().all(|answer| en.contains_key(answer));
            require(known, format!("question `{id}`: an answer is not among the choices"));
            let all = en.keys().all(|letter| self.answers.contains(letter));
            require(!all, format!("question `{id}`: every choice is right"));
            let letters =
                en.keys().all(|key| key.chars().count() == 1 && *key == key.to_lowercase());
            require(letters, format!("question `{id}`: choices are named `a`, `b`, `c` ..."));
        }
        let needs_answers = self.choices.is_some();
        require(
            self.answers.is_empty() != needs_answers,
            format!("question `{id}`: `answers` belong to `choices`, and choices need them"),
        );
        if let Some(Number { value, tolerance }) = self.number {
            let possible = value.is_finite() && tolerance.is_finite() && tolerance >= 0.0;
            require(possible, format!("question `{id}`: {value} ± {tolerance} cannot be met"));
        }
        for Both { en, es } in [&self.order, &self.rubric].into_iter().flatten() {
            require(en.len() >= 2, format!("question `{id}` lists fewer than 2 things"));
            require(en.len() == es.len(), format!("question `{id}`: another number in Spanish"));
        }
        let explained = if self.rubric.is_some() { &self.model } else { &self.explanation };
        require(
            explained.is_some(),
            format!("question `{id}` needs an `explanation`, or a `model` if it is open"),
        );
        let cited = self.sources.iter().any(|source| !source.trim().is_empty());
        require(cited, format!("question `{id}` has no source"));
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        let optional = [&self.explanation, &self.model].into_iter().flatten();
        let single = std::iter::once(&self.prompt).chain(optional);
        let lists = [&self.order, &self.rubric].into_iter().flatten();
        let choices = self.choices.iter().flat_map(|both| [&both.en, &both.es]);
        single
            .flat_map(|both| [&both.en, &both.es])
            .chain(lists.flat_map(|both| both.en.iter().chain(&both.es)))
            .chain(choices.flat_map(BTreeMap::values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"
id = "1.1.1"
kind = "read"
minutes = 5
title = { en = "Title", es = "Título" }
task = { en = "Task", es = "Tarea" }
hints = { en = ["1", "2", "3"], es = ["1", "2", "3"] }

[[tests]]
name = "a_test"
points = 1
asks = { en = "this", es = "esto" }

[[questions]]
id = "one"
prompt = { en = "Which?", es = "¿Cuál?" }
choices.en = { a = "Yes", b = "No" }
choices.es = { a = "Sí", b = "No" }
answers = ["b"]
explanation = { en = "No.", es = "Que no." }
sources = ["a book"]
"#;

    #[track_caller]
    fn check(from: &str, to: &str, expected: &[&str]) {
        assert!(SOUND.contains(from), "{from}");
        let exercise: Exercise = toml::from_str(&SOUND.replace(from, to)).unwrap();
        assert_eq!(exercise.problems(), expected);
    }

    #[test]
    fn a_sound_exercise_has_no_problems() {
        check("", "", &[]);
    }

    #[test]
    fn what_is_missing_is_named() {
        check("minutes = 5", "minutes = 0", &["`minutes` is 0"]);
        check("es = [\"1\", ", "es = [", &["3 hints in English, 2 in Spanish"]);
        check("\"Título\"", "\" \"", &["an empty text"]);
        check("points = 1", "points = 0", &["test `a_test` is worth 0 points"]);
        check("[\"a book\"]", "[\"\"]", &["question `one` has no source"]);
        let unexplained = "question `one` needs an `explanation`, or a `model` if it is open";
        check("explanation = { en = \"No.\", es = \"Que no.\" }", "", &[unexplained]);
    }

    #[test]
    fn forgotten_translations_are_found() {
        let problem = "the Spanish text is the English one: `Which?`";
        check("¿Cuál?", "Which?", &[problem]);
    }

    #[test]
    fn answers_have_to_fit_the_choices() {
        let missing = "question `one`: `answers` belong to `choices`, and choices need them";
        check("answers = [\"b\"]", "", &[missing]);
        check("[\"b\"]", "[\"c\"]", &["question `one`: an answer is not among the choices"]);
        check("[\"b\"]", "[\"a\", \"b\"]", &["question `one`: every choice is right"]);
        check("es = { a", "es = { c", &["question `one`: other letters in Spanish"]);
    }

    #[test]
    fn a_number_can_be_met() {
        let choices = "choices.en = { a = \"Yes\", b = \"No\" }\n\
            choices.es = { a = \"Sí\", b = \"No\" }\nanswers = [\"b\"]\n";
        check(choices, "number = { value = 2.0, tolerance = 0.0 }\n", &[]);
        let impossible = "question `one`: 2 ± -1 cannot be met";
        check(choices, "number = { value = 2.0, tolerance = -1.0 }\n", &[impossible]);
    }
}
