//! `cargo ex check`: the gatekeeper for authors. An exercise that passes it teaches what it says.
//!
//! Every version of an exercise (its starter, its reference, each wrong solution) is compiled in one
//! call of cargo and run. What became of a version is remembered until something that it consists of
//! changes, so that only what an author touched is built again.

mod build;
mod expectations;
mod lints;
mod memo;
mod names;
mod versions;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Args;
use serde::Serialize;

use crate::catalog::{self, Entry};
use crate::cmd::{Context, UsageError};
use crate::origin::{self, Origin};
use crate::wrong::{self, MISCONCEPTIONS, Misconceptions, Wrong};
use crate::{cargo, starter};

use memo::{Memo, Record};
use versions::{Kind, Version};

/// How the file of misconceptions begins.
const RECORDED: &str = "# Written by `cargo ex check --record` from the wrong solutions.\n\n";

/// What is wrong with an exercise, one sentence each.
type Problems = Vec<String>;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The exercises to check, or sections such as 16.2. Default: all.
    ids: Vec<String>,
    /// Skip the exercises that link an engine.
    #[arg(long)]
    light: bool,
    /// Check only that the wrong solutions are caught.
    #[arg(long)]
    wrong: bool,
    /// Build and run again what has not changed.
    #[arg(long)]
    all: bool,
    /// Write down what the wrong solutions do, for the hints that students get.
    #[arg(long)]
    record: bool,
    /// Fail if this machine cannot run a test, for want of Python for example.
    #[arg(long)]
    strict: bool,
}

/// What came of an exercise.
#[derive(Debug, Serialize)]
struct Verdict<'a> {
    id: &'a str,
    problems: Problems,
    wrong_solutions: usize,
    caught: usize,
    /// Wrong solutions whose test this machine cannot run.
    not_run: usize,
}

#[derive(Debug, Serialize)]
struct Json<'a> {
    schema: &'static str,
    exercises: &'a [Verdict<'a>],
}

/// An exercise under inspection.
struct Subject<'a> {
    entry: &'a Entry,
    /// With the marks for authors.
    reference: String,
    starter: String,
    wrong: Vec<Wrong>,
}

/// Checks the named exercises, or all of them, and prints what is wrong with each.
pub(crate) fn run(context: &Context, options: &Options) -> anyhow::Result<bool> {
    let started = Instant::now();
    let root = &context.catalog.root;
    if Origin::load(root)?.is_some() {
        bail!(UsageError(
            "a student's copy has no solutions to check\n\nhint: run `cargo ex check` in the course"
                .to_owned()
        ));
    }
    if options.record && other_seed().is_some() {
        bail!(UsageError("`--record` needs the default data: unset WORKBOOK_SEED".to_owned()));
    }
    let mut verdicts = Vec::new();
    let mut subjects = Vec::new();
    for entry in selected(context, options)? {
        match Subject::load(root, entry) {
            Ok(subject) => subjects.push(subject),
            Err(error) => verdicts.push(Verdict::unreadable(entry, &error)),
        }
    }
    let versions = versions::of(context, &subjects, options.wrong)?;
    let memo = build(context, options, &versions)?;
    let badly_formatted =
        if options.wrong { vec![] } else { lints::badly_formatted(root, &subjects)? };
    for subject in &subjects {
        let own = versions.iter().filter(|version| version.id() == subject.id());
        let records: Vec<_> = own.map(|version| (version.kind, memo.of(version))).collect();
        let inspection = Inspection { root, options, subject, records };
        verdicts.push(inspection.verdict(&badly_formatted)?);
    }
    memo.save()?;
    let position = |id: &str| context.catalog.entries.iter().position(|e| e.exercise.id == id);
    verdicts.sort_by_key(|verdict| position(verdict.id));
    show(context, &verdicts, started)?;
    Ok(verdicts.iter().all(|verdict| verdict.problems.is_empty()))
}

/// The seed of the tests' data, if it is not the default. Solutions and wrong solutions have to stay
/// what they are with any.
fn other_seed() -> Option<String> {
    std::env::var("WORKBOOK_SEED").ok()
}

/// Builds and runs what is not known, and returns what became of every version.
fn build(context: &Context, options: &Options, versions: &[Version<'_>]) -> anyhow::Result<Memo> {
    let target_dir = cargo::target_dir(&context.catalog.root)?;
    let mut memo = Memo::load(&target_dir, options.all);
    let unknown: Vec<&Version<'_>> =
        versions.iter().filter(|version| !memo.knows(version)).collect();
    if !unknown.is_empty() {
        eprintln!("{} of {} versions to build", unknown.len(), versions.len());
        build::all(context, &target_dir, &unknown, &mut memo, !options.wrong)?;
    }
    Ok(memo)
}

fn selected<'a>(context: &'a Context, options: &Options) -> anyhow::Result<Vec<&'a Entry>> {
    let all = &context.catalog.entries;
    let mut entries: Vec<&Entry> = Vec::new();
    for id in &options.ids {
        match context.section(id)? {
            Some(section) => {
                let own = |entry: &&Entry| catalog::section(&entry.exercise.id) == section;
                entries.extend(all.iter().filter(own));
            }
            None => entries.push(context.find(id)?),
        }
    }
    if options.ids.is_empty() {
        entries.extend(all);
    }
    entries.retain(|entry| !options.light || entry.exercise.engine.is_none());
    Ok(entries)
}

impl<'a> Subject<'a> {
    fn load(root: &Path, entry: &'a Entry) -> anyhow::Result<Self> {
        let reference = origin::reference(root, entry)?;
        let reference = reference.with_context(|| {
            format!("there is no reference solution `{}`", entry.reference_file().display())
        })?;
        let starter = starter::cut(&reference)?;
        let wrong = wrong::load_all(&root.join(entry.solution_folder()))?;
        Ok(Self { entry, reference, starter, wrong })
    }

    fn id(&self) -> &'a str {
        &self.entry.exercise.id
    }
}

impl<'a> Verdict<'a> {
    fn unreadable(entry: &'a Entry, error: &anyhow::Error) -> Self {
        let problems = vec![format!("{error:#}")];
        Self { id: &entry.exercise.id, problems, wrong_solutions: 0, caught: 0, not_run: 0 }
    }
}

/// An exercise and what became of its versions.
struct Inspection<'a, 'b> {
    root: &'b Path,
    options: &'b Options,
    subject: &'b Subject<'a>,
    records: Vec<(Kind<'b>, &'b Record)>,
}

impl<'a> Inspection<'a, '_> {
    fn verdict(&self, badly_formatted: &[PathBuf]) -> anyhow::Result<Verdict<'a>> {
        let mut problems = Problems::new();
        if !self.options.wrong {
            problems.extend(self.subject.entry.exercise.problems());
            problems.extend(names::problems(self.root, self.subject)?);
            problems.extend(expectations::of_texts(self.root, self.subject)?);
            problems.extend(self.format(badly_formatted));
        }
        for (kind, record) in &self.records {
            match kind {
                Kind::Starter => problems.extend(expectations::of_starter(self.subject, record)),
                Kind::Reference => {
                    problems.extend(expectations::of_reference(record));
                    if self.options.strict {
                        problems.extend(expectations::not_run(record));
                    }
                }
                Kind::Wrong(_) => {}
            }
        }
        let known = self.misconceptions(&mut problems)?;
        let mut verdict =
            Verdict { id: self.subject.id(), problems, wrong_solutions: 0, caught: 0, not_run: 0 };
        for (kind, record) in &self.records {
            let Kind::Wrong(wrong) = kind else { continue };
            verdict.wrong_solutions += 1;
            if record.did_not_run(&wrong.fails) {
                verdict.not_run += 1;
                continue;
            }
            let own = expectations::of_wrong(wrong, record, &known);
            verdict.caught += usize::from(own.is_empty());
            let own = own.into_iter().map(|text| format!("wrong/{}.rs: {text}", wrong.name));
            verdict.problems.extend(own);
        }
        Ok(verdict)
    }

    fn format(&self, badly_formatted: &[PathBuf]) -> Problems {
        let entry = self.subject.entry;
        let folders = [entry.exercise_folder(), entry.solution_folder()];
        let relative = badly_formatted.iter().filter_map(|path| path.strip_prefix(self.root).ok());
        let own = relative.filter(|path| folders.iter().any(|folder| path.starts_with(folder)));
        own.map(|path| format!("not formatted: {}", path.display())).collect()
    }

    /// What the wrong solutions do, which must be what is written down, unless it is now.
    fn misconceptions(&self, problems: &mut Problems) -> anyhow::Result<Misconceptions> {
        let folder = self.root.join(self.subject.entry.exercise_folder());
        let recorded = Misconceptions::load(&folder)?;
        let found = expectations::misconceptions(self.subject, &self.records, &recorded);
        if other_seed().is_some() {
            // What tests say depends on the data.
            return Ok(found);
        }
        if found != recorded && self.options.record {
            let text = RECORDED.to_owned() + &toml::to_string(&found)?;
            origin::write(&folder.join(MISCONCEPTIONS), text)?;
        } else if expectations::is_stale(&recorded, &found) {
            let id = self.subject.id();
            problems.push(format!("{MISCONCEPTIONS} is stale: cargo ex check --record {id}"));
        }
        Ok(found)
    }
}

fn show(context: &Context, verdicts: &[Verdict<'_>], started: Instant) -> anyhow::Result<()> {
    if context.json {
        let json = Json { schema: "workbook/check/1", exercises: verdicts };
        println!("{}", serde_json::to_string_pretty(&json)?);
        return Ok(());
    }
    for Verdict { id, problems, wrong_solutions, caught, not_run } in verdicts {
        let word = match problems.len() {
            0 => context.style.green("sound"),
            1 => context.style.red("1 problem"),
            n => context.style.red(&format!("{n} problems")),
        };
        let not_run = match not_run {
            0 => String::new(),
            n => format!(", {n} cannot run on this machine"),
        };
        println!("{id:<7} {word}; {caught} of {wrong_solutions} wrong solutions caught{not_run}");
        problems.iter().for_each(|problem| println!("  {}", problem.replace('\n', "\n    ")));
    }
    let sum = |count: fn(&Verdict<'_>) -> usize| verdicts.iter().map(count).sum::<usize>();
    println!(
        "\n{} of {} exercises sound, {} of {} wrong solutions caught, {:.1} s",
        sum(|verdict| usize::from(verdict.problems.is_empty())),
        verdicts.len(),
        sum(|verdict| verdict.caught),
        sum(|verdict| verdict.wrong_solutions),
        started.elapsed().as_secs_f64(),
    );
    Ok(())
}
