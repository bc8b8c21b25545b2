//! Distances on the globe, filtered and added up in one pass.

use crate::isa::{InstructionSet, Kind};
use crate::lanes::fold;
use crate::trigonometry::{asin_sqrt, asin_sqrt_near, sin_cos};

/// Mean radius of the Earth in kilometres (IUGG, R1 of the GRS 80 ellipsoid).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Rows that the vector forms work on together, and lanes of their sums.
const BLOCK_ROWS: usize = 64;

/// `n` pairs of points in degrees. A missing coordinate is NaN.
#[derive(Debug, Clone, Copy)]
pub struct Routes<'a> {
    pub from_lat: &'a [f64],
    pub from_lon: &'a [f64],
    pub to_lat: &'a [f64],
    pub to_lon: &'a [f64],
}

/// How many routes, and how far they go together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Distance {
    pub routes: u64,
    pub km: f64,
}

/// Count and total length of the routes longer than `min_km`, by the haversine formula (Sinnott,
/// "Virtues of the haversine", Sky and Telescope 68, 1984).
///
/// Each distance has a relative error below 1e-12 for points closer than a quarter of the globe.
/// The scalar form calls the platform's sine, cosine and arcsine and adds from left to right. The
/// vector forms use polynomials, for coordinates up to a million degrees, and add in 64 lanes like
/// [`crate::sum`]. A distance that is NaN, from a missing or infinite coordinate, is filtered out.
/// Without any such route the total is +0.0.
///
/// # Panics
///
/// If the slices differ in length.
pub fn haversine(isa: InstructionSet, routes: Routes<'_>, min_km: f64) -> Distance {
    routes.check();
    match isa.kind() {
        Kind::Scalar => scalar(routes, min_km),
        Kind::Lanes => blocks(routes, min_km),
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX2.
        Kind::Avx2 => unsafe { avx2(routes, min_km) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: `isa` proves that the processor has AVX-512.
        Kind::Avx512 => unsafe { avx512(routes, min_km) },
    }
}

impl<'a> Routes<'a> {
    /// Number of routes.
    pub fn len(&self) -> usize {
        self.from_lat.len()
    }

    pub fn is_empty(&self) -> bool {
        self.from_lat.is_empty()
    }

    /// The routes within `rows`.
    ///
    /// # Panics
    ///
    /// If `rows` goes beyond the end.
    pub fn slice(&self, rows: std::ops::Range<usize>) -> Self {
        let [from_lat, from_lon, to_lat, to_lon] =
            [self.from_lat, self.from_lon, self.to_lat, self.to_lon]
                .map(|column| &column[rows.clone()]);
        Self { from_lat, from_lon, to_lat, to_lon }
    }

    fn check(&self) {
        let columns = [self.from_lon, self.to_lat, self.to_lon];
        assert!(columns.iter().all(|column| column.len() == self.len()), "columns of one length");
    }
}

impl std::ops::Add for Distance {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { routes: self.routes + other.routes, km: self.km + other.km }
    }
}

fn scalar(routes: Routes<'_>, min_km: f64) -> Distance {
    let mut total = Distance::default();
    for row in 0..routes.len() {
        let (lat1, lat2) = (routes.from_lat[row].to_radians(), routes.to_lat[row].to_radians());
        let dlat = (routes.to_lat[row] - routes.from_lat[row]).to_radians();
        let dlon = (routes.to_lon[row] - routes.from_lon[row]).to_radians();
        let a = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
        let km = 2.0 * EARTH_RADIUS_KM * a.clamp(0.0, 1.0).sqrt().asin();
        if km > min_km {
            total.routes += 1;
            total.km += km;
        }
    }
    total
}

#[inline(always)]
fn blocks(routes: Routes<'_>, min_km: f64) -> Distance {
    let mut lanes = [0.0; BLOCK_ROWS];
    let mut total = Distance::default();
    let whole = routes.len() - routes.len() % BLOCK_ROWS;
    for start in (0..whole).step_by(BLOCK_ROWS) {
        let block = routes.slice(start..start + BLOCK_ROWS);
        let mut km = [0.0; BLOCK_ROWS];
        distances(block, &mut km);
        total.routes += count_above(&km, min_km);
        for (lane, km) in lanes.iter_mut().zip(km) {
            *lane += if km > min_km { km } else { 0.0 };
        }
    }
    let mut km = [0.0; BLOCK_ROWS];
    let km = &mut km[..routes.len() - whole];
    distances(routes.slice(whole..routes.len()), km);
    total.routes += count_above(km, min_km);
    total.km = fold(&mut lanes);
    for &km in km.iter().filter(|&&km| km > min_km) {
        total.km += km;
    }
    total
}

#[inline(always)]
fn count_above(km: &[f64], min_km: f64) -> u64 {
    km.iter().map(|&km| u64::from(km > min_km)).sum()
}

/// Writes the length of each route to `km`, which is as long as `routes`.
#[inline(always)]
fn distances(routes: Routes<'_>, km: &mut [f64]) {
    let origins = routes.from_lat.iter().zip(routes.from_lon);
    let destinations = routes.to_lat.iter().zip(routes.to_lon);
    for (km, (from, to)) in km.iter_mut().zip(origins.zip(destinations)) {
        *km = square((*from.0, *from.1), (*to.0, *to.1));
    }
    // Up to 60 degrees, nearly 6 700 km, the arcsine is cheaper.
    let far = km.iter().fold(false, |far, &square| far | (square > 0.25));
    if far {
        km.iter_mut().for_each(|km| *km = 2.0 * EARTH_RADIUS_KM * asin_sqrt(*km));
    } else {
        km.iter_mut().for_each(|km| *km = 2.0 * EARTH_RADIUS_KM * asin_sqrt_near(*km));
    }
}

/// The square of the sine of half the angle between two points, given as latitude and longitude in
/// degrees.
#[inline(always)]
fn square(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (half_lat_sin, _) = sin_cos((to.0 - from.0) * 0.5);
    let (half_lon_sin, _) = sin_cos((to.1 - from.1) * 0.5);
    let (_, from_cos) = sin_cos(from.0);
    let (_, to_cos) = sin_cos(to.0);
    let square = half_lat_sin * half_lat_sin + from_cos * to_cos * (half_lon_sin * half_lon_sin);
    // `f64::min` would turn NaN into 1.
    if square > 1.0 { 1.0 } else { square }
}

// The same source, compiled for wider registers.

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(routes: Routes<'_>, min_km: f64) -> Distance {
    blocks(routes, min_km)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl")]
fn avx512(routes: Routes<'_>, min_km: f64) -> Distance {
    blocks(routes, min_km)
}
