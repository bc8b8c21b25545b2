//! `cargo harness`: see `cargo harness --help` and METHODOLOGY.md.

use std::process::ExitCode;

use clap::Parser;
use harness::cli::{Cli, Command, RunArgs};
use harness::cmd;
use harness::race::Interrupted;
use mimalloc::MiMalloc;

/// The workers' allocator. It gives large buffers huge pages, which are read about 10 % faster than
/// the small ones of glibc: limits measured without them would be surpassed.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Exit code after Ctrl-C: 128 + SIGINT, as shells do.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) if error.is::<Interrupted>() => ExitCode::from(INTERRUPTED),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        None => cmd::run::run(&quick_run()),
        Some(Command::Run(args)) => cmd::run::run(&args),
        Some(Command::Data(args)) => cmd::data::run(&args),
        Some(Command::Limits(args)) => cmd::limits::run(&args),
        Some(Command::Report(args)) => cmd::report::run(&args),
        Some(Command::Compare(args)) => cmd::compare::run(&args),
        Some(Command::List(args)) => cmd::list::run(&args),
    }
}

/// What `cargo harness` without a command does: `run` with every default.
fn quick_run() -> RunArgs {
    let Cli { command: Some(Command::Run(args)) } = Cli::parse_from(["cargo harness", "run"])
    else {
        unreachable!("`run` is a command");
    };
    *args
}
