use arrow::array::ArrayRef;
use arrow::datatypes::{Date32Type, Float64Type, Int64Type};
use datasets::{REGIONS, Strings, Venta};

use super::{nullable, text, values};

pub(crate) fn ventas(rows: &[Venta], strings: Strings) -> Vec<ArrayRef> {
    vec![
        values::<Int64Type>(rows.iter().map(|row| row.id)),
        nullable::<Int64Type>(rows.iter().map(|row| row.user_id)),
        text(&REGIONS, rows.iter().map(|row| row.region), strings),
        values::<Date32Type>(rows.iter().map(|row| row.fecha)),
        nullable::<Float64Type>(rows.iter().map(|row| row.monto.value())),
    ]
}
