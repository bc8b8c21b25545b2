//! `run`: measure, and write a report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use anyhow::{Context as _, bail};
use datasets::{Table, WORKLOADS, Workload};

use crate::cli::RunArgs;
use crate::data::Data;
use crate::engines::{ENGINES, EngineSpec, suggestion};
use crate::environment::Environment;
use crate::journal::Journal;
use crate::progress::Progress;
use crate::race::{Context, Interrupted, Race};
use crate::record::{Closed, Entry, Header, Plan, Retake, SCHEMA, State};
use crate::report::format;
use crate::workspace::{self, Workers};
use crate::{cluster, journal, report};

use super::{limits, report::find_run};

/// The tables that the workloads read.
pub const TABLES: &[Table] = &[Table::Ventas, Table::Clientes, Table::Entregas];

/// Set by Ctrl-C; the run stops after the sample in progress.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A run that is ready to be measured.
struct Run {
    folder: PathBuf,
    journal: Journal,
    header: Header,
    history: Vec<Entry>,
    workers: Workers,
    data: Vec<Data>,
}

/// Measures what was asked for and writes the report; a resumed run measures what is missing.
///
/// # Errors
///
/// Unknown names, no data, a full disk, or [`Interrupted`]. Engines that fail are part of the
/// report, not errors.
pub fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Relaxed)).context("cannot listen for Ctrl-C")?;
    let root = workspace::root()?;
    let mut run = match &args.resume {
        Some(name) => resume(args, &root, name)?,
        None => start(args, &root)?,
    };
    let outcome = measure(args, &mut run);
    // What was measured gets its report, even if the run did not come to its end.
    let contents = journal::read(&run.folder)?;
    report::write(&contents.header, &contents.entries, &run.folder)?;
    match outcome {
        Ok(()) => {
            print_result(args, &run.folder)?;
            if args.strict { all_well(&contents.entries) } else { Ok(ExitCode::SUCCESS) }
        }
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("interrupted; nothing measured is lost");
            eprintln!("hint: continue with `cargo harness run --resume {}`", run.header.run_id);
            Err(error)
        }
        Err(error) => Err(error),
    }
}

fn start(args: &RunArgs, root: &Path) -> anyhow::Result<Run> {
    let plan = plan(args)?;
    let run_id = match &args.name {
        Some(name) => name.clone(),
        None => jiff::Zoned::now().strftime("%Y-%m-%d-%H%M%S").to_string(),
    };
    let folder = resolve(root, &args.places.reports).join(&run_id);
    if folder.join(journal::JOURNAL_FILE).exists() {
        bail!("run `{run_id}` exists; choose another `--name`, or go on with `--resume {run_id}`");
    }
    cluster::check(&plan)?;
    let workers = workers(args, root, &plan)?;
    let data = data(args, root, &plan, &workers)?;
    let header = Header {
        schema: SCHEMA.into(),
        run_id,
        command: typed_command(),
        started: now(),
        environment: Environment::of_this_machine(root),
        limits: limits::of_this_machine(root, &args.places, &plan.threads, false)?,
        datasets: data.iter().map(Data::card).collect(),
        plan,
    };
    let journal = Journal::create(&folder, &header)?;
    Ok(Run { folder, journal, header, history: vec![], workers, data })
}

/// Opens an earlier run to go on with it. The machine and the data have to be the same.
fn resume(args: &RunArgs, root: &Path, name: &str) -> anyhow::Result<Run> {
    let folder = find_run(&resolve(root, &args.places.reports), name)?;
    let (mut journal, contents) = Journal::resume(&folder)?;
    let header = contents.header;
    let here = Environment::of_this_machine(root);
    if (&here.cpu, here.cores) != (&header.environment.cpu, header.environment.cores) {
        bail!(
            "run `{}` was started on {} with {} processors, this is {} with {}: \
             numbers of two machines do not mix, start a new run",
            header.run_id,
            header.environment.cpu,
            header.environment.cores,
            here.cpu,
            here.cores
        );
    }
    cluster::check(&header.plan)?;
    let workers = workers(args, root, &header.plan)?;
    let data = data(args, root, &header.plan, &workers)?;
    let cards: Vec<_> = data.iter().map(Data::card).collect();
    if cards != header.datasets {
        bail!(
            "run `{}` used other data than this version generates: start a new run",
            header.run_id
        );
    }
    let mut history = contents.entries;
    if !args.retake.is_empty() {
        retake(&args.retake, &history, &mut journal)?;
        history = journal::read(&folder)?.entries;
    }
    Ok(Run { folder, journal, header, history, workers, data })
}

/// Opens the races again that were `asked` for by name, or by `noisy`.
fn retake(asked: &[String], history: &[Entry], journal: &mut Journal) -> anyhow::Result<()> {
    let at = now();
    let mut races = BTreeMap::<String, (Retake, bool)>::new();
    for entry in history {
        if let Entry::Closed(Closed { cell, state, .. }) = entry {
            let race = Retake::of(cell, &at);
            races.entry(format::race(&race)).or_insert((race, false)).1 |= *state == State::Noisy;
        }
    }
    if let Some(unknown) = asked.iter().find(|name| *name != "noisy" && !races.contains_key(*name))
    {
        let example = races.keys().next().map_or("star/memory/10M", String::as_str);
        bail!(
            "the run has no finished race `{unknown}`: name one like `{example}`, or say `noisy`"
        );
    }
    let wanted = |name: &String, is_noisy: bool| {
        asked.iter().any(|asked| asked == name || (is_noisy && asked == "noisy"))
    };
    for (name, (race, is_noisy)) in races {
        if wanted(&name, is_noisy) {
            journal.append(&Entry::Retaken(race))?;
        }
    }
    Ok(())
}

/// This moment as RFC 3339 with offset.
fn now() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn measure(args: &RunArgs, run: &mut Run) -> anyhow::Result<()> {
    let races = races(&run.header.plan, &run.data)?;
    let progress = Progress::new(races.len());
    let scratch = run.folder.join("scratch");
    fs_err::create_dir_all(&scratch)?;
    let mut context = Context {
        plan: &run.header.plan,
        limits: report::limit::best(&run.header, &run.history),
        measure_limits: args.places.limits.is_none(),
        workers: &run.workers,
        memory_limit_bytes: args.memory_limit,
        scratch: scratch.clone(),
        journal: &mut run.journal,
        history: std::mem::take(&mut run.history),
        interrupted: &|| INTERRUPTED.load(Relaxed),
        progress: &|what| progress.step(what),
    };
    let outcome = races.iter().enumerate().try_for_each(|(index, race)| {
        progress.begin(index, &race.name());
        race.run(&mut context)
    });
    progress.finish();
    fs_err::remove_dir_all(&scratch)?;
    outcome
}

/// Every combination of the plan, by size, workload and source.
fn races<'a>(plan: &Plan, data: &'a [Data]) -> anyhow::Result<Vec<Race<'a>>> {
    let mut races = Vec::new();
    for data in data {
        for workload in
            WORKLOADS.iter().filter(|workload| plan.workloads.contains(&workload.id.into()))
        {
            for &source in workload.sources.iter().filter(|source| plan.sources.contains(source)) {
                races.push(Race { workload, source, data, entrants: entrants(plan)? });
            }
        }
    }
    Ok(races)
}

/// Each engine with each thread count that it can use.
fn entrants(plan: &Plan) -> anyhow::Result<Vec<(EngineSpec, usize)>> {
    let mut entrants = Vec::new();
    for name in &plan.engines {
        let engine = EngineSpec::find(name)?;
        let threads = if engine.parallel { plan.threads.as_slice() } else { &[1] };
        entrants.extend(threads.iter().map(|&threads| (engine, threads)));
    }
    Ok(entrants)
}

fn plan(args: &RunArgs) -> anyhow::Result<Plan> {
    let mut sizes = args.sizes.clone();
    sizes.sort_unstable();
    sizes.dedup();
    let dataset = args.knobs.dataset(sizes[0])?;
    if !(args.timeout > 0.0 && args.timeout.is_finite()) {
        bail!("`--timeout` is {}, but must be a positive number of seconds", args.timeout);
    }
    Ok(Plan {
        sizes,
        workloads: workloads(&args.workloads)?,
        engines: engines(&args.engines)?,
        sources: args.sources.clone(),
        threads: threads(&args.threads)?,
        samples: args.samples,
        seed: args.seed,
        timeout_s: args.timeout,
        tolerate_noise: args.tolerate_noise,
        cluster: args.cluster.clone(),
        dataset,
    })
}

/// The names of the engines asked for, in the order of [`ENGINES`].
fn engines(asked: &[String]) -> anyhow::Result<Vec<String>> {
    let all = asked.iter().any(|name| name == "all");
    for name in asked.iter().filter(|name| *name != "all") {
        EngineSpec::find(name)?;
    }
    let wanted = |engine: &&EngineSpec| {
        all || if asked.is_empty() {
            engine.default
        } else {
            asked.iter().any(|name| name == engine.name)
        }
    };
    let listed = ENGINES.iter().filter(wanted).map(|engine| engine.name.to_owned());
    let unlisted = asked
        .iter()
        .filter(|name| *name != "all" && ENGINES.iter().all(|engine| engine.name != name.as_str()));
    Ok(listed.chain(unlisted.cloned()).collect())
}

fn workloads(asked: &[String]) -> anyhow::Result<Vec<String>> {
    let ids = WORKLOADS.iter().map(|workload| workload.id);
    if let Some(unknown) = asked.iter().find(|id| Workload::find(id).is_none()) {
        bail!("unknown workload `{unknown}`{}", suggestion(unknown, ids));
    }
    let wanted = |id: &&str| asked.is_empty() || asked.iter().any(|asked| asked == id);
    Ok(ids.filter(wanted).map(Into::into).collect())
}

fn threads(asked: &[usize]) -> anyhow::Result<Vec<usize>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut threads = if asked.is_empty() { vec![cores] } else { asked.to_vec() };
    threads.sort_unstable();
    threads.dedup();
    match threads.iter().find(|&&threads| threads == 0 || threads > cores) {
        Some(bad) => bail!("`--threads` is {bad}, but this machine has 1 to {cores}"),
        None => Ok(threads),
    }
}

fn workers(args: &RunArgs, root: &Path, plan: &Plan) -> anyhow::Result<Workers> {
    match &args.places.workers {
        Some(folder) => Ok(Workers::ready(folder.clone())),
        None => {
            let engines: Vec<EngineSpec> = plan
                .engines
                .iter()
                .map(|name| EngineSpec::find(name))
                .collect::<anyhow::Result<_>>()?;
            Workers::build(root, &engines)
        }
    }
}

fn data(args: &RunArgs, root: &Path, plan: &Plan, workers: &Workers) -> anyhow::Result<Vec<Data>> {
    let folder = resolve(root, &args.places.data);
    let ensure = |&rows: &u64| {
        let dataset = datasets::Dataset { rows, ..plan.dataset.clone() };
        Data::ensure(&workers.datagen(), &dataset, TABLES, &folder, false)
    };
    plan.sizes.iter().map(ensure).collect()
}

/// Relative places are meant from the root of the workspace, wherever the command is typed.
pub fn resolve(root: &Path, place: &Path) -> PathBuf {
    root.join(place)
}

/// The command as it was typed, with the alias in place of the program's path.
fn typed_command() -> String {
    std::iter::once("cargo harness".to_owned())
        .chain(std::env::args().skip(1))
        .collect::<Vec<_>>()
        .join(" ")
}

fn print_result(args: &RunArgs, folder: &Path) -> anyhow::Result<()> {
    if args.json {
        print!("{}", fs_err::read_to_string(folder.join("summary.json"))?);
    } else {
        println!("{}", folder.join("report.md").display());
    }
    Ok(())
}

/// Names the first cell that went wrong, if any did.
fn all_well(entries: &[Entry]) -> anyhow::Result<ExitCode> {
    let wrong = entries.iter().find_map(|entry| match entry {
        Entry::Closed(closed) if !matches!(closed.state, State::Ok | State::Unsupported) => {
            Some(closed)
        }
        _ => None,
    });
    let Some(Closed { cell, state, reason }) = wrong else { return Ok(ExitCode::SUCCESS) };
    bail!(
        "`{}` ended as {} in {} from {} over {} rows: {}",
        cell.engine,
        state.name(),
        cell.workload,
        cell.source,
        cell.rows,
        reason.as_deref().unwrap_or("no reason given")
    )
}
