//! `entregas`: the deliveries.

use crate::random::threshold;
use crate::{Dataset, Stream, Table};

/// Mean radius of the Earth in kilometres (IUGG, R1 of the GRS 80 ellipsoid).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// One delivery. Coordinates are degrees, whole multiples of a millionth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entrega {
    /// The row number.
    pub id: i64,
    /// Latitude and longitude of the warehouse: 36 to 43.5 north, -9 to 3 east.
    pub origen: (f64, f64),
    /// Latitude and longitude of the customer, within 1.2 degrees; `None` for a lost address.
    pub destino: Option<(f64, f64)>,
}

/// The value functions of `entregas`.
#[derive(Debug, Clone)]
pub struct Entregas {
    rows: u64,
    null_below: u64,
    origen: Stream,
    destino: Stream,
    missing: Stream,
}

impl Entregas {
    pub fn new(dataset: &Dataset) -> Self {
        Self {
            rows: Table::Entregas.rows(dataset),
            null_below: threshold(dataset.null_rate),
            origen: Stream::new(dataset.seed, "entregas.origen"),
            destino: Stream::new(dataset.seed, "entregas.destino"),
            missing: Stream::new(dataset.seed, "entregas.destino.null"),
        }
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Row `row` of the table.
    #[inline]
    pub fn row(&self, row: u64) -> Entrega {
        let (lat, lon) = halves(self.origen.at(row), 7_500_000, 12_000_000);
        let (lat, lon) = (36_000_000 + lat, lon - 9_000_000);
        let (north, east) = halves(self.destino.at(row), 2_400_000, 2_400_000);
        let lost = self.null_below != 0 && self.missing.at(row) < self.null_below;
        let destino = (lat + north - 1_200_000, lon + east - 1_200_000);
        Entrega {
            id: row as i64,
            origen: (degrees(lat), degrees(lon)),
            destino: (!lost).then(|| (degrees(destino.0), degrees(destino.1))),
        }
    }
}

/// Two numbers below `first` and `second` from the upper and lower half of 64 random bits.
fn halves(bits: u64, first: u64, second: u64) -> (i64, i64) {
    let low = bits & 0xFFFF_FFFF;
    ((((bits >> 32) * first) >> 32) as i64, ((low * second) >> 32) as i64)
}

fn degrees(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}

/// Great-circle distance in kilometres between two points given as (latitude, longitude) in degrees,
/// by the haversine formula (Sinnott, "Virtues of the haversine", Sky and Telescope 68, 1984).
///
/// Uses `libm`, so that the result has the same bits on every platform. For points closer than a
/// quarter of the globe the relative error is below 1e-12: half an ulp or so from each of the five
/// function calls, none of which cancels.
pub fn haversine_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat1, lat2) = (from.0.to_radians(), to.0.to_radians());
    let half_dlat = (lat2 - lat1) / 2.0;
    let half_dlon = (to.1 - from.1).to_radians() / 2.0;
    let (sin_lat, sin_lon) = (libm::sin(half_dlat), libm::sin(half_dlon));
    let a = sin_lat * sin_lat + libm::cos(lat1) * libm::cos(lat2) * sin_lon * sin_lon;
    2.0 * EARTH_RADIUS_KM * libm::asin(libm::sqrt(a.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        let close =
            |km: f64, expected: f64, within: f64| assert!((km - expected).abs() < within, "{km}");
        close(haversine_km((10.0, 20.0), (10.0, 20.0)), 0.0, 1e-12);
        close(haversine_km((0.0, 0.0), (0.0, 180.0)), std::f64::consts::PI * EARTH_RADIUS_KM, 1e-9);
        close(haversine_km((0.0, 179.9), (0.0, -179.9)), 22.24, 0.01);
        // Madrid to Paris.
        close(haversine_km((40.4168, -3.7038), (48.8566, 2.3522)), 1_053.0, 2.0);
    }

    #[test]
    fn coordinates_stay_in_their_ranges() {
        let entregas = Entregas::new(&Dataset::hostile(100_000, 9));
        let mut lost = 0;
        for entrega in (0..entregas.rows()).map(|row| entregas.row(row)) {
            assert!((36.0..43.5).contains(&entrega.origen.0));
            assert!((-9.0..3.0).contains(&entrega.origen.1));
            match entrega.destino {
                Some((lat, lon)) => {
                    assert!((lat - entrega.origen.0).abs() <= 1.2 + 1e-9);
                    assert!((lon - entrega.origen.1).abs() <= 1.2 + 1e-9);
                }
                None => lost += 1,
            }
        }
        assert!((400..600).contains(&lost), "5 % of 10 000 is 500, found {lost}");
    }
}
