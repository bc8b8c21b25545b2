//! `haversine`: how many deliveries go far, and how far together.

use anyhow::Result;
use datasets::{Cell, Table};
use harness_protocol::Output;
use kernels::{Distance, Routes};

use super::answer;
use crate::mode::Mode;
use crate::tables::Tables;

const MOST_PARTS: usize = 1024;

pub(super) fn haversine(mode: &Mode, tables: &Tables, min_km: f64) -> Result<Output> {
    let distance = tables.reduce(
        mode,
        Table::Entregas,
        MOST_PARTS,
        |distance: &mut Distance, columns, rows| {
            let routes = Routes {
                from_lat: columns.floats("lat_origen"),
                from_lon: columns.floats("lon_origen"),
                to_lat: columns.floats("lat_destino"),
                to_lon: columns.floats("lon_destino"),
            };
            *distance = *distance + kernels::haversine(mode.isa(), routes.slice(rows), min_km);
            Ok(())
        },
        |left, right| left + right,
    )?;
    Ok(answer::rows([vec![Cell::Int(distance.routes as i64), Cell::Float(distance.km)]]))
}
