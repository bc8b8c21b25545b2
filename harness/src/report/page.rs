//! A Markdown page under construction.

use super::chart::Chart;

/// Markdown that GitHub and mdBook render alike, and the charts it shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) markdown: String,
    pub(super) charts: Vec<Chart>,
}

/// A table with a header; columns are aligned to the right if all their cells look like numbers.
#[derive(Debug)]
pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Remarks below a table, each written once and referred to by a raised number.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<String>);

impl Page {
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {text}", "#".repeat(level)));
    }

    /// A paragraph, or any other Markdown that stands alone. Empty text leaves no trace.
    pub(super) fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.markdown.is_empty() {
            self.markdown.push('\n');
        }
        self.markdown += text.trim_end();
        self.markdown.push('\n');
    }

    pub(super) fn bullets(&mut self, items: &[String]) {
        let items: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        self.block(&items.join("\n"));
    }

    pub(super) fn table(&mut self, table: &Table) {
        self.block(&table.markdown());
    }

    pub(super) fn notes(&mut self, notes: &Notes) {
        let lines: Vec<String> = notes
            .0
            .iter()
            .enumerate()
            .map(|(i, note)| format!("{} {note}", raised(i + 1)))
            .collect();
        self.block(&lines.join("<br>\n"));
    }

    /// Shows a chart, if there is one, with a link to its numbers.
    pub(super) fn chart(&mut self, chart: Option<Chart>) {
        let Some(chart) = chart else { return };
        let (name, alt) = (&chart.name, bracket_free(&chart.alt));
        self.block(&format!(
            "![{alt}](charts/{name}.svg)\n\n[Numbers of this chart](charts/{name}.csv)"
        ));
        self.charts.push(chart);
    }

    /// Content that is hidden until the reader asks for it.
    pub(super) fn details(&mut self, summary: &str, content: impl FnOnce(&mut Self)) {
        self.block(&format!("<details>\n<summary>{}</summary>", escape_html(summary)));
        content(self);
        self.block("</details>");
    }
}

impl Table {
    pub(super) fn new<const N: usize>(header: [&str; N]) -> Self {
        Self { header: header.map(str::to_owned).into(), rows: Vec::new() }
    }

    pub(super) fn with_header(header: Vec<String>) -> Self {
        Self { header, rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: impl Into<Vec<String>>) {
        self.rows.push(cells.into());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escape_cell(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rules =
            (0..self.header.len()).map(|i| if self.is_numeric(i) { " ---: |" } else { " --- |" });
        let rules: String = rules.collect();
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("{}|{rules}\n{rows}", line(&self.header))
    }

    fn is_numeric(&self, column: usize) -> bool {
        let looks_numeric = |cell: &str| {
            let start = cell.trim_start_matches(['*', '<', '≈']);
            start.is_empty() || start == "–" || start.starts_with(|c: char| c.is_ascii_digit())
        };
        let cells = || self.rows.iter().filter_map(|row| row.get(column));
        column > 0 && cells().filter(|cell| looks_numeric(cell)).count() * 3 > self.rows.len()
    }
}

impl Notes {
    /// The raised number of `note`.
    pub(super) fn mark(&mut self, note: &str) -> String {
        let position = self.0.iter().position(|known| known == note).unwrap_or_else(|| {
            self.0.push(note.to_owned());
            self.0.len() - 1
        });
        raised(position + 1)
    }
}

/// A number in raised digits.
fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string();
    digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

fn escape_cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn bracket_free(text: &str) -> String {
    text.replace(['[', ']'], "").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_align_numbers_and_escape_pipes() {
        let mut table = Table::new(["engine", "time"]);
        table.row(["a|b".to_owned(), "1.2 ms".to_owned()]);
        table.row(["c".to_owned(), "–".to_owned()]);
        let expected = "| engine | time |\n| --- | ---: |\n| a\\|b | 1.2 ms |\n| c | – |\n";
        assert_eq!(table.markdown(), expected);
    }

    #[test]
    fn equal_notes_share_a_number() {
        let mut notes = Notes::default();
        assert_eq!(notes.mark("first"), "¹");
        assert_eq!(notes.mark("second"), "²");
        assert_eq!(notes.mark("first"), "¹");
        assert_eq!(raised(10), "¹⁰");
    }

    #[test]
    fn blocks_are_set_apart_by_one_empty_line() {
        let mut page = Page::default();
        page.heading(2, "Title");
        page.block("");
        page.details("more", |page| page.block("inside"));
        let expected = "## Title\n\n<details>\n<summary>more</summary>\n\ninside\n\n</details>\n";
        assert_eq!(page.markdown, expected);
    }
}
