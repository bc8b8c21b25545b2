//! Takes the marks of `cargo ex` out of included solutions, and refuses an include that failed.

use anyhow::ensure;
use mdbook_driver::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// Runs after the includes are in place.
pub(crate) struct Markers;

impl Preprocessor for Markers {
    fn name(&self) -> &str {
        "markers"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> anyhow::Result<Book> {
        book.for_each_chapter_mut(|chapter| chapter.content = without_marks(&chapter.content));
        for chapter in book.chapters() {
            // mdBook leaves the text of an include as it is if it cannot read the file, and puts
            // nothing in the place of an anchor that does not exist.
            let failed = chapter.content.contains("{{#include");
            let empty = chapter.content.contains("```rust\n\n```");
            ensure!(!failed && !empty, "an include failed on the page `{}`", chapter.name);
        }
        Ok(book)
    }
}

fn without_marks(page: &str) -> String {
    let is_mark = |line: &&str| line.trim_start().starts_with("// solution:");
    page.lines().filter(|line| !is_mark(line)).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_vanish_and_code_stays() {
        let page = "fn f() {\n    // solution:begin f: todo!()\n    g()\n    // solution:end\n}\n";
        assert_eq!(without_marks(page), "fn f() {\n    g()\n}\n");
    }
}
