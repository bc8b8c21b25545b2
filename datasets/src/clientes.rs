//! `clientes`: the customers that are on file.

use crate::ventas::RegionWeights;
use crate::{Dataset, Stream};

/// Customer segments.
pub const SEGMENTS: [&str; 3] = ["particular", "empresa", "mayorista"];

/// Out of this many users in a row, the last is not on file.
const GROUP: u64 = 20;

/// One customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cliente {
    /// The `user_id` of the customer's sales.
    pub id: i64,
    /// Index into [`crate::REGIONS`]: where the customer lives, not where a sale was made.
    pub region: u8,
    /// Index into [`SEGMENTS`].
    pub segmento: u8,
}

/// The value functions of `clientes`.
///
/// One user in twenty is missing, so that a left join has sales without a customer.
#[derive(Debug, Clone)]
pub struct Clientes {
    users: u64,
    regions: RegionWeights,
    region: Stream,
    segmento: Stream,
}

impl Clientes {
    pub fn new(dataset: &Dataset) -> Self {
        Self {
            users: dataset.users(),
            regions: RegionWeights::new(dataset.skew),
            region: Stream::new(dataset.seed, "clientes.region"),
            segmento: Stream::new(dataset.seed, "clientes.segmento"),
        }
    }

    pub fn rows(&self) -> u64 {
        self.users - self.users / GROUP
    }

    /// Row `row` of the table, which is ordered by `id`.
    #[inline]
    pub fn row(&self, row: u64) -> Cliente {
        let id = row + row / (GROUP - 1) + 1;
        Cliente {
            id: id as i64,
            region: self.regions.pick(self.region.at(id)),
            segmento: self.segmento.below(id, SEGMENTS.len() as u64) as u8,
        }
    }

    /// The region of user `id`; `None` if the user is not on file.
    #[inline]
    pub fn region_of(&self, id: i64) -> Option<u8> {
        let id = id as u64;
        let on_file = (1..=self.users).contains(&id) && !id.is_multiple_of(GROUP);
        on_file.then(|| self.regions.pick(self.region.at(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_list_the_users_on_file_once_and_in_order() {
        for rows in [0, 49, 950, 1_000, 50_000, 52_345] {
            let dataset = Dataset::with_rows(rows);
            let clientes = Clientes::new(&dataset);
            let listed: Vec<i64> = (0..clientes.rows()).map(|row| clientes.row(row).id).collect();
            let on_file: Vec<i64> = (0..=dataset.users() as i64 + 1)
                .filter(|&id| clientes.region_of(id).is_some())
                .collect();
            assert_eq!(listed, on_file, "{rows} sales");
        }
    }

    #[test]
    fn lookup_agrees_with_the_rows() {
        let clientes = Clientes::new(&Dataset::with_rows(10_000));
        for row in 0..clientes.rows() {
            let cliente = clientes.row(row);
            assert_eq!(clientes.region_of(cliente.id), Some(cliente.region));
        }
        assert_eq!(clientes.region_of(20), None);
    }
}
