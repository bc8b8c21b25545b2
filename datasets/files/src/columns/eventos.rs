use arrow::array::ArrayRef;
use arrow::datatypes::{Float64Type, Int64Type, TimestampMillisecondType};
use datasets::{Evento, MESSAGES, PAGES, REGIONS, Strings, TIPOS, Tipo};

use super::{nullable, text, values};

/// A column that does not belong to the type of an event is null.
pub(crate) fn eventos(rows: &[Evento], strings: Strings) -> Vec<ArrayRef> {
    let monto = |row: &Evento| match row.tipo {
        Tipo::Compra { cents, .. } => Some(cents as f64 / 100.0),
        Tipo::Click { .. } | Tipo::Error { .. } => None,
    };
    let region = |row: &Evento| match row.tipo {
        Tipo::Compra { region, .. } => Some(region),
        Tipo::Click { .. } | Tipo::Error { .. } => None,
    };
    let pagina = |row: &Evento| match row.tipo {
        Tipo::Click { pagina } => Some(pagina),
        Tipo::Compra { .. } | Tipo::Error { .. } => None,
    };
    let mensaje = |row: &Evento| match row.tipo {
        Tipo::Error { mensaje } => Some(mensaje),
        Tipo::Compra { .. } | Tipo::Click { .. } => None,
    };
    vec![
        values::<Int64Type>(rows.iter().map(|row| row.id)),
        values::<TimestampMillisecondType>(rows.iter().map(|row| row.timestamp)),
        nullable::<Int64Type>(rows.iter().map(|row| row.user_id)),
        text(&TIPOS, rows.iter().map(|row| Some(row.tipo.index())), strings),
        nullable::<Float64Type>(rows.iter().map(monto)),
        text(&REGIONS, rows.iter().map(region), strings),
        text(&PAGES, rows.iter().map(pagina), strings),
        text(&MESSAGES, rows.iter().map(mensaje), strings),
    ]
}
