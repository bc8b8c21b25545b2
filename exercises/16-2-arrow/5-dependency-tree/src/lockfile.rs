//! Reads the lines of a `Cargo.lock`, and has one to read. Complete as it is: nothing to solve here.

/// A real lock file: that of a package `engines` which needs the three engines of this chapter and
/// nothing else.
///
/// ```toml
/// [dependencies]
/// polars = { version = "0.55", features = ["lazy", "parquet", "cloud", "aws"] }
/// datafusion = "55"
/// deltalake = { version = "1.1", features = ["datafusion"] }
/// ```
///
/// `cargo generate-lockfile` of cargo 1.95.0 wrote it on 22 November 2026. It is stored under
/// another name than `Cargo.lock`, so that cargo does not take it for its own.
pub(crate) const ENGINES: &str = include_str!("../data/engines.lock");

/// One `[[package]]` of a lock file, as its lines have it: nothing is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The line of `[[package]]`; the first line of a file is 1.
    pub(crate) line: usize,
    pub(crate) name: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line in the list of what a package needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) line: usize,
    /// `tokio`, or `rand 0.9.5`, or `rand 0.9.5 (registry+https://…)`.
    pub(crate) text: String,
}

/// Returns the packages of a lock file in the order of its lines. Other sections, comments and other
/// keys are left out.
pub(crate) fn entries(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut in_package = false;
    for (line, text) in (1..).zip(text.lines().map(str::trim)) {
        if text.starts_with('[') {
            in_package = text == "[[package]]";
            if in_package {
                entries.push(Entry { line, ..Entry::default() });
            }
        } else if let (true, Some(entry)) = (in_package, entries.last_mut()) {
            read_line(entry, line, text);
        }
    }
    entries
}

fn read_line(entry: &mut Entry, line: usize, text: &str) {
    let unquoted = |text: &str| text.trim_matches(['"', ',']).to_owned();
    match text.split_once(" = ") {
        Some(("name", value)) => entry.name = Some(unquoted(value)),
        Some(("version", value)) => entry.version = Some(unquoted(value)),
        None if text.starts_with('"') => {
            entry.dependencies.push(Dependency { line, text: unquoted(text) });
        }
        _ => {}
    }
}
