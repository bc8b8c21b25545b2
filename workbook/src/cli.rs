//! The command line.

use clap::{Parser, Subcommand};

use crate::language::Language;

/// Work on the exercises of the workbook.
#[derive(Debug, Parser)]
#[command(
    name = "cargo ex",
    bin_name = "cargo ex",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Without arguments, lists the exercises.\n\
        Exit code: 0 for a pass, 1 for a failure, 2 for a command that makes no sense."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// The exercise to build and test, such as 16.1.3.
    pub(crate) id: Option<String>,

    /// Language of everything but the code: en or es. Default: that of the environment.
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(crate) lang: Option<Language>,

    /// Build with optimizations. Slower to build, faster to run.
    #[arg(long, global = true)]
    pub(crate) release: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build an exercise with optimizations and run its `main` on generated data.
    Run { id: String },
    /// Show the next hint of an exercise.
    Hint { id: String },
    /// Put the starter back in place of your file, which is kept as a backup.
    Reset { id: String },
    /// For authors: check that starters, solutions, tests and texts agree.
    Check {
        /// The exercises to check. Default: all.
        ids: Vec<String>,
        /// Skip the exercises that link an engine.
        #[arg(long)]
        light: bool,
    },
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
        assert!(matches!(cli.command, Some(Command::Hint { id }) if id == "16.1.3"));
    }
}
