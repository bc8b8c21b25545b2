//! The file that a run writes as it goes, and from which it can be resumed.
//!
//! Every line is written with a single call as soon as it is known, so a killed run loses at most
//! the line it was writing. Such a torn last line has no newline and is cut off on resumption; any
//! other damage is an error.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Context, bail};
use fs_err::{File, OpenOptions};

use crate::record::{Entry, Header, SCHEMA};

/// Name of the journal within the folder of a run.
pub const JOURNAL_FILE: &str = "journal.jsonl";

/// An open journal.
pub struct Journal {
    file: File,
}

/// What a journal holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    pub header: Header,
    /// Without the lines of races that were run again later.
    pub entries: Vec<Entry>,
    /// Bytes up to and including the last whole line.
    whole_bytes: u64,
}

impl Journal {
    /// Starts a new journal in `folder`, which is created if needed.
    ///
    /// # Errors
    ///
    /// If there is a journal already, or the folder cannot be written.
    pub fn create(folder: &Path, header: &Header) -> anyhow::Result<Self> {
        fs_err::create_dir_all(folder)?;
        let path = folder.join(JOURNAL_FILE);
        let file = OpenOptions::new().create_new(true).append(true).open(path)?;
        let mut journal = Self { file };
        journal.write_line(header)?;
        journal.sync()?;
        Ok(journal)
    }

    /// Opens the journal in `folder` to append to it, without the torn line it may end with.
    ///
    /// # Errors
    ///
    /// As [`read`], or if the file cannot be written.
    pub fn resume(folder: &Path) -> anyhow::Result<(Self, Contents)> {
        let contents = read(folder)?;
        let mut file = OpenOptions::new().write(true).open(folder.join(JOURNAL_FILE))?;
        file.set_len(contents.whole_bytes)?;
        file.seek(SeekFrom::End(0))?;
        Ok((Self { file }, contents))
    }

    /// Appends one entry.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, for example because the disk is full.
    pub fn append(&mut self, entry: &Entry) -> anyhow::Result<()> {
        self.write_line(entry)
    }

    /// Waits until everything written is on the disk.
    ///
    /// # Errors
    ///
    /// If the system cannot write it.
    pub fn sync(&self) -> anyhow::Result<()> {
        Ok(self.file.sync_data()?)
    }

    fn write_line(&mut self, value: &impl serde::Serialize) -> anyhow::Result<()> {
        let mut line = serde_json::to_vec(value).context("cannot write a journal line as JSON")?;
        line.push(b'\n');
        self.file.write_all(&line).context("cannot append to the journal; what it holds is safe")
    }
}

/// Reads the journal in `folder`.
///
/// # Errors
///
/// If there is no journal, it was written by another version, or a line within it is damaged.
pub fn read(folder: &Path) -> anyhow::Result<Contents> {
    let path = folder.join(JOURNAL_FILE);
    let text = fs_err::read_to_string(&path)?;
    let whole_bytes = text.rfind('\n').map_or(0, |end| end + 1);
    let mut lines = text[..whole_bytes].lines();
    let Some(first) = lines.next() else {
        bail!("`{}` is empty: the run stopped before it began, start it again", path.display());
    };
    let header = parse_header(&path, first)?;
    let entries = lines
        .enumerate()
        .map(|(index, line)| serde_json::from_str(line).with_context(|| damaged(&path, index + 2)))
        .collect::<anyhow::Result<_>>()?;
    let entries = without_retaken(entries);
    Ok(Contents { header, entries, whole_bytes: whole_bytes as u64 })
}

fn without_retaken(lines: Vec<Entry>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(lines.len());
    for line in lines {
        if let Entry::Retaken(race) = &line {
            entries.retain(|earlier| earlier.cell().is_none_or(|cell| !race.has(cell)));
        }
        entries.push(line);
    }
    entries
}

fn parse_header(path: &Path, line: &str) -> anyhow::Result<Header> {
    #[derive(serde::Deserialize)]
    struct Version {
        schema: String,
    }
    let version: Version = serde_json::from_str(line).with_context(|| damaged(path, 1))?;
    if version.schema != SCHEMA {
        bail!(
            "`{}` has schema `{}`, but this harness reads `{SCHEMA}`: \
             use the harness of commit it was made with, or run again",
            path.display(),
            version.schema
        );
    }
    serde_json::from_str(line).with_context(|| damaged(path, 1))
}

fn damaged(path: &Path, line_number: usize) -> String {
    format!(
        "line {line_number} of `{}` is damaged: restore the file or start a new run",
        path.display()
    )
}
