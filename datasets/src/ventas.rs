//! `ventas`: the sales.

use crate::Dataset;
use crate::random::{Stream, scale, threshold};

/// The regions in order of weight: with skew, the first is the busiest.
pub const REGIONS: [&str; 8] =
    ["norte", "sur", "este", "oeste", "centro", "noreste", "noroeste", "sureste"];

/// First day of `fecha`: 2023-01-01, in days since 1970-01-01.
pub const FIRST_DAY: i32 = 19_358;
/// Last day of `fecha`: 2024-12-31, in days since 1970-01-01.
pub const LAST_DAY: i32 = 20_088;

/// The largest amount, in cents.
const MAX_CENTS: u64 = 200_000;

/// One sale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Venta {
    /// The row number.
    pub id: i64,
    /// 1 to [`Dataset::users`].
    pub user_id: Option<i64>,
    /// Index into [`REGIONS`].
    pub region: Option<u8>,
    /// Days since 1970-01-01, [`FIRST_DAY`] to [`LAST_DAY`].
    pub fecha: i32,
    pub monto: Monto,
}

/// An amount of money as it stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Monto {
    Null,
    /// Not a number: a broken sensor, a bad division, a careless import.
    NaN,
    /// A whole number of cents: about 94 % positive, 5 % refunds (negative) and 1 % zero.
    Cents(i64),
}

impl Monto {
    /// The value in the file: cents divided by 100, correctly rounded, so that the relative error
    /// is at most 2^-53.
    #[inline]
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Null => None,
            Self::NaN => Some(f64::NAN),
            Self::Cents(cents) => Some(cents as f64 / 100.0),
        }
    }

    /// The exact amount in cents; `None` for null and NaN.
    #[inline]
    pub fn cents(self) -> Option<i64> {
        match self {
            Self::Cents(cents) => Some(cents),
            Self::Null | Self::NaN => None,
        }
    }
}

/// The value functions of `ventas`.
#[derive(Debug, Clone)]
pub struct Ventas {
    rows: u64,
    sorted: bool,
    users: UserRanks,
    regions: RegionWeights,
    null_below: u64,
    nan_below: u64,
    monto: Stream,
    fecha: Stream,
    region: Stream,
    user_id: Stream,
    missing: [Stream; 4],
}

impl Ventas {
    pub fn new(dataset: &Dataset) -> Self {
        let stream = |name| Stream::new(dataset.seed, name);
        Self {
            rows: dataset.rows,
            sorted: dataset.sorted,
            users: UserRanks::new(dataset.users(), dataset.skew),
            regions: RegionWeights::new(dataset.skew),
            null_below: threshold(dataset.null_rate),
            nan_below: threshold(dataset.nan_rate),
            monto: stream("ventas.monto"),
            fecha: stream("ventas.fecha"),
            region: stream("ventas.region"),
            user_id: stream("ventas.user_id"),
            missing: [
                stream("ventas.monto.null"),
                stream("ventas.monto.nan"),
                stream("ventas.region.null"),
                stream("ventas.user_id.null"),
            ],
        }
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Row `row` of the table.
    #[inline]
    pub fn row(&self, row: u64) -> Venta {
        Venta {
            id: row as i64,
            user_id: self.user_id(row),
            region: self.region(row),
            fecha: self.fecha(row),
            monto: self.monto(row),
        }
    }

    #[inline]
    fn user_id(&self, row: u64) -> Option<i64> {
        let present = !self.falls_below(3, row, self.null_below);
        present.then(|| self.users.pick(self.user_id.at(row)))
    }

    #[inline]
    fn region(&self, row: u64) -> Option<u8> {
        let present = !self.falls_below(2, row, self.null_below);
        present.then(|| self.regions.pick(self.region.at(row)))
    }

    #[inline]
    fn fecha(&self, row: u64) -> i32 {
        let days = (LAST_DAY - FIRST_DAY + 1) as u64;
        let day = if self.sorted {
            (u128::from(row) * u128::from(days) / u128::from(self.rows)) as u64
        } else {
            self.fecha.below(row, days)
        };
        FIRST_DAY + day as i32
    }

    #[inline]
    fn monto(&self, row: u64) -> Monto {
        if self.falls_below(0, row, self.null_below) {
            Monto::Null
        } else if self.falls_below(1, row, self.nan_below) {
            Monto::NaN
        } else {
            Monto::Cents(cents(self.monto.at(row)))
        }
    }

    /// Whether the draw number `which` of a row is below `limit`; costs nothing for limit 0.
    #[inline]
    fn falls_below(&self, which: usize, row: u64, limit: u64) -> bool {
        limit != 0 && self.missing[which].at(row) < limit
    }
}

/// An amount in cents from 64 random bits: the product of three uniform numbers, which makes small
/// amounts common and large ones rare, as prices are. Eight bits decide the sign.
#[inline]
pub(crate) fn cents(bits: u64) -> i64 {
    let uniform = |shift: u32| (bits >> shift & 0xFFFF) + 1;
    let product = ((uniform(48) * uniform(32)) >> 2) * uniform(16);
    let cents = 1 + ((product * (MAX_CENTS - 1)) >> 46) as i64;
    match bits & 0xFF {
        0..3 => 0,
        3..16 => -cents,
        _ => cents,
    }
}

/// Draws a region by weight.
#[derive(Debug, Clone)]
pub(crate) struct RegionWeights {
    /// The region of a draw is the number of bounds at or below it.
    upper_bounds: [u64; REGIONS.len() - 1],
}

impl RegionWeights {
    pub(crate) fn new(skew: f64) -> Self {
        // `libm` rather than the platform's `pow`: the same bits everywhere.
        let weight = |rank: usize| 1.0 / libm::pow(rank as f64 + 1.0, skew);
        let total: f64 = (0..REGIONS.len()).map(weight).sum();
        let mut cumulative = 0.0;
        let upper_bounds = std::array::from_fn(|rank| {
            cumulative += weight(rank);
            threshold(cumulative / total)
        });
        Self { upper_bounds }
    }

    #[inline]
    pub(crate) fn pick(&self, uniform: u64) -> u8 {
        self.upper_bounds.iter().map(|&bound| u8::from(uniform >= bound)).sum()
    }
}

/// Draws a user, with busy and quiet users.
#[derive(Debug, Clone)]
pub(crate) struct UserRanks {
    users: u64,
    /// The user of rank `r` is number `r * stride` modulo `users`.
    stride: u64,
    /// Rank at each of the 4096 equal steps of a uniform draw: `users * u^(1 + skew)`.
    quantiles: Box<[u64]>,
}

impl UserRanks {
    const STEPS: usize = 4096;
    /// A prime above any number of users, so that multiplying by it permutes the ranks and the
    /// busiest users do not share the smallest identifiers.
    const SCATTER: u64 = 2_305_843_009_213_693_951;

    pub(crate) fn new(users: u64, skew: f64) -> Self {
        let rank = |step: usize| {
            let share = libm::pow(step as f64 / Self::STEPS as f64, 1.0 + skew);
            (users as f64 * share) as u64
        };
        let quantiles = (0..=Self::STEPS).map(rank).collect();
        Self { users, stride: Self::SCATTER % users, quantiles }
    }

    #[inline]
    pub(crate) fn pick(&self, uniform: u64) -> i64 {
        let step = (uniform >> 52) as usize;
        let (low, high) = (self.quantiles[step], self.quantiles[step + 1]);
        let rank = (low + scale(uniform << 12, high - low)).min(self.users - 1);
        self.user_of(rank)
    }

    /// The user of a rank: a permutation of `0..users`, counted from 1.
    #[inline]
    fn user_of(&self, rank: u64) -> i64 {
        let product = u128::from(rank) * u128::from(self.stride);
        // Up to four billion users the product fits 64 bits, whose remainder is much faster.
        let user = match u64::try_from(product) {
            Ok(product) => product % self.users,
            Err(_) => (product % u128::from(self.users)) as u64,
        };
        user as i64 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(dataset: &Dataset) -> Vec<Venta> {
        let ventas = Ventas::new(dataset);
        (0..ventas.rows()).map(|row| ventas.row(row)).collect()
    }

    #[test]
    fn values_stay_in_their_ranges() {
        let dataset = Dataset::hostile(50_000, 3);
        for venta in rows(&dataset) {
            assert!((FIRST_DAY..=LAST_DAY).contains(&venta.fecha));
            assert!(venta.user_id.is_none_or(|user| (1..=1_000).contains(&user)));
            assert!(venta.region.is_none_or(|region| usize::from(region) < REGIONS.len()));
            assert!(venta.monto.cents().is_none_or(|c| c.unsigned_abs() <= MAX_CENTS));
        }
    }

    #[test]
    fn rates_are_close_to_what_was_asked() {
        let dataset = Dataset { null_rate: 0.2, nan_rate: 0.1, ..Dataset::with_rows(100_000) };
        let rows = rows(&dataset);
        let share = |f: &dyn Fn(&Venta) -> bool| {
            rows.iter().filter(|v| f(v)).count() as f64 / rows.len() as f64
        };
        assert!((share(&|v| v.monto == Monto::Null) - 0.2).abs() < 0.01);
        assert!((share(&|v| v.monto == Monto::NaN) - 0.08).abs() < 0.01);
        assert!((share(&|v| v.user_id.is_none()) - 0.2).abs() < 0.01);
        assert!((share(&|v| v.region.is_none()) - 0.2).abs() < 0.01);
    }

    #[test]
    fn skew_makes_the_first_region_busier() {
        let first = |skew| {
            let dataset = Dataset { skew, ..Dataset::with_rows(50_000) };
            rows(&dataset).iter().filter(|v| v.region == Some(0)).count()
        };
        assert!((5_900..6_600).contains(&first(0.0)), "an eighth of 50 000 is 6 250");
        assert!(first(1.0) > 2 * first(0.0));
    }

    #[test]
    fn without_skew_every_user_is_drawn() {
        let dataset = Dataset { skew: 0.0, ..Dataset::with_rows(50_000) };
        let mut seen = vec![false; 1_001];
        for venta in rows(&dataset) {
            seen[venta.user_id.unwrap() as usize] = true;
        }
        assert!(seen[1..].iter().all(|&s| s));
    }

    #[test]
    fn every_rank_is_a_user_of_its_own() {
        for users in [1, 20, 997, 4_096] {
            let ranks = UserRanks::new(users, 0.5);
            let mut found: Vec<i64> = (0..users).map(|rank| ranks.user_of(rank)).collect();
            found.sort_unstable();
            assert!(found.into_iter().eq(1..=users as i64), "{users} users");
        }
    }

    #[test]
    fn ranks_beyond_64_bits_follow_the_same_rule() {
        let users = (1 << 40) / 50;
        let ranks = UserRanks::new(users, 0.0);
        for rank in [0, 1, 1_000, users / 2, users - 1] {
            let exact = u128::from(rank) * u128::from(UserRanks::SCATTER) % u128::from(users);
            assert_eq!(ranks.user_of(rank) as u128, exact + 1, "rank {rank}");
        }
    }

    #[test]
    fn amounts_have_refunds_and_zeros() {
        let rows = rows(&Dataset::with_rows(100_000));
        let share = |sign: i64| {
            rows.iter().filter(|v| v.monto.cents().unwrap().signum() == sign).count() as f64 / 1e5
        };
        assert!((share(-1) - 13.0 / 256.0).abs() < 0.005);
        assert!((share(0) - 3.0 / 256.0).abs() < 0.005);
    }

    #[test]
    fn sorted_dates_cover_the_two_years_in_order() {
        let rows = rows(&Dataset { sorted: true, ..Dataset::with_rows(10_000) });
        assert!(rows.is_sorted_by_key(|v| v.fecha));
        assert_eq!((rows[0].fecha, rows[9_999].fecha), (FIRST_DAY, LAST_DAY));
    }
}
