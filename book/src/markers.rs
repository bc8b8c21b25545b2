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
            ensure!(!misses_code(&chapter.content), "an include failed on page `{}`", chapter.name);
        }
        Ok(book)
    }
}

fn without_marks(page: &str) -> String {
    let is_mark = |line: &&str| line.trim_start().starts_with("// solution:");
    page.lines().filter(|line| !is_mark(line)).flat_map(|line| [line, "\n"]).collect()
}

/// Whether an include failed: mdBook leaves its text if there is no such file, and puts nothing in the
/// place of an anchor that does not exist, between empty lines or at the start of the block.
fn misses_code(page: &str) -> bool {
    let mut blocks = page.split("```").filter(|block| block.starts_with("rust\n"));
    page.contains("{{#include")
        || blocks.any(|code| code[4..].starts_with("\n\n") || code.contains("\n\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_vanish_and_code_stays() {
        let page = "fn f() {\n    // solution:begin f: todo!()\n    g()\n    // solution:end\n}\n";
        assert_eq!(without_marks(page), "fn f() {\n    g()\n}\n");
    }

    #[test]
    fn failed_includes_are_found() {
        assert!(!misses_code("Text\n\n```rust\nfn f() {}\n\nfn g() {}\n```\n"));
        assert!(misses_code("```rust\n{{#include ../gone.rs}}\n```\n"));
        assert!(misses_code("```rust\n\n```\n"));
        assert!(misses_code("```rust\nfn f() {}\n\n\n\nfn g() {}\n```\n"));
    }
}
