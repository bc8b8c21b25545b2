//! Ids, folders and packages.

use std::path::Path;

use anyhow::Context as _;

use super::{Problems, Subject};

/// Folder, id and packages spell the same number, and both packages have the same dependencies.
pub(super) fn problems(root: &Path, subject: &Subject<'_>) -> anyhow::Result<Problems> {
    let (entry, id) = (subject.entry, subject.id());
    let mut problems = Problems::new();
    if entry.id_of_folder().as_deref() != Some(id) {
        problems.push(format!("id `{id}` in folder `{}`", entry.folder.display()));
    }
    let exercise = manifest(root, &entry.exercise_folder())?;
    let solution = manifest(root, &entry.solution_folder())?;
    let packages =
        [(&exercise, entry.package()), (&solution, format!("sol-{}", entry.dashed_id()))];
    for (manifest, name) in packages {
        let found = manifest.get("package").and_then(|package| package.get("name")?.as_str());
        if found != Some(name.as_str()) {
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

fn manifest(root: &Path, folder: &Path) -> anyhow::Result<toml::Table> {
    let path = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(root.join(&path));
    let text = text.with_context(|| format!("read {}", path.display()))?;
    text.parse().with_context(|| format!("read {}", path.display()))
}
