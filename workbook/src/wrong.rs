//! Wrong solutions: each is a misconception, the test that must catch it, and a hint.
//!
//! A file in `solutions/*/*/wrong` holds the regions of the reference (see [`crate::starter`]) that
//! are wrong, below a header:
//!
//! ```text
//! //! fails: name_of_the_test
//! //! hint_en: What is mistaken, to someone who made the mistake.
//! //! hint_es: Lo mismo en español.
//! ```
//!
//! A text goes on in the following header lines, until the next key.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::language::Both;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The stem of the file name, which names the misconception.
    pub(crate) name: String,
    /// The one test that must fail.
    pub(crate) fails: String,
    pub(crate) hint: Both<String>,
    /// The whole file.
    pub(crate) source: String,
}

/// Reads the wrong solutions below the folder of a solution, by name.
pub(crate) fn load_all(solution_folder: &Path) -> anyhow::Result<Vec<Wrong>> {
    let folder = solution_folder.join("wrong");
    let entries = fs::read_dir(&folder).with_context(|| format!("read {}", folder.display()))?;
    let mut wrong = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let source = fs::read_to_string(&path);
        let source = source.with_context(|| format!("read {}", path.display()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        wrong.push(parse(&stem, source).with_context(|| format!("read {}", path.display()))?);
    }
    wrong.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(wrong)
}

fn parse(name: &str, source: String) -> anyhow::Result<Wrong> {
    let fails = header(&source, "fails")?;
    let hint = Both { en: header(&source, "hint_en")?, es: header(&source, "hint_es")? };
    Ok(Wrong { name: name.to_owned(), fails, hint, source })
}

/// The text after `//! key:`, with the lines that continue it.
fn header(source: &str, key: &str) -> anyhow::Result<String> {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let is_key =
        |line: &str| ["fails:", "hint_en:", "hint_es:"].iter().any(|k| line.starts_with(k));
    let prefix = format!("{key}:");
    let mut own = lines.skip_while(|line| !line.starts_with(&prefix));
    let first = own.next().with_context(|| format!("no line `//! {prefix}` at the top"))?;
    let more = own.take_while(|line| !is_key(line));
    let text: Vec<&str> = std::iter::once(first[prefix.len()..].trim()).chain(more).collect();
    let text = text.join(" ");
    if text.is_empty() {
        bail!("`{prefix}` is empty");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_may_continue() {
        let source =
            "//! fails: a_test\n//! hint_en: One\n//! two.\n//! hint_es: Dos.\n\nfn f() {}\n";
        let wrong = parse("it", source.to_owned()).unwrap();
        assert_eq!((wrong.name.as_str(), wrong.fails.as_str()), ("it", "a_test"));
        assert_eq!(wrong.hint, Both { en: "One two.".into(), es: "Dos.".into() });
    }

    #[test]
    fn a_missing_key_is_named() {
        let error = parse("it", "//! fails: a_test\n".to_owned()).unwrap_err();
        assert_eq!(error.to_string(), "no line `//! hint_en:` at the top");
    }
}
