//! The runner behind `cargo ex`: it tests the student's exercises and says what to do next.

mod cargo;
mod catalog;
mod cli;
mod cmd;
mod copy;
mod exercise;
mod interrupt;
mod keys;
mod language;
mod messages;
mod mirror;
mod origin;
mod progress;
mod report;
mod starter;
mod style;
mod suggestion;
mod verdict;
mod wrong;

use std::process::ExitCode;

use anyhow::bail;
use clap::Parser;

use crate::cli::{Cli, Command};
use crate::cmd::UsageError;
use crate::messages::Problem;

fn main() -> ExitCode {
    // After `cargo ex list | head`, nobody reads the rest: end in silence, as other tools do.
    #[cfg(unix)]
    sigpipe::reset();
    let cli = Cli::parse();
    match run(&cli) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            match error.downcast_ref::<Problem>() {
                Some(problem) => eprintln!("error: {}", problem.text(cli.language())),
                None => eprintln!("error: {error:#}"),
            }
            let usage = error.downcast_ref::<UsageError>().is_some();
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}

/// Runs one command. `Ok(false)` means that it worked and the answer is no.
fn run(cli: &Cli) -> anyhow::Result<bool> {
    let context = cmd::Context::new(cli)?;
    match (&cli.command, &cli.id) {
        (Some(_), Some(id)) => {
            bail!(UsageError::new(messages::id_before_command(context.language, id)))
        }
        (Some(Command::Run { id, arguments }), _) => {
            cmd::run::run(&context, id.as_deref(), arguments)
        }
        (Some(Command::Status), _) | (None, None) => cmd::status::run(&context),
        (Some(Command::List(filter)), _) => cmd::list::run(&context, filter),
        (Some(Command::Next), _) => cmd::next::run(&context),
        (Some(Command::Watch { id, poll }), _) => cmd::watch::run(&context, id.as_deref(), *poll),
        (Some(Command::Hint { id, which }), _) => cmd::hint::run(&context, id.as_deref(), *which),
        (Some(Command::Quiz { id }), _) => cmd::quiz::run(&context, id.as_deref()),
        (Some(Command::Solution { id, spoil }), _) => {
            cmd::solution::run(&context, id.as_deref(), *spoil)
        }
        (Some(Command::Diff { id, spoil }), _) => cmd::diff::run(&context, id.as_deref(), *spoil),
        (Some(Command::Reset { id, list, restore }), _) => {
            cmd::reset::run(&context, id, cmd::reset::Action::of(*list, *restore))
        }
        (Some(Command::Doctor), _) => cmd::doctor::run(&context),
        (Some(Command::Setup { name }), _) => cmd::setup::run(&context, *name),
        (Some(Command::Init { folder }), _) => cmd::init::run(&context, folder),
        (Some(Command::Update { from }), _) => cmd::update::run(&context, from.as_deref()),
        (Some(Command::Check(options)), _) => cmd::check::run(&context, options),
        (None, Some(id)) if cli.rest.is_empty() => cmd::test::run(&context, id),
        (None, Some(id)) => {
            let id = &context.find(id)?.exercise.id;
            bail!(UsageError::new(messages::one_at_a_time(context.language, id)))
        }
    }
}
