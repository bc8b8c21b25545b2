//! `exercise.toml`: what an exercise is called, what its tests are worth, its hints and questions.

use std::collections::BTreeMap;

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
    pub(crate) title: Both<String>,
    /// What there is to do, in a paragraph.
    pub(crate) task: Both<String>,
    /// From a nudge to almost the answer.
    pub(crate) hints: Both<Vec<String>>,
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

/// A question with choices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// Unique within the exercise.
    pub(crate) id: String,
    pub(crate) prompt: Both<String>,
    /// Choices by letter, the same letters in both languages.
    pub(crate) choices: Both<BTreeMap<String, String>>,
    /// The letters of the right choices.
    pub(crate) answers: Vec<String>,
    pub(crate) explanation: Both<String>,
    /// Where the explanation can be verified.
    pub(crate) sources: Vec<String>,
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
        for text in self.texts() {
            require(!text.trim().is_empty(), "an empty text".into());
        }
        for test in &self.tests {
            require(test.points > 0, format!("test `{}` is worth 0 points", test.name));
        }
        for question in &self.questions {
            let id = &question.id;
            let (en, es) = (&question.choices.en, &question.choices.es);
            require(en.len() >= 2, format!("question `{id}` has fewer than 2 choices"));
            require(en.keys().eq(es.keys()), format!("question `{id}`: other letters in Spanish"));
            require(!question.answers.is_empty(), format!("question `{id}` has no answer"));
            let known = question.answers.iter().all(|answer| en.contains_key(answer));
            require(known, format!("question `{id}`: an answer is not among the choices"));
            require(!question.sources.is_empty(), format!("question `{id}` has no source"));
        }
        problems
    }

    /// Every text that a student reads.
    fn texts(&self) -> impl Iterator<Item = &String> {
        let single = [&self.title, &self.task].into_iter();
        let asks = self.tests.iter().map(|test| &test.asks);
        let questions = self.questions.iter().flat_map(|q| [&q.prompt, &q.explanation]);
        let texts = single.chain(asks).chain(questions).flat_map(|both| [&both.en, &both.es]);
        let hints = self.hints.en.iter().chain(&self.hints.es);
        let choices = self
            .questions
            .iter()
            .flat_map(|question| question.choices.en.values().chain(question.choices.es.values()));
        texts.chain(hints).chain(choices)
    }
}
