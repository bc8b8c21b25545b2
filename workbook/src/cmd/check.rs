//! `cargo ex check`: the gatekeeper for authors. An exercise that passes it teaches what it says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::cargo::{self, Build, Built, Output};
use crate::catalog::Entry;
use crate::cmd::Context;
use crate::mirror::Mirror;
use crate::starter;
use crate::verdict::{self, Outcome, TestResult};
use crate::wrong::{self, Wrong};

/// What is wrong with an exercise, one sentence each.
type Problems = Vec<String>;

/// Checks the named exercises, or all of them, and prints what is wrong with each.
pub(crate) fn run(context: &Context, ids: &[String], light: bool) -> anyhow::Result<bool> {
    let mirror = Mirror::new(&context.catalog.root, cargo::target_dir(&context.catalog.root)?)?;
    let mut sound = true;
    for entry in selected(context, ids)? {
        let exercise = &entry.exercise;
        if light && exercise.engine.is_some() {
            println!("{}  skipped: it links an engine", exercise.id);
            continue;
        }
        let problems = Checker { context, entry, mirror: &mirror }.problems()?;
        let verdict = match problems.len() {
            0 => context.style.green("sound"),
            1 => context.style.red("1 problem"),
            n => context.style.red(&format!("{n} problems")),
        };
        println!("{}  {verdict}", exercise.id);
        problems.iter().for_each(|problem| println!("  {}", problem.replace('\n', "\n    ")));
        sound &= problems.is_empty();
    }
    Ok(sound)
}

fn selected<'a>(context: &'a Context, ids: &[String]) -> anyhow::Result<Vec<&'a Entry>> {
    if ids.is_empty() {
        return Ok(context.catalog.entries.iter().collect());
    }
    ids.iter().map(|id| context.find(id)).collect()
}

/// One exercise under inspection.
struct Checker<'a> {
    context: &'a Context,
    entry: &'a Entry,
    mirror: &'a Mirror,
}

impl Checker<'_> {
    fn problems(&self) -> anyhow::Result<Problems> {
        let mut problems = self.entry.exercise.problems();
        problems.extend(self.names()?);
        let reference = self.read(&self.entry.reference_file())?;
        let starter = starter::cut(&reference)
            .with_context(|| format!("cut {}", self.entry.reference_file().display()))?;
        if starter != self.read(&self.entry.student_file())? {
            let id = &self.entry.exercise.id;
            problems.push(format!("the student's file is not the starter: cargo ex reset {id}"));
        }
        problems.extend(self.starter(&starter)?);
        problems.extend(self.reference(&reference)?);
        let known = wrong::load_all(&self.context.catalog.root.join(self.entry.solution_folder()))?;
        if known.len() < 3 {
            problems.push(format!("{} wrong solutions, expected 3 or more", known.len()));
        }
        for wrong in &known {
            let problem = self.wrong(wrong, &reference)?;
            problems.extend(problem.map(|text| format!("wrong/{}.rs: {text}", wrong.name)));
        }
        Ok(problems)
    }

    /// Folder, id and packages spell the same number, and both packages have the same dependencies.
    fn names(&self) -> anyhow::Result<Problems> {
        let (entry, id) = (self.entry, &self.entry.exercise.id);
        let mut problems = Problems::new();
        if entry.id_of_folder().as_ref() != Some(id) {
            problems.push(format!("id `{id}` in folder `{}`", entry.folder.display()));
        }
        let exercise = self.manifest(&entry.exercise_folder())?;
        let solution = self.manifest(&entry.solution_folder())?;
        for (manifest, name) in
            [(&exercise, entry.package()), (&solution, format!("sol-{}", entry.dashed_id()))]
        {
            if manifest["package"]["name"].as_str() != Some(name.as_str()) {
                problems.push(format!("the package should have the name `{name}`"));
            }
        }
        for table in ["dependencies", "dev-dependencies"] {
            if exercise.get(table) != solution.get(table) {
                problems.push(format!("exercise and solution differ in `[{table}]`"));
            }
        }
        Ok(problems)
    }

    /// The starter compiles without warnings, and every test waits for the student.
    fn starter(&self, source: &str) -> anyhow::Result<Problems> {
        let name = format!("start-{}", self.entry.dashed_id());
        let folder = self.mirror.add_package(&self.entry.exercise_folder(), &name, source)?;
        let mut problems = self.warnings(&name, "starter")?;
        let outcomes = match self.test(&name, &folder)? {
            Ok(outcomes) => outcomes,
            Err(errors) => return Ok(vec![format!("starter: {errors}")]),
        };
        let names: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.name.as_str()).collect();
        let listed = self.entry.exercise.tests.iter().map(|test| test.name.as_str());
        let listed: BTreeSet<&str> = listed.collect();
        for name in names.symmetric_difference(&listed) {
            problems.push(format!("test `{name}` is not in both `exercise.toml` and `tests.rs`"));
        }
        let passed = outcomes.iter().filter(|outcome| outcome.result == TestResult::Passed);
        problems.extend(passed.map(|outcome| format!("starter: `{}` passes", outcome.name)));
        Ok(problems)
    }

    /// The reference compiles without warnings and passes every test.
    fn reference(&self, source: &str) -> anyhow::Result<Problems> {
        let name = format!("reference-{}", self.entry.dashed_id());
        let folder = self.mirror.add_package(&self.entry.solution_folder(), &name, source)?;
        let mut problems = self.warnings(&name, "reference")?;
        match self.test(&name, &folder)? {
            Ok(outcomes) => {
                let failed = outcomes.iter().filter(|outcome| outcome.result != TestResult::Passed);
                problems.extend(failed.map(|o| format!("reference: `{}`: {:?}", o.name, o.result)));
            }
            Err(errors) => problems.push(format!("reference: {errors}")),
        }
        Ok(problems)
    }

    /// A wrong solution compiles and fails the named test and no other.
    fn wrong(&self, wrong: &Wrong, reference: &str) -> anyhow::Result<Option<String>> {
        let source = match starter::replace_regions(reference, &wrong.source) {
            Ok(source) => source,
            Err(error) => return Ok(Some(format!("{error:#}"))),
        };
        let name = format!("wrong-{}-{}", self.entry.dashed_id(), wrong.name);
        let folder = self.mirror.add_package(&self.entry.solution_folder(), &name, &source)?;
        let outcomes = match self.test(&name, &folder)? {
            Ok(outcomes) => outcomes,
            Err(errors) => return Ok(Some(errors)),
        };
        let failed = outcomes.iter().filter(|outcome| outcome.result != TestResult::Passed);
        let failed: Vec<&str> = failed.map(|outcome| outcome.name.as_str()).collect();
        let expected = [wrong.fails.as_str()];
        Ok((failed != expected).then(|| format!("fails {failed:?}, expected {expected:?}")))
    }

    /// Builds the binary itself, where code that only tests use is dead.
    fn warnings(&self, bin: &str, what: &str) -> anyhow::Result<Problems> {
        Ok(match cargo::build(self.build(bin, false), Output::Hidden)? {
            Built::Executable { warnings, .. } => {
                warnings.into_iter().map(|warning| format!("{what}: {warning}")).collect()
            }
            // The tests will not compile either, which is reported there.
            Built::Failed { .. } => Problems::new(),
        })
    }

    /// Builds and runs the tests of a package in the mirror. Returns the compiler's errors if it does
    /// not compile.
    fn test(&self, bin: &str, folder: &Path) -> anyhow::Result<Result<Vec<Outcome>, String>> {
        match cargo::build(self.build(bin, true), Output::Hidden)? {
            Built::Executable { path, .. } => Ok(Ok(verdict::run_tests(&path, folder)?)),
            Built::Failed { errors } => Ok(Err(format!("does not compile\n{}", errors.join("\n")))),
        }
    }

    fn build<'a>(&'a self, bin: &'a str, tests: bool) -> Build<'a> {
        let Mirror { root, target_dir } = self.mirror;
        Build { root, bin, tests, release: self.context.release, target_dir: Some(target_dir) }
    }

    fn manifest(&self, folder: &Path) -> anyhow::Result<toml::Table> {
        let path = folder.join("Cargo.toml");
        self.read(&path)?.parse().with_context(|| format!("read {}", path.display()))
    }

    fn read(&self, path: &Path) -> anyhow::Result<String> {
        let full = self.context.catalog.root.join(path);
        fs::read_to_string(full).with_context(|| format!("read {}", path.display()))
    }
}
