//! `eventos`: what happened on the web site.

use crate::random::{scale, threshold};
use crate::ventas::{RegionWeights, UserRanks, cents};
use crate::{Dataset, Stream};

/// 2024-01-01T00:00:00Z in milliseconds since 1970.
const FIRST_MS: i64 = 1_704_067_200_000;
/// Milliseconds in the leap year 2024.
const YEAR_MS: u64 = 366 * 86_400_000;

/// The values of `tipo`.
pub const TIPOS: [&str; 3] = ["compra", "click", "error"];
/// The values of `pagina`.
pub const PAGES: [&str; 6] = ["/", "/buscar", "/producto", "/carrito", "/pago", "/ayuda"];
/// The values of `mensaje`.
pub const MESSAGES: [&str; 4] =
    ["tiempo de espera agotado", "pago rechazado", "producto agotado", "sesión caducada"];

/// One event. A column that does not belong to the event's type is null.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evento {
    /// The row number.
    pub id: i64,
    /// Milliseconds since 1970-01-01T00:00:00Z, within 2024, in order of `id`.
    pub timestamp: i64,
    pub user_id: Option<i64>,
    pub tipo: Tipo,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tipo {
    /// A purchase: cents (positive) and an index into [`crate::REGIONS`].
    Compra { cents: i64, region: u8 },
    /// A click on a page: an index into [`PAGES`].
    Click { pagina: u8 },
    /// An error message: an index into [`MESSAGES`].
    Error { mensaje: u8 },
}

impl Tipo {
    /// The text in the column `tipo`.
    pub fn name(self) -> &'static str {
        TIPOS[usize::from(self.index())]
    }

    /// Index into [`TIPOS`].
    pub fn index(self) -> u8 {
        match self {
            Self::Compra { .. } => 0,
            Self::Click { .. } => 1,
            Self::Error { .. } => 2,
        }
    }
}

/// The value functions of `eventos`.
#[derive(Debug, Clone)]
pub struct Eventos {
    rows: u64,
    null_below: u64,
    users: UserRanks,
    regions: RegionWeights,
    tipo: Stream,
    detail: Stream,
    region: Stream,
    user_id: Stream,
    missing: Stream,
}

impl Eventos {
    pub fn new(dataset: &Dataset) -> Self {
        let stream = |name| Stream::new(dataset.seed, name);
        Self {
            rows: dataset.rows,
            null_below: threshold(dataset.null_rate),
            users: UserRanks::new(dataset.users(), dataset.skew),
            regions: RegionWeights::new(dataset.skew),
            tipo: stream("eventos.tipo"),
            detail: stream("eventos.detail"),
            region: stream("eventos.region"),
            user_id: stream("eventos.user_id"),
            missing: stream("eventos.user_id.null"),
        }
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Row `row` of the table: 10 % purchases, 85 % clicks, 5 % errors.
    #[inline]
    pub fn row(&self, row: u64) -> Evento {
        let anonymous = self.null_below != 0 && self.missing.at(row) < self.null_below;
        let elapsed = u128::from(row) * u128::from(YEAR_MS) / u128::from(self.rows.max(1));
        Evento {
            id: row as i64,
            timestamp: FIRST_MS + elapsed as i64,
            user_id: (!anonymous).then(|| self.users.pick(self.user_id.at(row))),
            tipo: self.tipo(row),
        }
    }

    fn tipo(&self, row: u64) -> Tipo {
        let detail = self.detail.at(row);
        let pick = |names: &[&str]| scale(detail, names.len() as u64) as u8;
        match self.tipo.below(row, 100) {
            0..10 => Tipo::Compra {
                cents: cents(detail).abs().max(1),
                region: self.regions.pick(self.region.at(row)),
            },
            10..95 => Tipo::Click { pagina: pick(&PAGES) },
            _ => Tipo::Error { mensaje: pick(&MESSAGES) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_appear_in_their_shares() {
        let eventos = Eventos::new(&Dataset::with_rows(100_000));
        let share = |name| {
            (0..eventos.rows()).filter(|&row| eventos.row(row).tipo.name() == name).count() as f64
                / 1e5
        };
        assert!((share("compra") - 0.10).abs() < 0.01);
        assert!((share("click") - 0.85).abs() < 0.01);
        assert!((share("error") - 0.05).abs() < 0.01);
    }

    /// With amounts that have nothing to do with regions, the region of most purchases earns most.
    #[test]
    fn revenue_follows_the_number_of_purchases() {
        let eventos = Eventos::new(&Dataset { skew: 1.0, ..Dataset::with_rows(200_000) });
        let mut sales = [(0_i64, 0_i64); crate::REGIONS.len()];
        for row in 0..eventos.rows() {
            if let Tipo::Compra { cents, region } = eventos.row(row).tipo {
                let (count, total) = &mut sales[usize::from(region)];
                (*count, *total) = (*count + 1, *total + cents);
            }
        }
        let (most, rest) = sales.split_first().expect("there are regions");
        assert!(rest.iter().all(|other| other.0 < most.0 && other.1 < most.1), "{sales:?}");
    }

    #[test]
    fn time_moves_forward_within_the_year() {
        let eventos = Eventos::new(&Dataset::with_rows(10_000));
        let times: Vec<i64> = (0..10_000).map(|row| eventos.row(row).timestamp).collect();
        assert!(times.is_sorted());
        assert!(times[9_999] < FIRST_MS + YEAR_MS as i64);
    }
}
