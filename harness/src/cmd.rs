//! The subcommands, one file each.

pub mod compare;
pub mod data;
pub mod limits;
pub mod list;
pub mod report;
pub mod run;
