//! `datagen`: generates the datasets, checks them, and reads what engines answered.

mod cmd;
mod interrupt;
mod progress;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generates the workbook's tables as Parquet and Arrow files, with the exact answer of every
/// workload
#[derive(Parser)]
#[command(name = "datagen", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(cmd::generate::Args),
    Verify(cmd::verify::Args),
    List(cmd::list::Args),
    Answer(cmd::answer::Args),
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            match interrupt::requested() {
                true => ExitCode::from(interrupt::EXIT_CODE),
                false => ExitCode::FAILURE,
            }
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Generate(args) => cmd::generate::run(args),
        Command::Verify(args) => cmd::verify::run(args),
        Command::List(args) => cmd::list::run(args),
        Command::Answer(args) => cmd::answer::run(args),
    }
}
