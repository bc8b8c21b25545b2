//! Builds the book in both languages, side by side: `cargo book build`, `cargo book serve`.

mod build;
mod markers;
mod report;
mod serve;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

/// Build or read the book of the workbook.
#[derive(Debug, Parser)]
#[command(name = "cargo book", bin_name = "cargo book")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build both languages and print where they are.
    Build,
    /// Build both languages and serve them on this machine.
    Serve {
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let book = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output: PathBuf = book.join("output");
    build::build(book, &output)?;
    println!("{}", output.join("index.html").display());
    match cli.command {
        Command::Build => Ok(()),
        Command::Serve { port } => serve::serve(&output, port),
    }
}
