//! One race: several engines, one workload, one source, one size.
//!
//! The engines take turns in randomised blocks, so that whatever the machine does in the meantime
//! happens to all of them. One engine has a twin, a second worker of the same kind: what differs
//! between the two is noise, and no smaller difference between engines is believed.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::Duration;

use datasets::{Accuracy, Answer, ExactAnswer, Source, Stream, Table, Workload};
use harness_protocol::{Job, Reply};

use crate::data::{self, Data};
use crate::engines::EngineSpec;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::noise::NoiseMeter;
use crate::plausibility;
use crate::record::{Cell, Closed, Entry, Loaded, Noise, Phase, Plan, Sample, State};
use crate::report::limit;
use crate::statistics::median_interval;
use crate::system::{self, Memory};
use crate::worker::{Exchange, Failure, Worker};
use crate::workspace::Workers;

/// Runs slower than the first number of seconds get only as many samples as the second.
const SLOW_CELLS: [(f64, u32); 2] = [(60.0, 3), (5.0, 5)];

/// Warm-up ends when three runs in a row differ by less than this (coefficient of variation), or
/// after as many runs or seconds as below.
const WARM_CV: f64 = 0.01;
const WARM_RUNS: usize = 8;
const WARM_SECONDS: f64 = 2.0;

/// Cells whose interval is wider than this share of their median get more samples, as long as the
/// race has used less than the seconds below for it.
const WIDE_INTERVAL: f64 = 0.02;
const EXTRA_SECONDS: f64 = 2.0;

/// At most this many times the samples that were asked for.
const MOST_BLOCKS: u32 = 3;

/// A cell with more than this share of dirty samples is noisy.
const NOISY_SHARE: f64 = 0.30;

/// A bound that [`plausibility`] cannot hold against an engine reading compressed files: it may map
/// them into memory instead of copying them.
const PARQUET_BOUND_SHARE: f64 = 0.25;

/// What every race of a run shares.
pub struct Context<'a> {
    pub plan: &'a Plan,
    /// The best known so far.
    pub limits: Limits,
    /// Whether to measure the read rate again after each race.
    pub measure_limits: bool,
    pub workers: &'a Workers,
    pub memory_limit_bytes: Option<u64>,
    /// Folder for the files that engines write.
    pub scratch: PathBuf,
    pub journal: &'a mut Journal,
    /// What the journal holds.
    pub history: Vec<Entry>,
    /// Whether the user wants to stop.
    pub interrupted: &'a dyn Fn() -> bool,
    /// Told what is going on.
    pub progress: &'a dyn Fn(&str),
}

pub struct Race<'a> {
    pub workload: &'static Workload,
    pub source: Source,
    pub data: &'a Data,
    pub entrants: Vec<(EngineSpec, usize)>,
}

/// The user pressed Ctrl-C: everything measured is in the journal.
#[derive(Debug, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

/// An engine that has not finished its cell.
struct Waiting {
    spec: EngineSpec,
    cell: Cell,
    /// Whether it ran out of memory beside others, and now gets all of it.
    alone: bool,
}

/// A worker in a race.
struct Lane {
    spec: EngineSpec,
    cell: Cell,
    alone: bool,
    phase: Phase,
    worker: Worker,
    /// Every sample of this phase so far, those from before a resumption included.
    samples: Vec<Sample>,
    warm_ups: Vec<f64>,
    /// Resident memory after its last run, and the highest of all runs so far.
    memory: Memory,
    /// Whether a cluster does the work, and the worker only waits for it.
    on_cluster: bool,
    out: Option<Failure>,
}

impl Race<'_> {
    /// Runs every cell that is not finished yet.
    ///
    /// # Errors
    ///
    /// [`Interrupted`], or if the journal cannot be written. What goes wrong with an engine is the
    /// state of its cell, not an error.
    pub fn run(&self, context: &mut Context) -> anyhow::Result<()> {
        let finished = finished_cells(&context.history);
        let mut waiting: VecDeque<Waiting> = self
            .entrants
            .iter()
            .map(|(spec, threads)| (*spec, self.cell(spec, *threads)))
            .filter(|(_, cell)| !finished.contains(cell))
            .map(|(spec, cell)| Waiting { spec, cell, alone: false })
            .collect();
        while !waiting.is_empty() {
            let mut lanes = self.start_lanes(context, &mut waiting)?;
            if lanes.is_empty() {
                continue;
            }
            self.add_twin(context, &mut lanes)?;
            self.measure(context, &mut lanes)?;
            waiting.extend(crowded_out(&mut lanes));
            self.close(context, lanes)?;
            self.measure_limits_again(context)?;
        }
        context.journal.sync()
    }

    fn measure_limits_again(&self, context: &mut Context) -> anyhow::Result<()> {
        if self.source != Source::Memory || !context.measure_limits {
            return Ok(());
        }
        (context.progress)("measuring memory again");
        for rate in context.limits.measure_read_again(self.bytes_needed()) {
            context.limits.keep_best(&rate);
            context.append(Entry::Read(rate))?;
        }
        Ok(())
    }

    /// What the race is about, for the progress line.
    pub fn name(&self) -> String {
        let rows = self.data.manifest.dataset.rows;
        format!("{rows} rows, {} from {}", self.workload.id, self.source)
    }

    fn cell(&self, spec: &EngineSpec, threads: usize) -> Cell {
        Cell {
            rows: self.data.manifest.dataset.rows,
            workload: self.workload.id.into(),
            source: self.source,
            engine: spec.name.into(),
            threads,
        }
    }

    /// Starts, loads and warms up as many of the `waiting` as fit into memory together. One that runs
    /// out of memory while others hold some waits for another try alone.
    fn start_lanes(
        &self,
        context: &mut Context,
        waiting: &mut VecDeque<Waiting>,
    ) -> anyhow::Result<Vec<Lane>> {
        let mut lanes: Vec<Lane> = Vec::new();
        while lanes.iter().all(|lane| !lane.alone)
            && let Some(next) = waiting.pop_front_if(|next| lanes.is_empty() || !next.alone)
        {
            stop_if_interrupted(context)?;
            if let Some(shortage) = self.memory_shortage(context, &lanes) {
                if lanes.is_empty() {
                    let failure = Failure::new(State::Skipped, shortage);
                    close_cell(context, &next.cell, Some(&failure))?;
                } else {
                    waiting.push_front(next);
                }
                break;
            }
            (context.progress)(&format!("loading {}", next.cell.engine));
            match self.start_lane(context, &next, Phase::Measure) {
                Ok((mut lane, loaded)) => {
                    context.append(Entry::Loaded(loaded))?;
                    self.warm_up(context, &mut lane)?;
                    lanes.push(lane);
                }
                Err(failure) if failure.state == State::Oom && !lanes.is_empty() => {
                    waiting.push_back(Waiting { alone: true, ..next });
                }
                Err(failure) => close_cell(context, &next.cell, Some(&failure))?,
            }
        }
        Ok(lanes)
    }

    fn start_lane(
        &self,
        context: &Context,
        next: &Waiting,
        phase: Phase,
    ) -> Result<(Lane, Loaded), Failure> {
        let Waiting { spec, cell, alone } = next;
        let program =
            context.workers.of(spec).map_err(|reason| Failure::new(State::Skipped, reason))?;
        // Without a limit of its own, a worker may take what is there, but not push others out.
        let memory_limit =
            context.memory_limit_bytes.unwrap_or_else(system::available_memory_bytes);
        let cluster = context.plan.cluster.as_deref().filter(|_| spec.takes_cluster);
        let (name, threads) = (spec.worker_name(), cell.threads);
        let mut worker = Worker::start(&program, name, threads, cluster, Some(memory_limit))?;
        let (schema, load_ns, memory) = worker.load(&self.job(context, cell), timeout(context))?;
        // What a cluster holds and reads is not seen from here.
        let seen = |bytes: u64| if cluster.is_some() { 0 } else { bytes };
        let loaded = Loaded {
            cell: cell.clone(),
            version: worker.version.clone(),
            build: worker.build.clone(),
            schema,
            load_ns,
            resident_bytes: seen(memory.resident_bytes),
            bytes_needed: seen(self.bytes_needed()),
        };
        let lane = Lane {
            spec: *spec,
            cell: cell.clone(),
            alone: *alone,
            phase,
            worker,
            samples: past_samples(&context.history, cell, phase),
            warm_ups: vec![],
            memory,
            on_cluster: cluster.is_some(),
            out: None,
        };
        Ok((lane, loaded))
    }

    fn job(&self, context: &Context, cell: &Cell) -> Job {
        let name = format!("{}-{}-{}.parquet", cell.workload, cell.engine, cell.threads);
        Job {
            workload: self.workload.id.into(),
            source: self.source,
            dataset: self.data.manifest.dataset.clone(),
            tables: self.data.tables(self.workload),
            output: context.scratch.join(name.replace(':', "-")),
        }
    }

    /// The fewest bytes that any engine has to read.
    fn bytes_needed(&self) -> u64 {
        match self.source {
            Source::Memory => self.workload.bytes_in_memory(&self.data.manifest.dataset),
            Source::Parquet => self.data.parquet_bytes(self.workload),
        }
    }

    /// Why one more worker does not fit into memory, if it does not. It may need as much as any worker
    /// has needed so far, and then one of those may grow again to what it needed. Of what is free, a
    /// part stays free: a system that has to search for memory does not measure anything else.
    fn memory_shortage(&self, context: &Context, lanes: &[Lane]) -> Option<String> {
        let at_least = self.bytes_as_loaded() * 5 / 2 + (256 << 20);
        let most = |bytes: fn(&Memory) -> u64| lanes.iter().map(|lane| bytes(&lane.memory)).max();
        let needed = at_least.max(most(|memory| memory.peak_bytes).unwrap_or(0));
        let growth = most(|memory| memory.peak_bytes.saturating_sub(memory.resident_bytes));
        let needed = needed + growth.unwrap_or(0);
        let available = system::available_memory_bytes() / 8 * 7;
        let available = context.memory_limit_bytes.unwrap_or(u64::MAX).min(available);
        (needed > available).then(|| {
            let gib = |bytes: u64| bytes as f64 / f64::from(1 << 30);
            format!("needs about {:.1} GiB of memory, {:.1} are free", gib(needed), gib(available))
        })
    }

    /// Bytes of the columns as engines usually hold them: text as 16-byte views.
    fn bytes_as_loaded(&self) -> u64 {
        let dataset = &self.data.manifest.dataset;
        let width = |table: &Table, column: &str| match table.width_bytes(column) {
            1 => 16,
            width => width,
        };
        let of_table = |(table, columns): &(Table, &[&str])| {
            let row: u64 = columns.iter().map(|column| width(table, column)).sum();
            table.rows(dataset) * row
        };
        self.workload.reads.iter().map(of_table).sum()
    }

    /// Starts a second worker for one of the lanes, chosen by the seed. Does without if it fails, or if
    /// the only lane needs the memory for itself.
    fn add_twin(&self, context: &mut Context, lanes: &mut Vec<Lane>) -> anyhow::Result<()> {
        if lanes[0].alone || self.memory_shortage(context, lanes).is_some() {
            return Ok(());
        }
        let chosen = self.stream(context).below(u64::MAX, lanes.len() as u64) as usize;
        let Lane { spec, ref cell, .. } = lanes[chosen];
        let twin = Waiting { spec, cell: cell.clone(), alone: false };
        if let Ok((mut lane, _)) = self.start_lane(context, &twin, Phase::Twin) {
            self.warm_up(context, &mut lane)?;
            lanes.push(lane);
        }
        Ok(())
    }

    /// The answer gate and the warm-up: every variant has to be right before anything counts.
    fn warm_up(&self, context: &mut Context, lane: &mut Lane) -> anyhow::Result<()> {
        let variants = self.workload.literals.len();
        (context.progress)(&format!("warming up {}", lane.cell.engine));
        let recorded = past_samples(&context.history, &lane.cell, Phase::WarmUp).len();
        let mut noise = NoiseMeter::new(context.plan_cores());
        for run in 0.. {
            let gated = run >= variants || is_slow(&lane.warm_ups);
            if gated && is_warm(&lane.warm_ups) {
                break;
            }
            stop_if_interrupted(context)?;
            let place = Place { block: (recorded + run) as u32, order: 0, variant: run % variants };
            match self.take_sample(context, lane, &mut noise, place) {
                Ok(mut sample) => {
                    lane.warm_ups.push(sample.wall_ns as f64 / 1e9);
                    if lane.phase == Phase::Measure {
                        sample.phase = Phase::WarmUp;
                        context.append(Entry::Sample(sample))?;
                    }
                }
                Err(failure) => {
                    lane.out = Some(failure);
                    break;
                }
            }
        }
        Ok(())
    }

    fn measure(&self, context: &mut Context, lanes: &mut [Lane]) -> anyhow::Result<()> {
        let mut noise = NoiseMeter::new(context.plan_cores());
        let mut extra_s = 0.0;
        for block in 0..context.plan.samples * MOST_BLOCKS {
            let extra = block >= context.plan.samples;
            let wanting: Vec<bool> = lanes
                .iter()
                .map(|lane| lane.wants(block, context.plan.samples, extra_s < EXTRA_SECONDS))
                .collect();
            if !wanting.contains(&true) {
                break;
            }
            (context.progress)(&format!("block {}", block + 1));
            let variant = block as usize % self.workload.literals.len();
            for (order, index) in self.order(context, block, lanes.len()).into_iter().enumerate() {
                let lane = &mut lanes[index];
                if !wanting[index] || lane.has_block(block) {
                    continue;
                }
                stop_if_interrupted(context)?;
                let place = Place { block, order: order as u32, variant };
                match self.take_sample(context, lane, &mut noise, place) {
                    Ok(sample) => {
                        if extra {
                            extra_s += sample.round_trip_ns as f64 / 1e9;
                        }
                        context.append(Entry::Sample(sample.clone()))?;
                        lane.samples.push(sample);
                    }
                    Err(failure) => lane.out = Some(failure),
                }
            }
        }
        Ok(())
    }

    /// The order of the lanes in a block: a seeded shuffle (Fisher and Yates).
    fn order(&self, context: &Context, block: u32, lanes: usize) -> Vec<usize> {
        let stream = self.stream(context);
        let mut order: Vec<usize> = (0..lanes).collect();
        for i in (1..lanes).rev() {
            let draw = u64::from(block) * 1_000 + i as u64;
            order.swap(i, stream.below(draw, i as u64 + 1) as usize);
        }
        order
    }

    /// The random numbers of this race.
    fn stream(&self, context: &Context) -> Stream {
        let rows = self.data.manifest.dataset.rows;
        let name = format!("{}/{}/{rows}", self.workload.id, self.source);
        Stream::new(context.plan.seed, &name)
    }

    fn take_sample(
        &self,
        context: &Context,
        lane: &mut Lane,
        noise: &mut NoiseMeter,
        place: Place,
    ) -> Result<Sample, Failure> {
        let mut exchange = lane.worker.run(place.variant, timeout(context))?;
        lane.memory.resident_bytes = exchange.memory.resident_bytes;
        lane.memory.peak_bytes = lane.memory.peak_bytes.max(exchange.memory.peak_bytes);
        let mut noise = noise.judge(exchange.usage.cpu_ns);
        noise.dirty &= !context.plan.tolerate_noise;
        if lane.on_cluster {
            (exchange.usage, exchange.memory) = Default::default();
        }
        let (wall_ns, accuracy) = self.check(context, lane, &exchange.reply, place.variant)?;
        Ok(sample(lane, place, &exchange, wall_ns, accuracy, noise))
    }

    /// Compares the answer with the proven one; every single run has to be right.
    fn check(
        &self,
        context: &Context,
        lane: &Lane,
        reply: &Reply,
        variant: usize,
    ) -> Result<(u64, Accuracy), Failure> {
        let (wall_ns, answer) = match reply {
            Reply::Ran { wall_ns, answer } => (*wall_ns, answer.clone()),
            Reply::Wrote { wall_ns } => (*wall_ns, self.written_answer(context, lane)?),
            other => unreachable!("`Worker::run` lets nothing else through: {other:?}"),
        };
        let accuracy = self.exact(variant).check(&answer).map_err(|mismatch| {
            let literal = self.workload.literals[variant];
            Failure::new(State::WrongAnswer, format!("with literal {literal}: {mismatch}"))
        })?;
        Ok((wall_ns, accuracy))
    }

    fn exact(&self, variant: usize) -> &ExactAnswer {
        &self.data.manifest.answers[self.workload.id][variant]
    }

    /// Reads the file that the engine wrote, and removes it, so that the next run cannot pass with
    /// the file of this one.
    fn written_answer(&self, context: &Context, lane: &Lane) -> Result<Answer, Failure> {
        let path = self.job(context, &lane.cell).output;
        let answer = data::read_answer(&context.workers.datagen(), &path)
            .map_err(|error| Failure::new(State::WrongAnswer, format!("{error:#}")))?;
        remove_output(&path);
        Ok(answer)
    }

    fn close(&self, context: &mut Context, lanes: Vec<Lane>) -> anyhow::Result<()> {
        for lane in lanes.iter().filter(|lane| lane.phase == Phase::Measure) {
            let failure = lane.out.clone().or_else(|| self.verdict(context, lane));
            close_cell(context, &lane.cell, failure.as_ref())?;
        }
        Ok(())
    }

    fn verdict(&self, context: &Context, lane: &Lane) -> Option<Failure> {
        let (allowed, threads) = (lane.worker.processors_allowed(), lane.cell.threads);
        if allowed > threads {
            let reason = format!("took {allowed} processors, but only {threads} are allowed");
            return Some(Failure::new(State::WrongAnswer, reason));
        }
        let share = match self.source {
            Source::Memory => 1.0,
            Source::Parquet => PARQUET_BOUND_SHARE,
        };
        let bound = limit::bound(&context.limits, &lane.cell, self.bytes_needed());
        // A cluster may have more processors and memory than this machine.
        let bound_s = bound.filter(|_| !lane.on_cluster).map(|bound| bound.seconds * share);
        if let Some(objection) = plausibility::objection(&lane.cell, &lane.samples, bound_s) {
            return Some(Failure::new(State::WrongAnswer, objection));
        }
        let dirty = lane.samples.iter().filter(|sample| sample.noise.dirty).count();
        (dirty as f64 > NOISY_SHARE * lane.samples.len() as f64).then(|| {
            let all = lane.samples.len();
            Failure::new(
                State::Noisy,
                format!("{dirty} of {all} samples were disturbed by other processes"),
            )
        })
    }
}

/// Where a sample stands in the schedule.
#[derive(Debug, Clone, Copy)]
struct Place {
    block: u32,
    order: u32,
    variant: usize,
}

impl Lane {
    /// Whether this lane takes part in `block`. Beyond the samples asked for, it does so to replace
    /// dirty ones, or to narrow a wide interval while there is time for it.
    fn wants(&self, block: u32, asked: u32, time_left: bool) -> bool {
        let quota = quota(&self.warm_ups, asked);
        if self.out.is_some() {
            false
        } else if block < quota {
            true
        } else if quota < asked {
            // A slow cell: replacing its samples would take too long.
            false
        } else {
            let clean = self.clean_seconds();
            clean.len() < quota as usize || (time_left && is_wide(&clean))
        }
    }

    fn has_block(&self, block: u32) -> bool {
        self.samples.iter().any(|sample| sample.block == block)
    }

    fn clean_seconds(&self) -> Vec<f64> {
        let clean = self.samples.iter().filter(|sample| !sample.noise.dirty);
        clean.map(|sample| sample.wall_ns as f64 / 1e9).collect()
    }
}

impl Context<'_> {
    fn append(&mut self, entry: Entry) -> anyhow::Result<()> {
        self.journal.append(&entry)?;
        self.history.push(entry);
        Ok(())
    }

    fn plan_cores(&self) -> usize {
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

/// Takes out the lanes that ran out of memory while others held some: that is not their fault alone.
fn crowded_out(lanes: &mut Vec<Lane>) -> Vec<Waiting> {
    if lanes.len() == 1 {
        return vec![];
    }
    let ran_out = |lane: &mut Lane| {
        let state = lane.out.as_ref().map(|failure| failure.state);
        lane.phase == Phase::Measure && state == Some(State::Oom)
    };
    let out = lanes.extract_if(.., ran_out);
    out.map(|Lane { spec, cell, .. }| Waiting { spec, cell, alone: true }).collect()
}

/// How many samples a cell gets, by the time of its last warm-up run.
fn quota(warm_ups: &[f64], asked: u32) -> u32 {
    let last_s = warm_ups.last().copied().unwrap_or(0.0);
    let slow = SLOW_CELLS.into_iter().find(|(limit_s, _)| last_s > *limit_s);
    slow.map_or(asked, |(_, samples)| samples.min(asked))
}

/// Whether one run of the gate has to do, because each takes long. The samples that follow are
/// checked as well.
fn is_slow(warm_ups: &[f64]) -> bool {
    quota(warm_ups, u32::MAX) < u32::MAX
}

fn is_warm(seconds: &[f64]) -> bool {
    if seconds.len() >= WARM_RUNS || seconds.iter().sum::<f64>() >= WARM_SECONDS {
        return true;
    }
    let Some(last) = seconds.last_chunk::<3>() else { return false };
    let mean = last.iter().sum::<f64>() / 3.0;
    let variance = last.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / 2.0;
    variance.sqrt() < WARM_CV * mean
}

fn is_wide(seconds: &[f64]) -> bool {
    median_interval(seconds)
        .is_none_or(|interval| interval.high - interval.low > 2.0 * WIDE_INTERVAL * interval.low)
}

fn sample(
    lane: &Lane,
    place: Place,
    exchange: &Exchange,
    wall_ns: u64,
    accuracy: Accuracy,
    noise: Noise,
) -> Sample {
    Sample {
        cell: lane.cell.clone(),
        phase: lane.phase,
        block: place.block,
        order: place.order,
        variant: place.variant,
        wall_ns,
        round_trip_ns: exchange.round_trip_ns,
        cpu_ns: exchange.usage.cpu_ns,
        peak_bytes: exchange.memory.peak_bytes,
        read_bytes: exchange.usage.read_bytes,
        storage_bytes: exchange.usage.storage_bytes,
        minor_faults: exchange.usage.minor_faults,
        major_faults: exchange.usage.major_faults,
        accuracy,
        noise,
    }
}

fn timeout(context: &Context) -> Duration {
    Duration::from_secs_f64(context.plan.timeout_s)
}

fn stop_if_interrupted(context: &Context) -> anyhow::Result<()> {
    if (context.interrupted)() { Err(Interrupted.into()) } else { Ok(()) }
}

fn close_cell(context: &mut Context, cell: &Cell, failure: Option<&Failure>) -> anyhow::Result<()> {
    let state = failure.map_or(State::Ok, |failure| failure.state);
    let reason = failure.map(|failure| failure.reason.clone());
    context.append(Entry::Closed(Closed { cell: cell.clone(), state, reason }))
}

/// The cells that a journal has closed.
pub fn finished_cells(history: &[Entry]) -> BTreeSet<Cell> {
    let closed = history.iter().filter_map(|entry| match entry {
        Entry::Closed(closed) => Some(closed.cell.clone()),
        _ => None,
    });
    closed.collect()
}

fn past_samples(history: &[Entry], cell: &Cell, phase: Phase) -> Vec<Sample> {
    let samples = history.iter().filter_map(|entry| match entry {
        Entry::Sample(sample) if sample.cell == *cell && sample.phase == phase => {
            Some(sample.clone())
        }
        _ => None,
    });
    samples.collect()
}

fn remove_output(path: &Path) {
    // If it cannot be removed, the next run overwrites it or fails its check.
    let _ = fs_err::remove_file(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_cells_get_fewer_samples_but_never_more_than_asked() {
        assert_eq!(quota(&[0.1], 10), 10);
        assert_eq!(quota(&[9.0, 6.0], 10), 5);
        assert_eq!(quota(&[61.0], 10), 3);
        assert_eq!(quota(&[61.0], 2), 2);
    }

    #[test]
    fn warm_up_ends_when_runs_agree_or_take_too_long() {
        assert!(!is_warm(&[0.010, 0.011]));
        assert!(is_warm(&[0.5, 0.0100, 0.0100, 0.01001]));
        assert!(!is_warm(&[0.010, 0.011, 0.012]));
        assert!(is_warm(&[2.5]));
        assert!(is_warm(&[0.1; WARM_RUNS]));
    }
}
