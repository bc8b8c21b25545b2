//! The root `Cargo.toml` of a copy, made from that of the course: the same versions, features, lints
//! and profiles for fewer members.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use toml::Table;

/// `packages` are the members of the copy: name by folder.
///
/// # Errors
///
/// The manifest of the course cannot be read.
pub(super) fn of_copy(
    course: &str,
    packages: &BTreeMap<PathBuf, String>,
) -> anyhow::Result<String> {
    let parsed: Table = course.parse().context("read Cargo.toml")?;
    let resolver = parsed["workspace"]["resolver"].as_str().context("no `workspace.resolver`")?;
    let mut paragraphs = vec![workspace(resolver, packages)];
    let rest = course.split("\n\n").skip_while(|paragraph| !has_table(paragraph, "workspace"));
    let rest = rest.skip(1).skip_while(|paragraph| !paragraph.lines().any(|l| l.starts_with('[')));
    for paragraph in rest {
        let profile = paragraph.lines().find_map(profiled_package);
        if profile.is_none_or(|name| packages.values().any(|package| package == name)) {
            paragraphs.push(without_missing_packages(paragraph, packages));
        }
    }
    Ok(paragraphs.join("\n\n").trim_end().to_owned() + "\n")
}

fn has_table(paragraph: &str, name: &str) -> bool {
    paragraph.lines().any(|line| line.trim_end() == format!("[{name}]"))
}

/// The beginning of the file.
fn workspace(resolver: &str, packages: &BTreeMap<PathBuf, String>) -> String {
    let own = packages.keys().filter(|folder| !folder.starts_with("exercises"));
    let own: String = own.map(|folder| format!("  \"{}\",\n", slashed(folder))).collect();
    format!(
        "[workspace]\nresolver = \"{resolver}\"\nmembers = [\n  \"exercises/*/*\",\n{own}]\n\
         # What a plain `cargo test` covers: your exercises.\n\
         default-members = [\"exercises/*/*\"]"
    )
}

/// The package of `[profile.dev.package.kernels]`. `"*"` is none.
fn profiled_package(line: &str) -> Option<&str> {
    let name = line.strip_prefix("[profile.")?.split_once(".package.")?.1.strip_suffix(']')?;
    (name != "\"*\"").then_some(name)
}

/// Drops lines such as `kernels = { path = "harness/kernels" }` if the copy has no such folder.
fn without_missing_packages(paragraph: &str, packages: &BTreeMap<PathBuf, String>) -> String {
    let is_missing = |line: &&str| {
        let folder = line.split_once("{ path = \"").and_then(|(_, rest)| rest.split_once('"'));
        folder.is_some_and(|(folder, _)| !packages.contains_key(Path::new(folder)))
    };
    let kept: Vec<&str> = paragraph.lines().filter(|line| !is_missing(line)).collect();
    kept.join("\n")
}

fn slashed(folder: &Path) -> String {
    folder.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_go_and_versions_stay() {
        let course = "[workspace]\nresolver = \"3\"\nmembers = [\n  \"book\",\n]\n\
            # What a plain `cargo test` covers.\ndefault-members = [\"book\"]\n\n\
            [workspace.package]\nedition = \"2024\"\n\n# Versions.\n[workspace.dependencies]\n\
            # Local crates\ndatasets = { path = \"datasets\" }\nkernels = { path = \"harness/kernels\" }\n\n\
            # Arrow\narrow = \"59\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n\n\
            # Fast.\n[profile.dev.package.kernels]\nopt-level = 3\n";
        let packages =
            [("datasets", "datasets"), ("exercises/a/b", "ex-1"), ("workbook", "workbook")];
        let packages = packages.map(|(folder, name)| (PathBuf::from(folder), name.to_owned()));
        let copy = "[workspace]\nresolver = \"3\"\nmembers = [\n  \"exercises/*/*\",\n  \"datasets\",\n  \
            \"workbook\",\n]\n# What a plain `cargo test` covers: your exercises.\n\
            default-members = [\"exercises/*/*\"]\n\n\
            [workspace.package]\nedition = \"2024\"\n\n# Versions.\n[workspace.dependencies]\n\
            # Local crates\ndatasets = { path = \"datasets\" }\n\n\
            # Arrow\narrow = \"59\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n";
        assert_eq!(of_copy(course, &BTreeMap::from(packages)).unwrap(), copy);
    }
}
