//! What the README shows is what the sample report says.

use std::path::Path;

/// The text between two markers, without the blank lines around it.
#[track_caller]
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(begin).unwrap_or_else(|| panic!("there is no `{begin}`"));
    let (inside, _) = rest.split_once(end).unwrap_or_else(|| panic!("there is no `{end}`"));
    inside.trim()
}

#[test]
fn the_excerpt_is_the_verdict_of_the_sample_report() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let report = std::fs::read_to_string(root.join("reports/sample/report.md")).unwrap();
    let shown = between(&readme, "<!-- sample:begin -->", "<!-- sample:end -->");
    let verdict =
        between(&report, "<!-- harness:begin verdict -->", "<!-- harness:end verdict -->");
    assert!(shown.contains(verdict), "copy the verdict of reports/sample/report.md:\n{verdict}");
}
