//! The subcommands, one file each.

pub(crate) mod check;
pub(crate) mod hint;
pub(crate) mod list;
pub(crate) mod reset;
pub(crate) mod run;
pub(crate) mod test;

use crate::catalog::Catalog;
use crate::cli::Cli;
use crate::language::Language;
use crate::style::Style;

/// What every subcommand needs.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) catalog: Catalog,
    pub(crate) language: Language,
    pub(crate) style: Style,
    pub(crate) release: bool,
}

impl Context {
    pub(crate) fn new(cli: &Cli) -> anyhow::Result<Self> {
        Ok(Self {
            catalog: Catalog::load()?,
            language: cli.lang.unwrap_or_else(Language::of_environment),
            style: Style::of_stdout(),
            release: cli.release,
        })
    }
}
