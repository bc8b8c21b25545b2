use arrow::array::ArrayRef;
use arrow::datatypes::{Float64Type, Int64Type};
use datasets::Entrega;

use super::{nullable, values};

pub(crate) fn entregas(rows: &[Entrega]) -> Vec<ArrayRef> {
    vec![
        values::<Int64Type>(rows.iter().map(|row| row.id)),
        values::<Float64Type>(rows.iter().map(|row| row.origen.0)),
        values::<Float64Type>(rows.iter().map(|row| row.origen.1)),
        nullable::<Float64Type>(rows.iter().map(|row| row.destino.map(|(lat, _)| lat))),
        nullable::<Float64Type>(rows.iter().map(|row| row.destino.map(|(_, lon)| lon))),
    ]
}
