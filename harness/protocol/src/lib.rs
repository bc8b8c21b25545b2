//! What the supervisor and the engine workers say to each other, and the loop of a worker.
//!
//! A worker is one process that runs one engine. It prints a [`Hello`], then answers one
//! [`Request`] per line of standard input with one [`Reply`] per line of standard output, and ends
//! when its input does. It is not trusted: it reports only its answer and the time on its own
//! clock. Processor time, memory and input are read by the supervisor from the operating system,
//! and the exact answers never reach a worker.

mod engine;
mod message;
mod serve;

pub use engine::{Engine, Outcome, Output, Query, Refusal};
pub use message::{Build, Hello, Job, PROTOCOL, Reply, Request};
pub use serve::{EngineEntry, Settings, confine, serve};
