//! Runs a command in a process of its own. Complete as it is: nothing to solve here.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{NoSample, wait_within};

/// The environment variable that tells a contender when it was started, in nanoseconds since 1970.
pub(crate) const STARTED_NS: &str = "BENCHMARK_STARTED_NS";

/// Runs a command to its end, and returns how it ended and what it printed.
///
/// # Errors
///
/// * [`NoSample::TimedOut`]: it had not ended after `time_limit`, and [`wait_within`] killed it
/// * [`NoSample::Failed`]: the system could not start it
pub(crate) fn output_within(
    command: &mut Command,
    time_limit: Duration,
) -> Result<Output, NoSample> {
    let program = command.get_program().to_owned();
    match try_output(command, time_limit) {
        Ok(Some(output)) => Ok(output),
        Ok(None) => Err(NoSample::TimedOut),
        Err(error) => {
            let reason = format!("cannot run `{}`: {error}", program.display());
            Err(NoSample::Failed { reason })
        }
    }
}

fn try_output(command: &mut Command, time_limit: Duration) -> io::Result<Option<Output>> {
    // Files rather than pipes: a process that fills a pipe which nobody empties waits for ever.
    let (stdout, stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let mut child = command.env(STARTED_NS, unix_ns().to_string()).spawn()?;
    let Some(status) = wait_within(&mut child, time_limit)? else { return Ok(None) };
    Ok(Some(Output { status, stdout: contents(stdout)?, stderr: contents(stderr)? }))
}

fn contents(mut file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // The process wrote through the same position.
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The clock that all processes and languages share.
pub(crate) fn unix_ns() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_nanos())
}
