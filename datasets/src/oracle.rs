//! The exact answers, added up while the rows are made.
//!
//! Amounts are added as whole cents in 128 bits, so the order of addition does not matter and
//! threads can add up row ranges of their own. Distances are the one exception: see [`Distances`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::workload::Workload;
use crate::{
    Clientes, Dataset, Entrega, ExactAnswer, ExactCell, FIRST_DAY, LAST_DAY, REGIONS, Venta,
    WORKLOADS, haversine_km,
};

/// First day that the join counts: 2024-01-01, in days since 1970-01-01.
pub const JOIN_FROM_DAY: i32 = 19_723;

/// How many sales `top-k` asks for per region.
pub const TOP_K: usize = 3;

/// Closer than this to the threshold, rounding may decide whether a delivery counts.
/// A thousand times the error of [`haversine_km`] at 100 km.
const EDGE_KM: f64 = 1e-7;

/// A region or its absence, as an index: the last one stands for null.
const NULL_REGION: usize = REGIONS.len();
const REGION_SLOTS: usize = REGIONS.len() + 1;

const DAYS: usize = (LAST_DAY - FIRST_DAY + 1) as usize;

/// The state that all row ranges share: who bought where.
pub struct Shared {
    clientes: Clientes,
    star: UserLevels,
    join: UserLevels,
}

/// What one row range adds to the answers. Ranges can be merged in any order.
#[derive(Clone)]
pub struct Partial {
    sum: Total,
    filter_map_sum: [Total; VARIANTS],
    revenue: [[Total; REGION_SLOTS]; VARIANTS],
    star: [[Total; REGION_SLOTS]; VARIANTS],
    join: [[Total; REGION_SLOTS]; VARIANTS],
    top: Box<[[Top; REGION_SLOTS]; VARIANTS]>,
    daily: Box<[[Total; DAYS]; VARIANTS]>,
}

/// Variants of every workload that has a literal.
const VARIANTS: usize = 4;

/// A sum of amounts and all that is needed to bound its rounding error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Total {
    cents: i128,
    abs_cents: i128,
    terms: u64,
}

impl Total {
    #[inline]
    fn add(&mut self, cents: i64) {
        self.cents += i128::from(cents);
        self.abs_cents += i128::from(cents.unsigned_abs());
        self.terms += 1;
    }

    fn merge(&mut self, other: &Self) {
        self.cents += other.cents;
        self.abs_cents += other.abs_cents;
        self.terms += other.terms;
    }

    fn sum(&self) -> ExactCell {
        self.scaled_sum(1)
    }

    fn scaled_sum(&self, factor: i128) -> ExactCell {
        let (cents, abs_cents) = (self.cents * factor, self.abs_cents * factor);
        ExactCell::Sum { cents, abs_cents, terms: self.terms }
    }

    fn mean(&self) -> ExactCell {
        ExactCell::Mean { cents: self.cents, abs_cents: self.abs_cents, terms: self.terms }
    }
}

/// The largest amounts seen, largest first; of equal amounts the one with the smallest id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Top {
    best: [Option<(i64, i64)>; TOP_K],
}

impl Top {
    #[inline]
    fn add(&mut self, cents: i64, id: i64) {
        let mut candidate = Some((cents, id));
        for place in &mut self.best {
            if ranks_before(candidate, *place) {
                std::mem::swap(place, &mut candidate);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        for (cents, id) in other.best.into_iter().flatten() {
            self.add(cents, id);
        }
    }
}

fn ranks_before(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> bool {
    match (a, b) {
        (Some((cents, id)), Some((other_cents, other_id))) => {
            cents > other_cents || (cents == other_cents && id < other_id)
        }
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// For each region and user, how many of the (ascending) thresholds some amount of theirs exceeds.
/// One byte per pair holds the distinct users of all variants at once.
struct UserLevels {
    users: usize,
    levels: Vec<AtomicU8>,
}

impl UserLevels {
    fn new(users: u64) -> Self {
        let users = users as usize + 1;
        let levels = (0..users * REGION_SLOTS).map(|_| AtomicU8::new(0)).collect();
        Self { users, levels }
    }

    #[inline]
    fn raise(&self, region: usize, user: i64, level: u8) {
        let slot = &self.levels[region * self.users + user as usize];
        // Most pairs reach their level early: a plain read avoids most of the atomic writes.
        if slot.load(Relaxed) < level {
            slot.fetch_max(level, Relaxed);
        }
    }

    fn distinct(&self, region: usize, variant: usize) -> u64 {
        let users = &self.levels[region * self.users..][..self.users];
        users.iter().filter(|level| usize::from(level.load(Relaxed)) > variant).count() as u64
    }
}

/// The thresholds of each workload, in cents.
struct Thresholds {
    filter_map_sum: [i64; VARIANTS],
    revenue: [i64; VARIANTS],
    star: [i64; VARIANTS],
    join: [i64; VARIANTS],
    top: [i64; VARIANTS],
    daily: [i64; VARIANTS],
}

impl Thresholds {
    fn new() -> Self {
        let of = |id| {
            let workload = Workload::find(id).expect("the workload is registered");
            assert_eq!(workload.literals.len(), VARIANTS, "{id}");
            assert!(workload.literals.is_sorted(), "{id}");
            std::array::from_fn(|variant| workload.literal_cents(variant))
        };
        Self {
            filter_map_sum: of("filter-map-sum"),
            revenue: of("revenue-by-region"),
            star: of("star"),
            join: of("join"),
            top: of("top-k"),
            daily: of("etl"),
        }
    }
}

impl Shared {
    pub fn new(dataset: &Dataset) -> Self {
        Self {
            clientes: Clientes::new(dataset),
            star: UserLevels::new(dataset.users()),
            join: UserLevels::new(dataset.users()),
        }
    }

    /// Adds up one range of sales.
    pub fn add_up(&self, ventas: impl IntoIterator<Item = Venta>) -> Partial {
        let mut partial = Partial::new();
        self.add(&mut partial, ventas);
        partial
    }

    /// Adds sales to `partial`. Every row of `ventas` has to be added once, by any thread.
    pub fn add(&self, partial: &mut Partial, ventas: impl IntoIterator<Item = Venta>) {
        let thresholds = Thresholds::new();
        for venta in ventas {
            if let Some(cents) = venta.monto.cents() {
                partial.add(&venta, cents, self, &thresholds);
            }
        }
    }

    /// The answers over `ventas` and `clientes`, once every row has been added up and merged.
    pub fn answers(&self, partial: &Partial) -> BTreeMap<String, Vec<ExactAnswer>> {
        let mut answers = BTreeMap::new();
        let total = |total: ExactCell| answer(&["total"], vec![vec![total]]);
        answers.insert("sum".into(), vec![total(partial.sum.sum())]);
        let mut insert = |id: &str, of: &dyn Fn(usize) -> ExactAnswer| {
            answers.insert(id.into(), (0..VARIANTS).map(of).collect());
        };
        insert("filter-map-sum", &|v| total(partial.filter_map_sum[v].scaled_sum(2)));
        insert("revenue-by-region", &|v| revenue_by_region(&partial.revenue[v]));
        insert("star", &|v| star(&partial.star[v], |region| self.star.distinct(region, v)));
        insert("join", &|v| star(&partial.join[v], |region| self.join.distinct(region, v)));
        insert("top-k", &|v| top_k(&partial.top[v]));
        insert("etl", &|v| daily(&partial.daily[v]));
        answers
    }
}

impl Default for Partial {
    fn default() -> Self {
        Self::new()
    }
}

impl Partial {
    /// Nothing added up yet.
    pub fn new() -> Self {
        Self {
            sum: Total::default(),
            filter_map_sum: Default::default(),
            revenue: Default::default(),
            star: Default::default(),
            join: Default::default(),
            top: Box::default(),
            daily: Box::new([[Total::default(); DAYS]; VARIANTS]),
        }
    }

    /// Adds what another row range has added up.
    pub fn merge(&mut self, other: &Self) {
        self.sum.merge(&other.sum);
        for v in 0..VARIANTS {
            self.filter_map_sum[v].merge(&other.filter_map_sum[v]);
            for region in 0..REGION_SLOTS {
                self.revenue[v][region].merge(&other.revenue[v][region]);
                self.star[v][region].merge(&other.star[v][region]);
                self.join[v][region].merge(&other.join[v][region]);
                self.top[v][region].merge(&other.top[v][region]);
            }
            for day in 0..DAYS {
                self.daily[v][day].merge(&other.daily[v][day]);
            }
        }
    }

    #[inline]
    fn add(&mut self, venta: &Venta, cents: i64, shared: &Shared, thresholds: &Thresholds) {
        let region = venta.region.map_or(NULL_REGION, usize::from);
        self.sum.add(cents);
        for v in 0..VARIANTS {
            if cents > thresholds.filter_map_sum[v] {
                self.filter_map_sum[v].add(cents);
            }
            if cents > thresholds.revenue[v] {
                self.revenue[v][region].add(cents);
            }
            if cents > thresholds.daily[v] {
                self.daily[v][(venta.fecha - FIRST_DAY) as usize].add(cents);
            }
            if cents < thresholds.top[v] {
                self.top[v][region].add(cents, venta.id);
            }
        }
        let level = add_above(&mut self.star, &thresholds.star, region, cents);
        raise(&shared.star, region, venta.user_id, level);
        if venta.fecha >= JOIN_FROM_DAY {
            let home = venta.user_id.and_then(|user| shared.clientes.region_of(user));
            let home = home.map_or(NULL_REGION, usize::from);
            let level = add_above(&mut self.join, &thresholds.join, home, cents);
            raise(&shared.join, home, venta.user_id, level);
        }
    }
}

/// Adds `cents` to each variant whose threshold it exceeds; returns how many those are.
#[inline]
fn add_above(
    totals: &mut [[Total; REGION_SLOTS]; VARIANTS],
    thresholds: &[i64; VARIANTS],
    region: usize,
    cents: i64,
) -> u8 {
    let level = thresholds.iter().filter(|&&threshold| cents > threshold).count();
    for totals in &mut totals[..level] {
        totals[region].add(cents);
    }
    level as u8
}

#[inline]
fn raise(levels: &UserLevels, region: usize, user: Option<i64>, level: u8) {
    if let (Some(user), true) = (user, level > 0) {
        levels.raise(region, user, level);
    }
}

/// The answer to `haversine`, added up over `entregas`.
///
/// Distances are irrational, so their sum is exact only to a bound: [`haversine_km`] is good to a
/// relative 1e-12, and engines round every step in their own way. The sum itself is compensated
/// (Neumaier 1974), whose error is far below that bound.
#[derive(Debug, Clone, Default)]
pub struct Distances {
    variants: [Distance; VARIANTS],
}

#[derive(Debug, Clone, Copy, Default)]
struct Distance {
    rows: u64,
    on_edge: u64,
    sum_km: f64,
    compensation_km: f64,
}

impl Distance {
    fn add_km(&mut self, km: f64) {
        let sum = self.sum_km + km;
        self.compensation_km += if self.sum_km.abs() >= km.abs() {
            (self.sum_km - sum) + km
        } else {
            (km - sum) + self.sum_km
        };
        self.sum_km = sum;
    }
}

impl Distances {
    /// Adds one delivery. A delivery without a destination counts nowhere.
    pub fn add(&mut self, entrega: &Entrega) {
        let Some(destino) = entrega.destino else { return };
        let km = haversine_km(entrega.origen, destino);
        let literals = haversine().literals;
        for (distance, &limit) in self.variants.iter_mut().zip(literals) {
            distance.on_edge += u64::from((km - limit).abs() < EDGE_KM);
            if km > limit {
                distance.rows += 1;
                distance.add_km(km);
            }
        }
    }

    /// Adds what another row range has added up. For the same bits every time, merge fixed ranges in
    /// their order.
    pub fn merge(&mut self, other: &Self) {
        for (distance, other) in self.variants.iter_mut().zip(&other.variants) {
            distance.rows += other.rows;
            distance.on_edge += other.on_edge;
            distance.add_km(other.sum_km);
            distance.add_km(other.compensation_km);
        }
    }

    /// The exact answers of `haversine`.
    pub fn answers(&self) -> Vec<ExactAnswer> {
        let of = |(distance, limit): (&Distance, &f64)| {
            let value = distance.sum_km + distance.compensation_km;
            // Rounding while summing `k` numbers in any order, on top of 1e-12 for each; a delivery
            // on the edge may be in or out.
            let bound = value * (1e-12 + distance.rows as f64 * f64::EPSILON / 2.0)
                + distance.on_edge as f64 * (limit + EDGE_KM);
            let count = ExactCell::Count { rows: distance.rows, slack: distance.on_edge };
            let sum = match distance.rows {
                0 => ExactCell::Sum { cents: 0, abs_cents: 0, terms: 0 },
                _ => ExactCell::Float { value, bound },
            };
            answer(&["entregas", "km"], vec![vec![count, sum]])
        };
        self.variants.iter().zip(haversine().literals).map(of).collect()
    }
}

fn haversine() -> &'static Workload {
    Workload::find("haversine").expect("the workload is registered")
}

fn answer(columns: &[&str], rows: Vec<Vec<ExactCell>>) -> ExactAnswer {
    ExactAnswer { columns: columns.iter().map(|&name| name.into()).collect(), rows }
}

fn region_name(region: usize) -> ExactCell {
    REGIONS.get(region).map_or(ExactCell::Null, |&name| ExactCell::Text(name.into()))
}

/// The regions in alphabetical order, null last.
fn regions_by_name() -> Vec<usize> {
    let mut regions: Vec<usize> = (0..REGION_SLOTS).collect();
    regions.sort_by_key(|&region| (region == NULL_REGION, REGIONS.get(region)));
    regions
}

fn revenue_by_region(totals: &[Total; REGION_SLOTS]) -> ExactAnswer {
    let groups = regions_by_name().into_iter().filter(|&region| totals[region].terms > 0);
    let rows = groups.map(|region| vec![region_name(region), totals[region].sum()]);
    answer(&["region", "revenue"], rows.collect())
}

fn star(totals: &[Total; REGION_SLOTS], distinct: impl Fn(usize) -> u64) -> ExactAnswer {
    let mut groups = regions_by_name();
    groups.retain(|&region| totals[region].terms > 0);
    // A stable sort keeps the alphabetical order among equal revenues.
    groups.sort_by_key(|&region| std::cmp::Reverse(totals[region].cents));
    let row = |region: usize| {
        let users = ExactCell::Int(distinct(region) as i64);
        vec![region_name(region), totals[region].sum(), users, totals[region].mean()]
    };
    let columns = ["region", "revenue", "usuarios_unicos", "ticket_promedio"];
    answer(&columns, groups.into_iter().map(row).collect())
}

fn top_k(tops: &[Top; REGION_SLOTS]) -> ExactAnswer {
    let mut rows = Vec::new();
    for region in regions_by_name() {
        for (place, (cents, id)) in tops[region].best.into_iter().flatten().enumerate() {
            let amount = ExactCell::Float { value: cents as f64 / 100.0, bound: 0.0 };
            let place = ExactCell::Int(place as i64 + 1);
            rows.push(vec![region_name(region), place, ExactCell::Int(id), amount]);
        }
    }
    answer(&["region", "puesto", "id", "monto"], rows)
}

fn daily(totals: &[Total; DAYS]) -> ExactAnswer {
    let days = totals.iter().enumerate().filter(|(_, total)| total.terms > 0);
    let row = |(day, total): (usize, &Total)| {
        let fecha = ExactCell::Int(i64::from(FIRST_DAY) + day as i64);
        vec![fecha, ExactCell::Int(total.terms as i64), total.sum()]
    };
    answer(&["fecha", "ventas", "revenue"], days.map(row).collect())
}

/// Whether every workload has an answer: the check that a new one was not forgotten.
pub fn is_complete(answers: &BTreeMap<String, Vec<ExactAnswer>>) -> bool {
    WORKLOADS.iter().all(|workload| {
        answers.get(workload.id).is_some_and(|found| found.len() == workload.literals.len())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Cell, Entregas, Ventas};

    fn answers(dataset: &Dataset, range: u64) -> BTreeMap<String, Vec<ExactAnswer>> {
        let (ventas, entregas) = (Ventas::new(dataset), Entregas::new(dataset));
        let shared = Shared::new(dataset);
        let mut partial = Partial::new();
        for start in (0..ventas.rows()).step_by(range as usize) {
            let end = (start + range).min(ventas.rows());
            partial.merge(&shared.add_up((start..end).map(|row| ventas.row(row))));
        }
        let mut distances = Distances::default();
        (0..entregas.rows()).for_each(|row| distances.add(&entregas.row(row)));
        let mut answers = shared.answers(&partial);
        answers.insert("haversine".into(), distances.answers());
        answers
    }

    #[test]
    fn every_workload_has_an_answer_for_every_variant() {
        for rows in [0, 1, 10_000] {
            assert!(is_complete(&answers(&Dataset::hostile(rows, 1), 1_000)), "{rows} rows");
        }
    }

    #[test]
    fn the_split_into_ranges_does_not_matter() {
        let dataset = Dataset::hostile(10_000, 5);
        assert_eq!(answers(&dataset, 10_000), answers(&dataset, 77));
    }

    /// The same star query, written again in the plainest way.
    #[test]
    fn star_agrees_with_a_naive_count() {
        let dataset = Dataset::hostile(20_000, 11);
        let ventas = Ventas::new(&dataset);
        let exact = &answers(&dataset, 1_000)["star"][2];
        let mut rows: Vec<Vec<Cell>> = (0..REGION_SLOTS)
            .filter_map(|slot| {
                let sales: Vec<Venta> = (0..ventas.rows())
                    .map(|row| ventas.row(row))
                    .filter(|v| v.region.map_or(NULL_REGION, usize::from) == slot)
                    .filter(|v| v.monto.value().is_some_and(|amount| amount > 10.0))
                    .collect();
                let revenue: f64 = sales.iter().map(|v| v.monto.value().unwrap()).sum();
                let users: BTreeSet<i64> = sales.iter().filter_map(|v| v.user_id).collect();
                let name = REGIONS.get(slot).map_or(Cell::Null, |&name| Cell::Text(name.into()));
                let mean = Cell::Float(revenue / sales.len() as f64);
                (!sales.is_empty())
                    .then(|| vec![name, Cell::Float(revenue), Cell::Int(users.len() as i64), mean])
            })
            .collect();
        let revenue = |row: &[Cell]| match row[1] {
            Cell::Float(value) => value,
            _ => unreachable!(),
        };
        rows.sort_by(|a, b| revenue(b).total_cmp(&revenue(a)));
        exact.check(&crate::Answer { rows }).unwrap();
    }

    #[test]
    fn ties_in_the_top_go_to_the_smaller_id() {
        let mut top = Top::default();
        for (cents, id) in [(500, 4), (500, 2), (900, 9), (500, 3), (100, 1)] {
            top.add(cents, id);
        }
        assert_eq!(top.best, [Some((900, 9)), Some((500, 2)), Some((500, 3))]);
    }
}
