//! The benchmark harness: a small supervisor and one worker process per engine.
//!
//! The supervisor never links an engine. It makes sure that the data is there and whole, starts the
//! workers, checks every single answer against the proven one, lets the engines take turns, and
//! reads time, memory and noise from the operating system. What it learns goes to a journal, line by
//! line; the report is a pure function of the journal. METHODOLOGY.md says why.

pub mod cli;
pub mod cmd;

pub mod record;

pub mod cluster;
pub mod engines;
pub mod environment;
pub mod limits;
pub mod workspace;

pub mod data;
pub mod journal;
pub mod noise;
pub mod plausibility;
pub mod progress;
pub mod race;
pub mod system;
pub mod worker;

pub mod compare;
pub mod report;
pub mod statistics;
