//! Engines that lie.
//!
//! A harness that has never refused a wrong answer proves nothing when it accepts one. Each engine
//! here is honest but for one lie, and the harness' own tests require it to be caught; `honest` is
//! the control that has to pass. Adding a lie costs one function and one line in [`LIES`].
//!
//! These engines do not use [`harness_protocol::serve`], which would keep some of them from lying:
//! they have a request loop of their own. They read no files. They make the rows again from the
//! dataset's parameters, so they only take jobs on memory.

mod behavior;
mod honest;
mod resources;
mod wrong_answers;

use std::io::{BufRead, Write};
use std::time::Instant;

use anyhow::Context;
use clap::Parser;
use datasets::{Answer, Source};
use harness_protocol::{Build, Hello, Job, PROTOCOL, Reply, Request, Settings, confine};

use crate::honest::Sales;

/// A lie: what an engine does when it is asked to run literal number `variant` of the loaded job.
type Lie = fn(&mut State, variant: usize) -> Reply;

/// Every engine of this worker, from the subtle to the crude.
const LIES: &[(&str, Lie)] = &[
    ("honest", honest::honest),
    ("returns-early", wrong_answers::returns_early),
    ("drops-a-row", wrong_answers::drops_a_row),
    ("one-ulp", wrong_answers::one_ulp),
    ("wrong-type", wrong_answers::wrong_type),
    ("caches", wrong_answers::caches),
    ("tires", wrong_answers::tires),
    ("cached-sum", behavior::cached_sum),
    ("lazy", behavior::lazy),
    ("hangs", behavior::hangs),
    ("crashes", behavior::crashes),
    ("talks-nonsense", behavior::talks_nonsense),
    ("more-threads", resources::more_threads),
    ("fat-parent", resources::fat_parent),
    ("eats-memory", resources::eats_memory),
];

/// What a worker knows when it is asked to run.
struct State {
    sales: Sales,
    /// Number of processors that the engine was told to use.
    threads: usize,
    /// Runs since the worker was started, this one included.
    runs: u32,
    /// The first answer given since the job was loaded.
    first: Option<Answer>,
    /// The right answer to every literal, for the engine that cheats with it.
    drawer: Vec<Answer>,
}

impl State {
    fn new(sales: Sales, threads: usize) -> Self {
        let variants = 0..sales.workload.literals.len();
        let drawer = variants.map(|variant| sales.answer(variant, sales.rows())).collect();
        Self { sales, threads, runs: 0, first: None, drawer }
    }
}

fn main() -> anyhow::Result<()> {
    let settings = Settings::parse();
    let (_, lie) = LIES
        .iter()
        .find(|(name, _)| *name == settings.engine)
        .with_context(|| format!("this worker has no engine `{}`", settings.engine))?;
    if settings.engine == "fat-parent" {
        resources::inherit_a_peak()?;
    }
    confine(settings.threads)?;
    send(&hello())?;
    let mut state = None;
    let mut runs = 0;
    for line in std::io::stdin().lock().lines() {
        let reply = match serde_json::from_str(&line?)? {
            Request::Load(job) => load(&mut state, &job, settings.threads.get())?,
            Request::Run { variant } => {
                let state: &mut State = state.as_mut().context("no job is loaded")?;
                runs += 1;
                state.runs = runs;
                lie(state, variant)
            }
        };
        send(&reply)?;
    }
    Ok(())
}

fn load(state: &mut Option<State>, job: &Job, threads: usize) -> anyhow::Result<Reply> {
    let workload = job.workload()?;
    if job.source != Source::Memory || !honest::WORKLOADS.contains(&workload.id) {
        let reason = format!("sabotage has no `{}` over {}", workload.id, job.source);
        return Ok(Reply::Unsupported { reason });
    }
    let start = Instant::now();
    let sales = Sales::new(workload, &job.dataset);
    *state = Some(State::new(sales, threads));
    let schema = "monto: f64, region: u8, user_id: i64".into();
    Ok(Reply::Loaded { load_ns: elapsed_ns(start), schema })
}

fn hello() -> Hello {
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let build =
        Build { profile: profile.into(), target_features: vec![], allocator: "system".into() };
    Hello::Ready { protocol: PROTOCOL, version: "sabotage".into(), build }
}

/// Runs `work` on an honest clock.
fn timed(work: impl FnOnce() -> Answer) -> Reply {
    let start = Instant::now();
    let answer = work();
    Reply::Ran { wall_ns: elapsed_ns(start), answer }
}

fn elapsed_ns(start: Instant) -> u64 {
    start.elapsed().as_nanos() as u64
}

fn send(message: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line).and_then(|()| out.flush()).context("the supervisor is gone")
}

#[cfg(test)]
mod tests;
