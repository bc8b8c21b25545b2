//! What became of each version, kept in the target folder until the version changes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::origin::write;
use crate::verdict::{Outcome, TestResult};

use super::versions::Version;

#[derive(Debug)]
pub(super) struct Memo {
    path: PathBuf,
    /// Whether everything is to be built again.
    forget: bool,
    /// By the name of the binary: the last version of each.
    known: BTreeMap<String, Known>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Known {
    /// Of the version that the record is about.
    digest: String,
    record: Record,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Why it does not compile.
    pub(super) error: Option<String>,
    /// Compiler's and clippy's warnings.
    pub(super) warnings: Vec<String>,
    /// What each test did, run after run: two in English; for a wrong solution, one in Spanish.
    pub(super) english: Vec<Vec<Ran>>,
    pub(super) spanish: Vec<Ran>,
}

/// An [`Outcome`] in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ran {
    pub(super) test: String,
    pub(super) result: RanResult,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum RanResult {
    Passed,
    Todo,
    Failed {
        message: String,
    },
    TimedOut {
        limit_s: u64,
    },
    /// It ended the process: how, in words.
    Crashed {
        how: String,
    },
    NotRun {
        reason: String,
    },
}

impl Memo {
    /// Reads what is known. With `forget`, no version counts as known.
    pub(super) fn load(target_dir: &Path, forget: bool) -> Self {
        let path = target_dir.join("ex-check.json");
        let text = std::fs::read_to_string(&path).ok();
        // An unreadable file costs time and nothing else.
        let known = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { path, forget, known }
    }

    pub(super) fn knows(&self, version: &Version<'_>) -> bool {
        let known = self.known.get(&version.bin);
        !self.forget && known.is_some_and(|known| known.digest == version.digest)
    }

    /// What became of a version that is known or has been inserted.
    pub(super) fn of(&self, version: &Version<'_>) -> &Record {
        let known = self.known.get(&version.bin).filter(|known| known.digest == version.digest);
        &known.expect("every version is known or was built").record
    }

    pub(super) fn insert(&mut self, version: &Version<'_>, record: Record) {
        let digest = version.digest.clone();
        self.known.insert(version.bin.clone(), Known { digest, record });
    }

    /// Saves every record but those of tests that this machine could not run.
    pub(super) fn save(mut self) -> anyhow::Result<()> {
        self.known.retain(|_, known| !known.record.depends_on_machine());
        write(&self.path, serde_json::to_string(&self.known)?)
    }
}

impl Record {
    /// Whether this machine cannot run a test.
    pub(super) fn did_not_run(&self, test: &str) -> bool {
        let is_it = |ran: &Ran| ran.test == test && matches!(ran.result, RanResult::NotRun { .. });
        self.english.iter().flatten().any(is_it)
    }

    fn depends_on_machine(&self) -> bool {
        let incomplete =
            |ran: &Ran| matches!(ran.result, RanResult::NotRun { .. } | RanResult::TimedOut { .. });
        self.english.iter().flatten().any(incomplete)
    }
}

impl From<Outcome> for Ran {
    fn from(outcome: Outcome) -> Self {
        let result = match outcome.result {
            TestResult::Passed => RanResult::Passed,
            TestResult::Todo => RanResult::Todo,
            TestResult::Failed { message, .. } => RanResult::Failed { message },
            TestResult::TimedOut { limit } => RanResult::TimedOut { limit_s: limit.as_secs() },
            TestResult::Crashed(crash) => RanResult::Crashed { how: format!("{crash:?}") },
            TestResult::NotRun { reason } => RanResult::NotRun { reason },
        };
        Self { test: outcome.name, result }
    }
}

impl From<&Ran> for Outcome {
    fn from(ran: &Ran) -> Self {
        let failed = |message: &str| TestResult::Failed {
            message: message.to_owned(),
            printed: String::new(),
        };
        let result = match &ran.result {
            RanResult::Passed => TestResult::Passed,
            RanResult::Todo => TestResult::Todo,
            RanResult::Failed { message } => failed(message),
            RanResult::TimedOut { limit_s } => {
                TestResult::TimedOut { limit: Duration::from_secs(*limit_s) }
            }
            // For the question which hint is shown, a crash is a failure like any other.
            RanResult::Crashed { how } => failed(how),
            RanResult::NotRun { reason } => TestResult::NotRun { reason: reason.clone() },
        };
        Self { name: ran.test.clone(), result }
    }
}
