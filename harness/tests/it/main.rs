//! The harness as its users run it, with engines whose behaviour is known.
//!
//! The programs it starts, `datagen` and `engine-sabotage`, are built by `cargo test` at the root
//! of the workspace and stand beside the harness.

mod errors;
mod fixture;
mod readme;
mod resume;
mod sabotage;
