//! `cargo ex doctor`: what this machine has, what is missing, for which exercises, and the command
//! that installs it.

mod machine;
mod messages;
mod probes;

use serde::Serialize;

use crate::cmd::Context;
use crate::style::{Style, wrap};

use machine::{Installer, Machine};

/// One thing that exercises need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// A word that never changes, for tools.
    name: &'static str,
    title: String,
    /// Version or amount; `None` if it is missing.
    found: Option<String>,
    state: State,
    needed_by: Need,
    /// What it is for, or what is wrong with what was found.
    note: Option<String>,
    /// The command that installs it on this machine.
    fix: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Good,
    /// It works, but slower or with less.
    Warning,
    Missing,
}

/// Who needs a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Need {
    EveryExercise,
    Exercises(&'static [&'static str]),
    /// Nobody needs it, but it helps.
    Comfort,
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    schema: &'static str,
    findings: &'a [Finding],
}

/// Prints what was found. `Ok(false)` if something is missing that every exercise needs.
pub(crate) fn run(context: &Context) -> anyhow::Result<bool> {
    let (root, language) = (&context.catalog.root, context.language);
    let machine = Machine::here();
    let findings: Vec<Finding> =
        probes::ALL.iter().map(|probe| probe(&machine, root, language)).collect();
    if context.json {
        let json = Json { schema: "workbook/doctor/1", findings: &findings };
        println!("{}", serde_json::to_string_pretty(&json)?);
    } else {
        print!("{}", report(context, &machine, &findings));
    }
    Ok(findings.iter().all(Finding::is_enough_to_start))
}

impl Finding {
    fn is_enough_to_start(&self) -> bool {
        self.state != State::Missing || self.needed_by != Need::EveryExercise
    }
}

fn report(context: &Context, machine: &Machine, findings: &[Finding]) -> String {
    let (language, style) = (context.language, context.style);
    let mut text = style.bold(messages::title(language)) + "\n\n";
    for finding in findings {
        let word = mark(style, finding.state, messages::state(language, finding.state));
        let found = finding.found.as_deref().unwrap_or("");
        text += format!("  {word} {:<16} {found}", finding.title).trim_end();
        text.push('\n');
        if let Need::Exercises(ids) = finding.needed_by {
            text += &(style.dim(&wrap(&messages::needed_by(language, ids), DETAIL)) + "\n");
        }
        if let Some(note) = &finding.note {
            text += &(wrap(note, DETAIL) + "\n");
        }
        if let Some(fix) = &finding.fix {
            text += &format!("{DETAIL}{}\n", style.bold(fix));
        }
    }
    let needed: Vec<&Finding> =
        findings.iter().filter(|finding| !finding.is_enough_to_start()).collect();
    text += "\n";
    text += &match needed.is_empty() {
        true => wrap(messages::ready(language), ""),
        false => style.red(messages::not_ready(language)),
    };
    text.push('\n');
    if machine.installer == Installer::Unknown {
        text += &(wrap(messages::no_installer(language), "") + "\n");
    }
    text
}

/// Details stand below the title of their finding.
const DETAIL: &str = "            ";

fn mark(style: Style, state: State, word: &str) -> String {
    let word = format!("{word:<9}");
    match state {
        State::Good => style.green(&word),
        State::Warning => style.yellow(&word),
        State::Missing => style.red(&word),
    }
}
