//! Asks the scheduler's REST API, and reads its event logs. Complete as it is: nothing to solve here.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// How long to wait for anything. A cluster on a busy machine may take seconds where it takes
/// milliseconds on an idle one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// How often [`wait_for`] looks.
const PAUSE: Duration = Duration::from_millis(5);

/// Calls `look` until it finds something.
///
/// # Errors
///
/// The first error of `look`, or [`PATIENCE`] is at an end.
pub(crate) fn wait_for<T>(
    what: &str,
    mut look: impl FnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(found) = look()? {
            return Ok(found);
        }
        thread::sleep(PAUSE);
    }
    bail!("waited {} s in vain for {what}", PATIENCE.as_secs())
}

/// The REST API of a scheduler, on the same port as everything else that it serves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rest {
    pub(crate) address: SocketAddr,
}

/// An executor that the scheduler knows.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Executor {
    pub(crate) id: String,
    pub(crate) host: String,
    /// Where it serves the results of its tasks.
    pub(crate) port: u16,
}

/// A query that the scheduler took on. Newer ones have greater ids.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Job {
    pub(crate) job_id: String,
}

/// What became of a stage.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct StageReport {
    pub(crate) stage_id: String,
    /// Rows that its tasks wrote, for the next stage or for the client.
    pub(crate) output_rows: u64,
    tasks: Vec<Option<Task>>,
}

#[derive(Debug, Clone, Deserialize)]
struct Task {
    /// A word, such as `Successful`, or more than a word for a task that failed.
    status: serde_json::Value,
}

impl StageReport {
    /// How many tasks have ended well.
    pub(crate) fn successful_tasks(&self) -> usize {
        self.tasks.iter().flatten().filter(|task| task.status == "Successful").count()
    }
}

impl Rest {
    pub(crate) fn executors(&self) -> anyhow::Result<Vec<Executor>> {
        self.get("/api/executors")
    }

    /// All jobs, the oldest first.
    pub(crate) fn jobs(&self) -> anyhow::Result<Vec<Job>> {
        let mut jobs: Vec<Job> = self.get("/api/jobs")?;
        jobs.sort_by(|a, b| a.job_id.cmp(&b.job_id));
        Ok(jobs)
    }

    /// The id of the job that was started last.
    pub(crate) fn last_job(&self) -> anyhow::Result<String> {
        let job = self.jobs()?.pop().context("the scheduler has had no job yet")?;
        Ok(job.job_id)
    }

    /// The stages of the job that was started last: none as long as it has not been planned.
    pub(crate) fn last_stages(&self) -> Vec<StageReport> {
        self.last_job().and_then(|job| self.stages(&job)).unwrap_or_default()
    }

    /// The stages of a job, in order of their numbers.
    pub(crate) fn stages(&self, job_id: &str) -> anyhow::Result<Vec<StageReport>> {
        #[derive(Deserialize)]
        struct Stages {
            stages: Vec<StageReport>,
        }
        let Stages { mut stages } = self.get(&format!("/api/job/{job_id}/stages"))?;
        stages.sort_by_key(|stage| stage.stage_id.parse().unwrap_or(usize::MAX));
        Ok(stages)
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        let answer = self.request(path).with_context(|| format!("`{path}` has no answer"))?;
        let (head, body) = answer.split_once("\r\n\r\n").context("an answer without a body")?;
        if head.split(' ').nth(1) != Some("200") {
            bail!("`{path}` was answered with `{}`", head.lines().next().unwrap_or_default());
        }
        serde_json::from_str(body).with_context(|| format!("cannot understand `{body}`"))
    }

    /// Sends one request. With HTTP 1.0 the server hangs up after its answer.
    fn request(&self, path: &str) -> anyhow::Result<String> {
        let mut connection = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        write!(connection, "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address)?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

/// How many tasks of a job each executor has ended well, by its id: what the REST API does not tell,
/// but the event log does. The scheduler completes a job's log when the job has ended.
pub(crate) fn tasks_by_executor(
    log_folder: &Path,
    job_id: &str,
) -> anyhow::Result<BTreeMap<String, usize>> {
    #[derive(Deserialize)]
    struct Event {
        ev: String,
        data: serde_json::Value,
    }
    let file = log_folder.join(format!("{job_id}.eventlog"));
    let what = format!("the event log of job `{job_id}`");
    let log = wait_for(&what, || Ok(fs::read_to_string(&file).ok()))?;
    let mut tasks = BTreeMap::new();
    for line in log.lines() {
        let event: Event = serde_json::from_str(line)?;
        if event.ev == "TaskEnd" && event.data["status"] == "Successful" {
            let executor = event.data["executor_id"].as_str().unwrap_or_default().to_owned();
            *tasks.entry(executor).or_insert(0) += 1;
        }
    }
    Ok(tasks)
}
