//! The questions that every engine answers.

use serde::{Deserialize, Serialize};

use crate::{Dataset, EARTH_RADIUS_KM, Table};

/// One question, asked with a few different literals so that no engine can answer from a cache.
#[derive(Debug)]
pub struct Workload {
    /// Short name, as typed on the command line.
    pub id: &'static str,
    /// The question in one sentence.
    pub question: &'static str,
    /// Which columns of which tables an engine has to read.
    pub reads: &'static [(Table, &'static [&'static str])],
    /// Where the data may come from.
    pub sources: &'static [Source],
    /// The values that the literal `{t}` takes, one per variant. A workload without a literal has
    /// the single variant 0.
    pub literals: &'static [f64],
    /// The question in SQL, as DataFusion and DuckDB run it: `{t}` stands for the literal and
    /// `{number}` for a test that the amount is not NaN (`TRUE` for data without NaN).
    sql: &'static str,
}

/// Where an engine reads the data from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Columns loaded before the clock starts, in the engine's own form.
    Memory,
    /// Parquet files in the page cache, opened and decoded inside the clock.
    Parquet,
}

const BOTH: &[Source] = &[Source::Memory, Source::Parquet];

/// Every workload, from the simplest to the most involved; reports keep this order.
///
/// A null or NaN amount counts as missing everywhere, whatever the engine's own rule is. Every
/// answer with more than one row has a total order.
pub const WORKLOADS: &[Workload] = &[
    Workload {
        id: "sum",
        question: "What is the sum of all amounts?",
        reads: &[(Table::Ventas, &["monto"])],
        sources: BOTH,
        literals: &[0.0],
        sql: "SELECT SUM(monto) AS total FROM ventas WHERE {number}",
    },
    Workload {
        id: "filter-map-sum",
        question: "What is the sum of twice the amount, over amounts above a threshold?",
        reads: &[(Table::Ventas, &["monto"])],
        sources: BOTH,
        literals: &[50.0, 60.0, 75.0, 100.0],
        sql: "SELECT SUM(monto * 2.0) AS total FROM ventas WHERE monto > {t} AND {number}",
    },
    Workload {
        id: "revenue-by-region",
        question: "What is the revenue of each region, over amounts above a threshold?",
        reads: &[(Table::Ventas, &["region", "monto"])],
        sources: BOTH,
        literals: &[50.0, 60.0, 75.0, 100.0],
        sql: "SELECT region, SUM(monto) AS revenue FROM ventas WHERE monto > {t} AND {number} \
              GROUP BY region ORDER BY region NULLS LAST",
    },
    Workload {
        id: "star",
        question: "What are revenue, distinct users and mean ticket of each region, best first? (exercise 16.3.1)",
        reads: &[(Table::Ventas, &["user_id", "region", "monto"])],
        sources: BOTH,
        literals: &[0.0, 5.0, 10.0, 20.0],
        sql: "SELECT region, SUM(monto) AS revenue, COUNT(DISTINCT user_id) AS usuarios_unicos, \
              AVG(monto) AS ticket_promedio FROM ventas WHERE monto > {t} AND {number} \
              GROUP BY region ORDER BY revenue DESC, region NULLS LAST",
    },
    Workload {
        id: "join",
        question: "The same per region of the customer, for sales of 2024 (exercise 16.4.1)?",
        reads: &[
            (Table::Ventas, &["user_id", "fecha", "monto"]),
            (Table::Clientes, &["id", "region"]),
        ],
        sources: BOTH,
        literals: &[0.0, 5.0, 10.0, 20.0],
        sql: "SELECT c.region, SUM(v.monto) AS revenue, COUNT(DISTINCT v.user_id) AS usuarios_unicos, \
              AVG(v.monto) AS ticket_promedio FROM ventas v LEFT JOIN clientes c ON v.user_id = c.id \
              WHERE v.monto > {t} AND v.fecha >= DATE '2024-01-01' AND {number} \
              GROUP BY c.region ORDER BY revenue DESC, c.region NULLS LAST",
    },
    Workload {
        id: "haversine",
        question: "How many deliveries go further than a distance, and how far do they go together?",
        reads: &[(Table::Entregas, &["lat_origen", "lon_origen", "lat_destino", "lon_destino"])],
        sources: BOTH,
        literals: &[50.0, 60.0, 75.0, 100.0],
        sql: "SELECT COUNT(*) AS entregas, SUM(km) AS km FROM (SELECT 2.0 * {earth_radius_km} * \
              asin(sqrt(pow(sin(radians(lat_destino - lat_origen) / 2.0), 2.0) + \
              cos(radians(lat_origen)) * cos(radians(lat_destino)) * \
              pow(sin(radians(lon_destino - lon_origen) / 2.0), 2.0))) AS km FROM entregas) WHERE km > {t}",
    },
    Workload {
        id: "top-k",
        question: "Which are the three largest sales of each region below a cap?",
        reads: &[(Table::Ventas, &["id", "region", "monto"])],
        sources: BOTH,
        literals: &[1_000.0, 1_200.0, 1_500.0, 1_900.0],
        sql: "SELECT region, puesto, id, monto FROM (SELECT region, id, monto, ROW_NUMBER() OVER \
              (PARTITION BY region ORDER BY monto DESC, id) AS puesto FROM ventas \
              WHERE monto < {t} AND {number}) WHERE puesto <= 3 ORDER BY region NULLS LAST, puesto",
    },
    Workload {
        id: "etl",
        question: "Write a Parquet file with the number of sales and the revenue of each day, over amounts above a threshold.",
        reads: &[(Table::Ventas, &["fecha", "monto"])],
        sources: &[Source::Parquet],
        literals: &[0.0, 5.0, 10.0, 20.0],
        sql: "SELECT fecha, COUNT(*) AS ventas, SUM(monto) AS revenue FROM ventas \
              WHERE monto > {t} AND {number} GROUP BY fecha ORDER BY fecha",
    },
];

impl Workload {
    /// The workload called `id`.
    pub fn find(id: &str) -> Option<&'static Self> {
        WORKLOADS.iter().find(|workload| workload.id == id)
    }

    /// The SQL text of `variant`. `not_nan` is the engine's test for a number, such as
    /// `NOT isnan(monto)`; it is left out for data that holds no NaN.
    ///
    /// # Panics
    ///
    /// If `variant` is not below the number of literals.
    pub fn sql(&self, variant: usize, dataset: &Dataset, not_nan: &str) -> String {
        let guard = if dataset.nan_rate > 0.0 { not_nan } else { "TRUE" };
        self.sql
            .replace("{t}", &format!("{:?}", self.literals[variant]))
            .replace("{number}", guard)
            .replace("{earth_radius_km}", &format!("{EARTH_RADIUS_KM:?}"))
    }

    /// The literal of `variant` in whole cents, for amounts.
    pub fn literal_cents(&self, variant: usize) -> i64 {
        (self.literals[variant] * 100.0) as i64
    }

    /// The fewest bytes that any engine has to read from memory to answer over `dataset`.
    ///
    /// A column counts with its width as a flat array; a text column with one byte per row, since
    /// there are fewer than 256 distinct regions.
    pub fn bytes_in_memory(&self, dataset: &Dataset) -> u64 {
        let widths = self.reads.iter().map(|(table, columns)| {
            let width: u64 = columns.iter().map(|column| table.width_bytes(column)).sum();
            table.rows(dataset) * width
        });
        widths.sum()
    }

    /// The rows of the largest table read.
    pub fn rows(&self, dataset: &Dataset) -> u64 {
        self.reads.iter().map(|(table, _)| table.rows(dataset)).max().unwrap_or(0)
    }
}

impl Source {
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Parquet => "parquet",
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workloads_are_consistent() {
        for workload in WORKLOADS {
            assert!(!workload.literals.is_empty(), "{}", workload.id);
            assert_eq!(
                workload.sql.contains("{t}"),
                workload.literals.len() > 1,
                "{}",
                workload.id
            );
            for (table, columns) in workload.reads {
                for column in *columns {
                    assert!(table.width_bytes(column) > 0, "{}.{column}", table.name());
                }
            }
        }
    }

    #[test]
    fn sql_carries_the_literal_and_the_guard_only_for_nan() {
        let workload = Workload::find("filter-map-sum").unwrap();
        let clean = workload.sql(1, &Dataset::with_rows(10), "NOT isnan(monto)");
        assert!(clean.ends_with("WHERE monto > 60.0 AND TRUE"), "{clean}");
        let hostile = workload.sql(0, &Dataset::hostile(10, 1), "NOT isnan(monto)");
        assert!(hostile.ends_with("WHERE monto > 50.0 AND NOT isnan(monto)"), "{hostile}");
    }

    #[test]
    fn bytes_count_every_column_of_every_table() {
        let dataset = Dataset::with_rows(1_000_000);
        let join = Workload::find("join").unwrap();
        assert_eq!(join.bytes_in_memory(&dataset), 1_000_000 * 20 + 19_000 * 9);
    }
}
