//! The worker's side: read a request, do it, reply.

use std::io::{BufRead, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Parser;

use crate::{Build, Engine, Hello, Job, Outcome, Output, PROTOCOL, Query, Refusal, Reply, Request};

/// One engine of a worker binary: its name on the command line and how to start it.
pub type EngineEntry = (&'static str, fn(&Settings) -> Outcome<Box<dyn Engine>>);

/// What the supervisor tells a worker on its command line.
#[derive(Debug, Parser)]
#[command(about = "Runs one engine for the benchmark harness; started by `cargo harness`")]
pub struct Settings {
    /// Which of this binary's engines to run
    #[arg(long)]
    pub engine: String,
    /// How many threads the engine may use; the process is bound to as many processors
    #[arg(long)]
    pub threads: NonZeroUsize,
    /// URL of a cluster that does the work, for an engine that can leave it to one
    #[arg(long)]
    pub cluster: Option<String>,
}

/// The `main` of a worker binary. `allocator` is the name of its global allocator.
pub fn serve(engines: &[EngineEntry], allocator: &str) -> ExitCode {
    let settings = Settings::parse();
    match run(engines, allocator, &settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(engines: &[EngineEntry], allocator: &str, settings: &Settings) -> anyhow::Result<()> {
    let (_, open) = engines
        .iter()
        .find(|(name, _)| *name == settings.engine)
        .with_context(|| format!("this worker has no engine `{}`", settings.engine))?;
    confine(settings.threads)?;
    let mut engine = match open(settings) {
        Ok(engine) => engine,
        Err(Refusal::Unsupported(reason)) => return send(&Hello::Unsupported { reason }),
        Err(Refusal::Failed(error)) => return Err(error),
    };
    let build = Build::of_this_binary(allocator);
    send(&Hello::Ready { protocol: PROTOCOL, version: engine.version(), build })?;

    let mut query = None;
    for line in std::io::stdin().lock().lines() {
        let line = line.context("cannot read the next request")?;
        let request = serde_json::from_str(&line)
            .with_context(|| format!("cannot understand the request `{line}`"))?;
        send(&answer(engine.as_mut(), &mut query, request))?;
    }
    Ok(())
}

fn answer(engine: &mut dyn Engine, query: &mut Option<Box<dyn Query>>, request: Request) -> Reply {
    let reply = match request {
        Request::Load(job) => load(engine, query, &job),
        Request::Run { variant } => run_query(query, variant),
    };
    reply.unwrap_or_else(|refusal| match refusal {
        Refusal::Unsupported(reason) => Reply::Unsupported { reason },
        Refusal::Failed(error) => Reply::Failed { error: format!("{error:#}") },
    })
}

fn load(engine: &mut dyn Engine, query: &mut Option<Box<dyn Query>>, job: &Job) -> Outcome<Reply> {
    // Free the last job's data first, so that two jobs never share the memory.
    *query = None;
    let start = Instant::now();
    let loaded = engine.load(job)?;
    let load_ns = elapsed_ns(start);
    let schema = loaded.schema();
    *query = Some(loaded);
    Ok(Reply::Loaded { load_ns, schema })
}

fn run_query(query: &mut Option<Box<dyn Query>>, variant: usize) -> Outcome<Reply> {
    let query = query.as_mut().context("no job is loaded")?;
    let start = Instant::now();
    let output = query.run(variant)?;
    let wall_ns = elapsed_ns(start);
    Ok(match output {
        Output::Answer(answer) => Reply::Ran { wall_ns, answer },
        Output::File => Reply::Wrote { wall_ns },
    })
}

fn elapsed_ns(start: Instant) -> u64 {
    start.elapsed().as_nanos() as u64
}

fn send(message: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut line = serde_json::to_vec(message).context("cannot write a reply as JSON")?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line).and_then(|()| out.flush()).context("the supervisor is gone")
}

/// Binds this process to the first `threads` of the processors it may use, so that no engine can
/// gain from a thread pool that is larger than agreed; threads started later inherit it. Also asks
/// the system to end this process with the supervisor, even in the middle of a run.
///
/// # Errors
///
/// If the system refuses either.
#[cfg(target_os = "linux")]
pub fn confine(threads: NonZeroUsize) -> anyhow::Result<()> {
    use rustix::process::{Signal, set_parent_process_death_signal};
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    set_parent_process_death_signal(Some(Signal::KILL)).context("cannot follow the supervisor")?;
    let allowed = sched_getaffinity(None).context("cannot read the processor affinity")?;
    let mut bound = CpuSet::new();
    let usable = (0..CpuSet::MAX_CPU).filter(|&cpu| allowed.is_set(cpu));
    usable.take(threads.get()).for_each(|cpu| bound.set(cpu));
    sched_setaffinity(None, &bound).context("cannot bind to processors")
}

/// Other systems have no such calls that are safe; there, engines are trusted with their threads.
#[cfg(not(target_os = "linux"))]
pub fn confine(_: NonZeroUsize) -> anyhow::Result<()> {
    Ok(())
}

impl Build {
    fn of_this_binary(allocator: &str) -> Self {
        let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
        let features = [
            ("avx", cfg!(target_feature = "avx")),
            ("avx2", cfg!(target_feature = "avx2")),
            ("fma", cfg!(target_feature = "fma")),
            ("avx512f", cfg!(target_feature = "avx512f")),
        ];
        let enabled = features.iter().filter(|(_, on)| *on).map(|(name, _)| (*name).into());
        Self {
            profile: profile.into(),
            target_features: enabled.collect(),
            allocator: allocator.into(),
        }
    }
}
