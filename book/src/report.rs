//! Puts the sample report of the harness on the page `benchmarks.md`.

use std::path::Path;

use fs_err as fs;
use mdbook_driver::book::Book;

/// Where the page wants the report.
const PLACE: &str = "<!-- report -->";

/// Puts the report in its place, without its title: the page has one of its own.
pub(crate) fn insert(book: &mut Book, folder: &Path, language: &str) -> anyhow::Result<()> {
    let path = folder.join("../reports/sample/report.md");
    let report = match fs::read_to_string(&path) {
        Ok(text) => body(&text).to_owned(),
        Err(_) if language == "es" => "Todavía no hay informe: lo crea `cargo harness`.".to_owned(),
        Err(_) => "There is no report yet: `cargo harness` makes one.".to_owned(),
    };
    book.for_each_chapter_mut(|chapter| chapter.content = chapter.content.replace(PLACE, &report));
    Ok(())
}

/// Copies the charts beside the page, where the report looks for them.
pub(crate) fn copy_charts(folder: &Path, output: &Path) -> anyhow::Result<()> {
    let report = folder.join("../reports/sample");
    if report.is_dir() { copy_images(&report, output) } else { Ok(()) }
}

fn copy_images(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().expect("an entry of a folder has a name"));
        if path.is_dir() {
            copy_images(&path, &target)?;
        } else if path.extension().is_some_and(|extension| extension == "svg") {
            fs::create_dir_all(to)?;
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// The report below its first heading.
fn body(report: &str) -> &str {
    match report.strip_prefix("# ") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, body)| body),
        None => report,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_title_goes() {
        assert_eq!(body("# Title\n\n## Part\n"), "\n## Part\n");
        assert_eq!(body("Text\n"), "Text\n");
    }
}
