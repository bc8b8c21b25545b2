//! What an engine has to implement.

use datasets::Answer;

use crate::Job;

/// A query engine in a worker process.
pub trait Engine {
    /// Name and version of the library that does the work.
    fn version(&self) -> String;

    /// Makes `job` ready to run. For [`datasets::Source::Memory`] this reads the columns into the
    /// engine's own form; for [`datasets::Source::Parquet`] it must not read any data.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unsupported`] if the engine has no way to do this job, otherwise what went wrong.
    fn load(&mut self, job: &Job) -> Outcome<Box<dyn Query>>;
}

/// A job that is ready to run.
pub trait Query {
    /// Runs the job with literal number `variant` and materialises the answer. All of this is timed.
    ///
    /// # Errors
    ///
    /// Whatever the engine reports.
    fn run(&mut self, variant: usize) -> anyhow::Result<Output>;

    /// The column types that the engine works on, for the report.
    fn schema(&self) -> String;
}

/// What a run leaves behind.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    Answer(Answer),
    /// The answer is in [`Job::output`], a Parquet file.
    File,
}

/// Why an engine did not do something.
#[derive(Debug)]
pub enum Refusal {
    /// It never can, here: a reported state.
    Unsupported(String),
    /// It tried and failed.
    Failed(anyhow::Error),
}

pub type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    pub fn unsupported(reason: impl Into<String>) -> Self {
        Self::Unsupported(reason.into())
    }
}

impl<E: Into<anyhow::Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}
