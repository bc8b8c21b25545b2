//! The runner behind `cargo ex`: it tests the student's exercises and says what to do next.

mod cargo;
mod catalog;
mod cli;
mod cmd;
mod exercise;
mod language;
mod messages;
mod mirror;
mod progress;
mod starter;
mod style;
mod suggestion;
mod verdict;
mod wrong;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::cmd::UsageError;

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            let usage = error.downcast_ref::<UsageError>().is_some();
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}

/// Runs one command. `Ok(false)` means that it worked and the answer is no.
fn run(cli: &Cli) -> anyhow::Result<bool> {
    let context = cmd::Context::new(cli)?;
    match (&cli.command, &cli.id) {
        (Some(Command::Run { id }), _) => cmd::run::run(&context, id),
        (Some(Command::Hint { id }), _) => cmd::hint::run(&context, id),
        (Some(Command::Reset { id }), _) => cmd::reset::run(&context, id),
        (Some(Command::Check { ids, light }), _) => cmd::check::run(&context, ids, *light),
        (None, Some(id)) => cmd::test::run(&context, id),
        (None, None) => cmd::list::run(&context),
    }
}
