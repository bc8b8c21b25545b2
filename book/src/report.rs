//! Puts the sample report of the harness on the page `benchmarks.md`.

use std::path::Path;

use fs_err as fs;
use mdbook_driver::book::Book;

/// Where the page wants the report.
const PLACE: &str = "<!-- report -->";

/// Puts the report in its place, without its title: the page has one of its own.
pub(crate) fn insert(book: &mut Book, folder: &Path, language: &str) {
    let text = fs::read_to_string(folder.join("../reports/sample/report.md"));
    let report = match &text {
        Ok(text) => text.split_once('\n').map_or("", |(_title, body)| body),
        Err(_) if language == "es" => "Todavía no hay informe: lo crea `cargo harness`.",
        Err(_) => "There is no report yet: `cargo harness` makes one.",
    };
    book.for_each_chapter_mut(|chapter| chapter.content = chapter.content.replace(PLACE, report));
}

/// Copies the charts beside the page, where the report looks for them.
pub(crate) fn copy_charts(folder: &Path, output: &Path) -> anyhow::Result<()> {
    let charts = folder.join("../reports/sample/charts");
    if charts.is_dir() {
        fs::create_dir_all(output.join("charts"))?;
        for entry in fs::read_dir(charts)? {
            let entry = entry?;
            fs::copy(entry.path(), output.join("charts").join(entry.file_name()))?;
        }
    }
    Ok(())
}
