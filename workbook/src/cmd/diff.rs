//! `cargo ex diff 16.1.3`: the student's file beside the reference, only where they differ.

use std::fs;

use anyhow::Context as _;
use similar::{ChangeTag, DiffOp, TextDiff};

use crate::cmd::{Context, solution};
use crate::language::Language::{En, Es};
use crate::style::Style;

/// Equal lines that are shown around a difference.
const AROUND: usize = 3;

pub(crate) fn run(context: &Context, id: Option<&str>, spoil: bool) -> anyhow::Result<bool> {
    let entry = context.find_or_last(id)?;
    let Some(reference) = solution::unlocked(context, entry, spoil)? else {
        println!("{}", solution::locked(context, entry));
        return Ok(false);
    };
    let file = entry.student_file();
    let yours = fs::read_to_string(context.catalog.root.join(&file))
        .with_context(|| format!("read {}", file.display()))?;
    let (yours_title, reference_title, equal, line) = match context.language {
        En => ("yours", "reference", "Your file is the reference solution, line by line.", "line"),
        Es => (
            "tuyo",
            "referencia",
            "Tu archivo es la solución de referencia, línea a línea.",
            "línea",
        ),
    };
    if yours == reference {
        println!("{equal}");
        return Ok(true);
    }
    println!("{}", context.style.red(&format!("- {yours_title}: {}", file.display())));
    println!("{}", context.style.green(&format!("+ {reference_title}")));
    print!("{}", difference(context.style, line, &yours, &reference));
    Ok(true)
}

/// The lines that differ, each group below the number of its first line in the student's file, after
/// the word for it.
fn difference(style: Style, word: &str, yours: &str, reference: &str) -> String {
    let diff = TextDiff::from_lines(yours, reference);
    let mut text = String::new();
    for group in diff.grouped_ops(AROUND) {
        let first = group.first().map_or(0, |op| op.old_range().start);
        text += &format!("\n{}\n", style.bold(&format!("{word} {}", first + 1)));
        for change in group.iter().flat_map(|op: &DiffOp| diff.iter_changes(op)) {
            let line = change.value().trim_end_matches('\n');
            text += &match change.tag() {
                ChangeTag::Delete => style.red(&format!("- {line}")),
                ChangeTag::Insert => style.green(&format!("+ {line}")),
                ChangeTag::Equal => format!("  {line}").trim_end().to_owned(),
            };
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let yours: String = (1..=20).map(|n| format!("line {n}\n")).collect();
        let reference = yours.replace("line 10\n", "ten\n");
        let expected = "\nline 7\n  line 7\n  line 8\n  line 9\n- line 10\n+ ten\n  line 11\n  line 12\n  \
            line 13\n";
        assert_eq!(difference(Style::of_stdout(), "line", &yours, &reference), expected);
    }
}
