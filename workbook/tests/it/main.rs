//! The runner as a student meets it: each test calls the program in a small course of its own.

mod check;
mod commands;
mod complete;
mod course;
mod doctor;
mod init;
mod quiz;
mod reset;
#[cfg(unix)]
mod setup;
mod solution;
mod verdicts;
mod watch;
