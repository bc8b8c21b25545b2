//! The starter is cut from the reference solution, so that the two never drift apart.
//!
//! The reference marks what a student has to write:
//!
//! ```text
//! // solution:begin NAME: todo!("what to do with {the_parameters}")
//! ...
//! // solution:end
//! ```
//!
//! In the starter, the text after `NAME:` stands in place of the marked lines. The reference shares
//! files with the exercise by `#[path = "..."]`; the starter has them at home and needs no such line.
//! Nor does it need `// ANCHOR`, which marks what the book shows.

use std::collections::BTreeMap;

use anyhow::{Context, bail};

const BEGIN: &str = "// solution:begin ";
const END: &str = "// solution:end";

/// A part of a source file.
#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    /// A line outside of all regions.
    Line(&'a str),
    Region(Region<'a>),
}

/// What a student has to write.
#[derive(Debug, PartialEq, Eq)]
struct Region<'a> {
    name: &'a str,
    /// What stands there instead in the starter.
    stub: &'a str,
    indent: &'a str,
    body: Vec<&'a str>,
}

/// Returns the starter of a reference solution.
///
/// # Errors
///
/// A marker is malformed, or begins or ends alone.
pub(crate) fn cut(reference: &str) -> anyhow::Result<String> {
    let mut starter = String::new();
    for part in parts(reference)? {
        match part {
            Part::Line(line) if is_for_authors(line.trim_start()) => {}
            Part::Line(line) => starter.extend([line, "\n"]),
            Part::Region(region) => starter.extend([region.indent, region.stub, "\n"]),
        }
    }
    Ok(starter)
}

/// Returns the reference as a student may read it: without the marks for authors.
///
/// # Errors
///
/// A marker is malformed, or begins or ends alone.
pub(crate) fn readable(reference: &str) -> anyhow::Result<String> {
    let mut readable = String::new();
    for part in parts(reference)? {
        let lines = match part {
            Part::Line(line) => vec![line],
            Part::Region(region) => region.body,
        };
        let kept = lines.into_iter().filter(|line| !is_for_authors(line.trim_start()));
        kept.for_each(|line| readable.extend([line, "\n"]));
    }
    Ok(readable)
}

/// Whether a line of the reference is of no use to a student.
fn is_for_authors(line: &str) -> bool {
    ["#[path = ", "// ANCHOR"].iter().any(|start| line.starts_with(start))
}

/// Returns the reference with the bodies of its regions replaced by those of the same name in
/// `other`.
///
/// # Errors
///
/// A marker is malformed, or `other` has a region that the reference does not have, or none at all.
pub(crate) fn replace_regions(reference: &str, other: &str) -> anyhow::Result<String> {
    let mut bodies = BTreeMap::new();
    for part in parts(other)? {
        if let Part::Region(region) = part {
            bodies.insert(region.name, region.body);
        }
    }
    if bodies.is_empty() {
        bail!("it marks no region with `{BEGIN}NAME`");
    }
    let mut replaced = String::new();
    for part in parts(reference)? {
        match part {
            Part::Line(line) => replaced.extend([line, "\n"]),
            Part::Region(region) => {
                let body = bodies.remove(region.name).unwrap_or(region.body);
                body.into_iter().for_each(|line| replaced.extend([line, "\n"]));
            }
        }
    }
    match bodies.keys().next() {
        Some(name) => bail!("the reference has no region `{name}`"),
        None => Ok(replaced),
    }
}

/// Splits a source into lines and regions.
fn parts(source: &str) -> anyhow::Result<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut open: Option<Region<'_>> = None;
    for (number, line) in (1..).zip(source.lines()) {
        let text = line.trim_start();
        let indent = &line[..line.len() - text.len()];
        match (text.strip_prefix(BEGIN), text == END, &mut open) {
            (Some(_), _, Some(region)) => {
                bail!("line {number}: region `{}` has not ended yet", region.name)
            }
            (Some(marker), _, None) => {
                let (name, stub) = marker.split_once(':').unwrap_or((marker, ""));
                open = Some(Region { name, stub: stub.trim(), indent, body: Vec::new() });
            }
            (None, true, _) => {
                let region = open.take();
                let region = region.with_context(|| format!("line {number}: nothing to end"))?;
                parts.push(Part::Region(region));
            }
            (None, false, Some(region)) => region.body.push(line),
            (None, false, None) => parts.push(Part::Line(line)),
        }
    }
    match open {
        Some(region) => bail!("region `{}` never ends", region.name),
        None => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFERENCE: &str = "//! Doc.\n\
        #[path = \"../there/counter.rs\"]\nmod counter;\n\n// ANCHOR: double\n\
        fn double(x: i32) -> i32 {\n    // solution:begin double: todo!(\"double {x}\")\n    x * 2\n    \
        // solution:end\n}\n";

    #[test]
    fn bodies_become_stubs_and_what_is_for_authors_goes() {
        let starter = "//! Doc.\nmod counter;\n\n\
            fn double(x: i32) -> i32 {\n    todo!(\"double {x}\")\n}\n";
        assert_eq!(cut(REFERENCE).unwrap(), starter);
    }

    #[test]
    fn the_readable_reference_has_bodies_and_no_marks() {
        let readable = "//! Doc.\nmod counter;\n\n\
            fn double(x: i32) -> i32 {\n    x * 2\n}\n";
        assert_eq!(super::readable(REFERENCE).unwrap(), readable);
    }

    #[test]
    fn regions_are_replaced_by_name() {
        let other =
            "fn double() {\n    // solution:begin double\n    x + x\n    // solution:end\n}";
        let replaced = replace_regions(REFERENCE, other).unwrap();
        assert!(replaced.contains("-> i32 {\n    x + x\n}\n"), "{replaced}");
        assert!(replaced.contains("#[path"), "the rest stays as it is");
    }

    #[test]
    fn mistakes_in_markers_are_named() {
        let error = |source: &str| cut(source).unwrap_err().to_string();
        assert_eq!(error("// solution:begin a: b\n"), "region `a` never ends");
        assert_eq!(error("x\n// solution:end\n"), "line 2: nothing to end");
        let nested = "// solution:begin a: b\n// solution:begin c: d\n";
        assert_eq!(error(nested), "line 2: region `a` has not ended yet");
        let unknown = replace_regions(REFERENCE, "// solution:begin triple\n// solution:end\n");
        assert_eq!(unknown.unwrap_err().to_string(), "the reference has no region `triple`");
        assert!(replace_regions(REFERENCE, "fn main() {}\n").is_err());
    }
}
