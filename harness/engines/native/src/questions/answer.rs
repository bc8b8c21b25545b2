//! Rows of cells.

use datasets::{Answer, Cell};
use harness_protocol::Output;

pub(super) fn rows(rows: impl IntoIterator<Item = Vec<Cell>>) -> Output {
    Output::Answer(Answer { rows: rows.into_iter().collect() })
}

pub(super) fn text(text: Option<String>) -> Cell {
    text.map_or(Cell::Null, Cell::Text)
}
