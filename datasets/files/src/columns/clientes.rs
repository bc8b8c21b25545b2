use arrow::array::ArrayRef;
use arrow::datatypes::Int64Type;
use datasets::{Cliente, REGIONS, SEGMENTS, Strings};

use super::{text, values};

pub(crate) fn clientes(rows: &[Cliente], strings: Strings) -> Vec<ArrayRef> {
    vec![
        values::<Int64Type>(rows.iter().map(|row| row.id)),
        text(&REGIONS, rows.iter().map(|row| Some(row.region)), strings),
        text(&SEGMENTS, rows.iter().map(|row| Some(row.segmento)), strings),
    ]
}
