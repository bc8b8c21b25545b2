//! The questions that all engines have to answer. Complete as it is: nothing to solve here.
//!
//! The tables, all of them with nulls:
//!
//! * `ventas`: `id`, `user_id`, `region`, `fecha`, `monto` (a float, which may be NaN), `centimos` (the
//!   same amount as an integer) and `clave`, a text that a sale shares with at most a few others
//! * `clientes`: `id` (the `user_id` of a sale), `region` and `segmento`
//! * `saldos`: `id`, `user_id`, `fecha` and `centimos`, what the account of a user held on that day

use crate::Engine;
use crate::Slot::{
    self, DescNullsLast, FirstRows, IntDiv, IsNumber, MaxNumber, Month, Ratio, SumOrZero,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// A selective filter: one region, and dates of a few months.
    Filter,
    /// A group for each month.
    FewGroups,
    /// A group for each key, of which there are almost as many as rows.
    ManyGroups,
    /// Both sides are the whole table, and they match by a text.
    SelfJoin,
    /// The three largest sales of each user.
    TopSales,
    /// All sales, the largest first, into Parquet.
    SortToFile,
    /// What customers held at the end of each month and what they bought in it, from three tables. A
    /// balance is semi-additive: it adds up over users, while over time the last one counts.
    Balances,
}

use Question::{Balances, FewGroups, Filter, ManyGroups, SelfJoin, SortToFile, TopSales};

pub(crate) const QUESTIONS: [Question; 7] =
    [Filter, FewGroups, ManyGroups, SelfJoin, TopSales, SortToFile, Balances];

impl Question {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Filter => "filter",
            FewGroups => "few groups",
            ManyGroups => "many groups",
            SelfJoin => "self join",
            TopSales => "top sales",
            SortToFile => "sort to file",
            Balances => "balances",
        }
    }

    /// The question in the SQL of an engine, with its slots filled in by `dialect`. The answer of
    /// [`SortToFile`] is for a file: see [`write_to`].
    pub(crate) fn sql(self, engine: Engine, dialect: fn(Slot<'_>, Engine) -> String) -> String {
        let slot = |slot: Slot<'_>| dialect(slot, engine);
        match self {
            Filter => {
                let number = slot(IsNumber("monto"));
                let total = slot(SumOrZero(&format!("CASE WHEN {number} THEN monto END")));
                let largest = slot(MaxNumber("monto"));
                format!(
                    "SELECT COUNT(*) AS filas, {total} AS total, {largest} AS mayor FROM ventas \
                     WHERE region = 'oeste' AND fecha >= DATE '2024-10-01'"
                )
            }
            FewGroups => {
                let (month, largest) = (slot(Month("fecha")), slot(MaxNumber("monto")));
                let whole = slot(IntDiv("centimos", "100"));
                let mean = slot(Ratio("SUM(centimos)", "COUNT(centimos)"));
                format!(
                    "SELECT {month} AS mes, COUNT(*) AS filas, SUM({whole}) AS enteros, \
                     {largest} AS mayor, {mean} AS media FROM ventas GROUP BY {month} ORDER BY mes"
                )
            }
            ManyGroups => "SELECT COUNT(*) AS claves, SUM(filas) AS filas, \
                 MAX(filas) AS repetida, MAX(total) AS mayor FROM \
                 (SELECT clave, COUNT(*) AS filas, SUM(centimos) AS total FROM ventas GROUP BY clave) \
                 AS por_clave"
                .to_owned(),
            SelfJoin => "SELECT COUNT(*) AS parejas, SUM(b.centimos) AS total \
                 FROM ventas AS a JOIN ventas AS b ON a.clave = b.clave AND a.id < b.id"
                .to_owned(),
            TopSales => {
                let order = format!("{}, id", slot(DescNullsLast("centimos")));
                let top = slot(FirstRows {
                    columns: "id, centimos",
                    table: "ventas",
                    group: "user_id",
                    order: &order,
                    limit: 3,
                });
                format!(
                    "SELECT COUNT(*) AS filas, SUM(id) AS ids, SUM(centimos) AS total \
                     FROM ({top}) AS mayores"
                )
            }
            SortToFile => {
                let order = slot(DescNullsLast("centimos"));
                format!("SELECT id, clave, centimos FROM ventas ORDER BY {order}, id")
            }
            Balances => {
                let month = slot(Month("fecha"));
                let last = slot(FirstRows {
                    columns: "user_id, fecha, centimos",
                    table: "saldos",
                    group: &format!("user_id, {month}"),
                    order: "fecha DESC, id DESC",
                    limit: 1,
                });
                let held = slot(SumOrZero("s.centimos"));
                let bought = slot(SumOrZero("v.centimos"));
                format!(
                    "SELECT s.mes, c.segmento, {held} AS saldo, {bought} AS comprado \
                     FROM (SELECT user_id, {month} AS mes, centimos FROM ({last}) AS u) AS s \
                     JOIN clientes AS c ON c.id = s.user_id \
                     LEFT JOIN (SELECT user_id, {month} AS mes, SUM(centimos) AS centimos \
                     FROM ventas GROUP BY user_id, {month}) AS v \
                     ON v.user_id = s.user_id AND v.mes = s.mes \
                     GROUP BY s.mes, c.segmento ORDER BY s.mes, c.segmento"
                )
            }
        }
    }
}

/// The statement that writes the rows of `select`, in their order, to Parquet at `path`. Spark makes a
/// folder of it.
pub(crate) fn write_to(path: &str, select: &str, engine: Engine) -> String {
    let path = path.replace('\'', "''");
    match engine {
        Engine::DataFusion => format!("COPY ({select}) TO '{path}' STORED AS PARQUET"),
        Engine::DuckDb => format!("COPY ({select}) TO '{path}' (FORMAT parquet)"),
        Engine::Spark => format!("INSERT OVERWRITE DIRECTORY '{path}' USING parquet {select}"),
    }
}
