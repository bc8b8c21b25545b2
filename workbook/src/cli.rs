//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::cmd::{check, hint, list, setup};
use crate::language::Language;

/// Work on the exercises of the workbook.
#[derive(Debug, Parser)]
#[command(
    name = "cargo ex",
    bin_name = "cargo ex",
    version,
    after_help = "Without arguments, says where you are and what to do next.\n\
        Exit code: 0 for a pass, 1 for a failure, 2 for a command that makes no sense."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// The exercise to build and test: 16.1.3, 1.3, or a path to your file.
    pub(crate) id: Option<String>,

    /// What comes after a misspelled command: `hnit 16.1.3`.
    #[arg(hide = true)]
    pub(crate) rest: Vec<String>,

    /// Language of everything but the code: en or es. Default: that of the environment.
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(crate) lang: Option<Language>,

    /// Build with optimizations. Slower to build, faster to run.
    #[arg(long, global = true)]
    pub(crate) release: bool,

    /// Print one JSON object on stdout: for a verdict, the list, the status and a setup.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// How long the tests may go on without one of them ending, in seconds: 60, or what the exercise
    /// says.
    #[arg(long, global = true, value_name = "SECONDS")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: Option<u64>,
}

impl Cli {
    pub(crate) fn language(&self) -> Language {
        self.lang.unwrap_or_else(Language::of_environment)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build an exercise with optimizations and run its `main` on generated data.
    Run {
        id: Option<String>,
        /// Arguments for `main`, after `--`.
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
    /// Say where you are and what to do next.
    Status,
    /// List the exercises and how far you are.
    List(list::Filter),
    /// Go on to the next exercise that has not passed, and show what it asks for.
    Next,
    /// Test an exercise each time you save your file.
    Watch {
        id: Option<String>,
        /// Look at the file again and again instead of waiting for the system to tell.
        #[arg(long)]
        poll: bool,
    },
    /// Show the next hint of an exercise.
    Hint {
        id: Option<String>,
        #[command(flatten)]
        which: hint::Which,
    },
    /// Answer the questions of an exercise.
    Quiz { id: Option<String> },
    /// Show the reference solution of an exercise that you have passed.
    Solution {
        id: Option<String>,
        /// Show it although the exercise has not passed.
        #[arg(long)]
        spoil: bool,
    },
    /// Compare your file with the reference solution.
    Diff {
        id: Option<String>,
        /// Show the difference although the exercise has not passed.
        #[arg(long)]
        spoil: bool,
    },
    /// Put the starter back in place of your file, which is kept as a backup.
    Reset {
        id: String,
        /// List the backups and change nothing.
        #[arg(long)]
        list: bool,
        /// Bring back the backup of this number.
        #[arg(long, value_name = "NUMBER", conflicts_with = "list")]
        restore: Option<u32>,
    },
    /// Check that this machine has what the exercises need.
    Doctor,
    /// Install the pinned Python packages that some exercises need.
    Setup { name: setup::Name },
    /// Make your own copy of the exercises in a new folder.
    Init { folder: PathBuf },
    /// In your own copy: bring newer exercises from the course, and leave your files alone.
    Update {
        /// Where the course is now, if it has moved.
        #[arg(long, value_name = "FOLDER")]
        from: Option<PathBuf>,
    },
    /// For authors: check that starters, solutions, tests and texts agree.
    Check(check::Options),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_id_is_not_a_subcommand() {
        let cli = Cli::parse_from(["ex", "16.1.3", "--lang", "es"]);
        assert_eq!(cli.id.as_deref(), Some("16.1.3"));
        assert_eq!(cli.lang, Some(Language::Es));
        let cli = Cli::parse_from(["ex", "hint", "16.1.3", "--lang", "en"]);
        assert!(matches!(cli.command, Some(Command::Hint { id: Some(id), .. }) if id == "16.1.3"));
    }
}
