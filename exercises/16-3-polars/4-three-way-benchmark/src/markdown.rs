//! Tables in Markdown. Complete as it is: nothing to solve here.

/// A table whose columns are aligned for those who read it as text. The first row is the head.
pub(crate) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default().max(3)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let cell = |(cell, width): (&String, &usize)| format!(" {cell:<width$} |");
        format!("|{}\n", row.iter().zip(&widths).map(cell).collect::<String>())
    };
    let rule = widths.map(|width| "-".repeat(width));
    match rows {
        [] => String::new(),
        [head, body @ ..] => {
            [line(head), line(&rule)].into_iter().chain(body.iter().map(line)).collect()
        }
    }
}
