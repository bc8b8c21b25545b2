//! Color, where it helps and is wanted.

use std::io::IsTerminal;

/// Whether to color: only on a terminal, and never if `NO_COLOR` is set (<https://no-color.org>).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    color: bool,
}

impl Style {
    pub(crate) fn of_stdout() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { color: wanted && std::io::stdout().is_terminal() }
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(crate) fn yellow(self, text: &str) -> String {
        self.paint("33", text)
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Whether color reaches the student.
    pub(crate) fn has_color(self) -> bool {
        self.color
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// The width of a terminal that nobody has changed.
const WIDTH: usize = 80;

/// Breaks each paragraph at spaces so that lines have at most [`WIDTH`] characters, with `indent` before each
/// line. A longer word stays whole.
pub(crate) fn wrap(text: &str, indent: &str) -> String {
    let mut wrapped = String::new();
    for paragraph in text.lines() {
        let mut width = 0;
        for word in paragraph.split_whitespace() {
            let length = word.chars().count() + 1;
            if width == 0 || width + length > WIDTH + 1 {
                wrapped += if wrapped.is_empty() { "" } else { "\n" };
                wrapped += indent;
                width = indent.chars().count();
            } else {
                wrapped += " ";
            }
            wrapped += word;
            width += length;
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two\nthree", "  "), "  one two\n  three");
        let long = "niño ".repeat(40);
        let wrapped = wrap(&long, "");
        assert_eq!(wrapped.replace('\n', " "), long.trim_end());
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH), "{wrapped}");
        assert_eq!(wrapped.lines().count(), 3);
    }

    #[test]
    fn plain_text_has_no_escapes() {
        assert_eq!(Style { color: false }.red("no"), "no");
        assert_eq!(Style { color: true }.red("no"), "\x1b[31mno\x1b[0m");
    }
}
