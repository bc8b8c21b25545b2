//! The student's answers to open questions: `.workbook/answers/16.1.3.md`, one section each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::exercise::Exercise;
use crate::language::Language;
use crate::origin::write;
use crate::progress;

#[derive(Debug)]
pub(super) struct Notes {
    root: PathBuf,
    /// Relative to the root.
    file: PathBuf,
    title: String,
    /// The open questions, in order: id and prompt.
    questions: Vec<(String, String)>,
    /// The student's words by the id of the question.
    answers: BTreeMap<String, String>,
}

impl Notes {
    pub(super) fn load(
        root: &Path,
        exercise: &Exercise,
        language: Language,
    ) -> anyhow::Result<Self> {
        let open = exercise.questions.iter().filter(|question| question.rubric.is_some());
        let questions: Vec<(String, String)> = open
            .map(|question| (question.id.clone(), question.prompt.get(language).clone()))
            .collect();
        let file = Path::new(progress::FOLDER).join("answers").join(format!("{}.md", exercise.id));
        let path = root.join(&file);
        let text = if path.exists() {
            fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?
        } else {
            String::new()
        };
        let answers = parse(&text, &questions);
        let title = format!("# {}: {}", exercise.id, exercise.title.get(language));
        Ok(Self { root: root.to_owned(), file, title, questions, answers })
    }

    pub(super) fn of(&self, question: &str) -> Option<&str> {
        self.answers.get(question).map(String::as_str)
    }

    /// Keeps an answer in place of an earlier one. Returns the file's path, relative to the root.
    pub(super) fn save(&mut self, question: &str, answer: &str) -> anyhow::Result<String> {
        self.answers.insert(question.to_owned(), answer.to_owned());
        write(&self.root.join(&self.file), self.text())?;
        Ok(self.file.display().to_string())
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for (id, prompt) in &self.questions {
            if let Some(answer) = self.answers.get(id) {
                let prompt = prompt.trim().replace('\n', "\n> ");
                text += &format!("\n## {id}\n\n> {prompt}\n\n{answer}\n");
            }
        }
        text
    }
}

/// Reads the sections of the known questions; the quoted prompts are not part of the answers.
fn parse(text: &str, questions: &[(String, String)]) -> BTreeMap<String, String> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        let heading = line.strip_prefix("## ").map(str::trim);
        match heading.filter(|heading| questions.iter().any(|(id, _)| id == heading)) {
            Some(id) => sections.push((id, Vec::new())),
            None => sections.iter_mut().last().into_iter().for_each(|(_, lines)| lines.push(line)),
        }
    }
    let answer = |lines: Vec<&str>| {
        let quoted = |line: &&str| line.is_empty() || line.starts_with("> ");
        let own: Vec<&str> = lines.into_iter().skip_while(quoted).collect();
        own.join("\n").trim().to_owned()
    };
    let answers = sections.into_iter().map(|(id, lines)| (id.to_owned(), answer(lines)));
    answers.filter(|(_, answer)| !answer.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_survive_the_file() {
        let question = |id: &str| (id.to_owned(), "Why?\nSay more.".to_owned());
        let mut notes = Notes {
            root: PathBuf::new(),
            file: PathBuf::new(),
            title: "# 16.1.3: Title".into(),
            questions: vec![question("why"), question("when")],
            answers: BTreeMap::from([("when".into(), "Later.\n\n## not a question\nMore.".into())]),
        };
        let text = notes.text();
        assert!(text.starts_with("# 16.1.3: Title\n\n## when\n\n> Why?\n> Say more.\n\nLater."));
        assert_eq!(parse(&text, &notes.questions), notes.answers);
        notes.answers.insert("why".into(), "Because.".into());
        assert_eq!(parse(&notes.text(), &notes.questions), notes.answers);
    }
}
