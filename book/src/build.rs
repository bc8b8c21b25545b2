//! Two mdBook trees become one folder: `en/`, `es/` and a page that leads to them.

use std::path::Path;

use anyhow::Context;
use fs_err as fs;
use mdbook_driver::MDBook;

use crate::markers::Markers;
use crate::report;

/// The languages, each with a tree of its own and the same pages.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "es"];

/// Where the two languages meet. It sends each reader to the language of the browser.
const INDEX: &str = r#"<!doctype html>
<meta charset="utf-8">
<title>Rust for data engineering · Rust para ingeniería de datos</title>
<script>location.replace((navigator.language || "").startsWith("es") ? "es/" : "en/")</script>
<p><a href="en/">English</a> · <a href="es/">Español</a></p>
"#;

/// Builds the trees in `book` into `output`.
///
/// # Errors
///
/// A page is missing, or includes a file or an anchor that does not exist.
pub(crate) fn build(book: &Path, output: &Path) -> anyhow::Result<()> {
    for language in LANGUAGES {
        let target = output.join(language);
        let mut tree = MDBook::load(book.join(language))
            .with_context(|| format!("load the book in `{language}`"))?;
        tree.config.build.build_dir = target.clone();
        report::insert(&mut tree.book, book, language);
        tree.with_preprocessor(Markers);
        tree.build().with_context(|| format!("build the book in `{language}`"))?;
        report::copy_charts(book, &target)?;
    }
    fs::write(output.join("index.html"), INDEX)?;
    Ok(())
}
