//! What the tests of the exercises share, for exercises of plain Rust. It depends on nothing, so
//! that the first exercise builds in seconds.
//!
//! A failed check says in the student's language what differs in the data:
//!
//! ```should_panic
//! use checks::{same_rows, text};
//!
//! let region = "norte";
//! same_rows(text!("sales of {region}", "ventas de {region}"), &[1.0, 2.5], &[1.0, 2.0]);
//! ```

mod compare;
mod kept;
mod language;
mod not_run;
mod seed;

pub mod allocations;
pub mod child;
pub mod moto;
pub mod rustc;

pub use compare::{close, close_rows, same, same_rows};
pub use kept::kept;
pub use language::{Language, language};
pub use not_run::not_run;
pub use seed::seed;
