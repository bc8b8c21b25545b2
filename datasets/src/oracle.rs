//! The exact answers, added up while the rows are made.
//!
//! Amounts are added as whole cents, so the order of addition does not matter and threads can add up
//! row ranges of their own. Distances are the one exception: see [`Distances`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

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
    users: Users,
}

/// What one row range adds to the answers. Ranges can be merged in any order.
///
/// Each amount is added once, under its level: the number of thresholds that it exceeds. The total
/// of variant `v` is that of all levels above `v`.
#[derive(Clone)]
pub struct Partial {
    filter_map_sum: Levels,
    revenue: [Levels; REGION_SLOTS],
    star: [Levels; REGION_SLOTS],
    join: [Levels; REGION_SLOTS],
    top: [Tops; REGION_SLOTS],
    daily: Box<[Levels; DAYS]>,
}

/// Variants of every workload that has a literal.
const VARIANTS: usize = 4;

/// A sum of amounts and all that is needed to bound its rounding error. 64 bits are enough: at most
/// 2^40 amounts of at most 2^18 cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Total {
    cents: i64,
    abs_cents: u64,
    terms: u64,
}

impl Total {
    #[inline]
    fn add(&mut self, cents: i64) {
        self.cents += cents;
        self.abs_cents += cents.unsigned_abs();
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
        let (cents, abs_cents) = self.wide();
        ExactCell::Sum { cents: cents * factor, abs_cents: abs_cents * factor, terms: self.terms }
    }

    fn mean(&self) -> ExactCell {
        let (cents, abs_cents) = self.wide();
        ExactCell::Mean { cents, abs_cents, terms: self.terms }
    }

    fn wide(&self) -> (i128, i128) {
        (self.cents.into(), self.abs_cents.into())
    }
}

/// The total of each level, 0 to the number of variants.
#[derive(Debug, Clone, Copy, Default)]
struct Levels([Total; VARIANTS + 1]);

impl Levels {
    #[inline]
    fn add(&mut self, level: usize, cents: i64) {
        self.0[level].add(cents);
    }

    fn merge(&mut self, other: &Self) {
        for (total, other) in self.0.iter_mut().zip(&other.0) {
            total.merge(other);
        }
    }

    /// The total of the amounts that exceed the threshold of `variant`.
    fn above(&self, variant: usize) -> Total {
        self.at_least(variant + 1)
    }

    fn at_least(&self, level: usize) -> Total {
        let mut sum = Total::default();
        self.0[level..].iter().for_each(|total| sum.merge(total));
        sum
    }
}

/// How many of the (ascending) `thresholds` are exceeded.
#[inline]
fn level(cents: i64, thresholds: &[i64; VARIANTS]) -> usize {
    thresholds.iter().map(|&threshold| usize::from(cents > threshold)).sum()
}

/// The largest amounts seen, largest first; of equal amounts the one with the smallest id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Top {
    best: [Option<(i64, i64)>; TOP_K],
}

impl Top {
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

    /// The smallest amount that can still enter.
    fn floor(&self) -> i64 {
        self.best[TOP_K - 1].map_or(i64::MIN, |(cents, _)| cents)
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

/// The largest amounts below the cap of each variant.
#[derive(Debug, Clone, Copy)]
struct Tops {
    variants: [Top; VARIANTS],
    /// No amount below this enters any variant: most rows cost one comparison.
    floor: i64,
}

impl Default for Tops {
    fn default() -> Self {
        Self { variants: Default::default(), floor: i64::MIN }
    }
}

impl Tops {
    #[inline]
    fn add(&mut self, cents: i64, id: i64, caps: &[i64; VARIANTS]) {
        if cents >= self.floor {
            self.add_below(cents, id, caps);
        }
    }

    #[cold]
    fn add_below(&mut self, cents: i64, id: i64, caps: &[i64; VARIANTS]) {
        for (top, &cap) in self.variants.iter_mut().zip(caps) {
            if cents < cap {
                top.add(cents, id);
            }
        }
        self.lower_floor();
    }

    fn merge(&mut self, other: &Self) {
        for (top, other) in self.variants.iter_mut().zip(&other.variants) {
            top.merge(other);
        }
        self.lower_floor();
    }

    fn lower_floor(&mut self) {
        self.floor = self.variants.iter().map(Top::floor).min().expect("there are variants");
    }
}

/// What is known of each user, in one word of 64 bits. Number 0 stands for the sales without a user.
///
/// Bit `4 * r + v` tells whether the user bought in region `r` above threshold `v` of `star`; the
/// four bits from [`Users::JOIN`] the same for `join`, whatever the region; the four bits from
/// [`Users::HOME`] hold the region of the customer.
struct Users {
    words: Vec<AtomicU64>,
}

/// Distinct users of each region and variant.
type Distinct = [[u64; VARIANTS]; REGION_SLOTS];

impl Users {
    const JOIN: usize = VARIANTS * REGION_SLOTS;
    const HOME: usize = Self::JOIN + VARIANTS;

    fn new(dataset: &Dataset) -> Self {
        let clientes = Clientes::new(dataset);
        let home = |user: u64| clientes.region_of(user as i64).map_or(NULL_REGION, usize::from);
        let word = |user| AtomicU64::new((home(user) as u64) << Self::HOME);
        Self { words: (0..=dataset.users()).map(word).collect() }
    }

    #[inline]
    fn home(word: u64) -> usize {
        (word >> Self::HOME) as usize
    }

    /// The bits of a sale in `region` at these levels.
    #[inline]
    fn bits(region: usize, star: usize, join: usize) -> u64 {
        exceeded(star) << (VARIANTS * region) | exceeded(join) << Self::JOIN
    }

    /// The word of the user of each sale. Nothing else happens in between, so that the processor
    /// waits for many words at once.
    fn of<const N: usize>(&self, ventas: &[Venta]) -> [u64; N] {
        let mut words = [0; N];
        for (word, venta) in words.iter_mut().zip(ventas) {
            *word = self.words[slot(venta)].load(Relaxed);
        }
        words
    }

    /// Sets `bits` for the user of a sale, whose word was `word`.
    #[inline]
    fn set(&self, venta: &Venta, word: u64, bits: u64) {
        // Most users have their bits early, which saves most of the atomic writes.
        if word & bits != bits {
            self.words[slot(venta)].fetch_or(bits, Relaxed);
        }
    }

    /// The distinct users of `star` and of `join`.
    fn distinct(&self) -> (Distinct, Distinct) {
        let (mut star, mut join) = (Distinct::default(), Distinct::default());
        for word in &self.words[1..] {
            let word = word.load(Relaxed);
            let home = Self::home(word);
            for variant in 0..VARIANTS {
                for (region, counts) in star.iter_mut().enumerate() {
                    counts[variant] += word >> (VARIANTS * region + variant) & 1;
                }
                join[home][variant] += word >> (Self::JOIN + variant) & 1;
            }
        }
        (star, join)
    }
}

/// The place of the user of a sale in [`Users`]; 0 without a user.
#[inline]
fn slot(venta: &Venta) -> usize {
    venta.user_id.unwrap_or(0) as usize
}

/// One bit for each threshold that an amount of this level exceeds.
#[inline]
fn exceeded(level: usize) -> u64 {
    (1 << level) - 1
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
        Self { users: Users::new(dataset) }
    }

    /// Adds up one range of sales.
    pub fn add_up(&self, ventas: impl IntoIterator<Item = Venta>) -> Partial {
        let mut partial = Partial::new();
        self.add(&mut partial, &ventas.into_iter().collect::<Vec<_>>());
        partial
    }

    /// Adds sales to `partial`. Every row of `ventas` has to be added once, by any thread.
    pub fn add(&self, partial: &mut Partial, ventas: &[Venta]) {
        const CHUNK: usize = 256;
        let thresholds = Thresholds::new();
        for ventas in ventas.chunks(CHUNK) {
            let words: [u64; CHUNK] = self.users.of(ventas);
            for (venta, word) in ventas.iter().zip(words) {
                if let Some(cents) = venta.monto.cents() {
                    let bits = partial.add(venta, cents, Users::home(word), &thresholds);
                    self.users.set(venta, word, bits);
                }
            }
        }
    }

    /// The answers over `ventas` and `clientes`, once every row has been added up and merged.
    pub fn answers(&self, partial: &Partial) -> BTreeMap<String, Vec<ExactAnswer>> {
        let (star_users, join_users) = self.users.distinct();
        let mut answers = BTreeMap::new();
        let total = |total: ExactCell| answer(&["total"], vec![vec![total]]);
        answers.insert("sum".into(), vec![total(partial.filter_map_sum.at_least(0).sum())]);
        let mut insert = |id: &str, of: &dyn Fn(usize) -> ExactAnswer| {
            answers.insert(id.into(), (0..VARIANTS).map(of).collect());
        };
        let above = |regions: &[Levels; REGION_SLOTS], v| regions.map(|levels| levels.above(v));
        insert("filter-map-sum", &|v| total(partial.filter_map_sum.above(v).scaled_sum(2)));
        insert("revenue-by-region", &|v| revenue_by_region(&above(&partial.revenue, v)));
        insert("star", &|v| star(&above(&partial.star, v), |region| star_users[region][v]));
        insert("join", &|v| star(&above(&partial.join, v), |region| join_users[region][v]));
        insert("top-k", &|v| top_k(&partial.top.map(|tops| tops.variants[v])));
        insert("etl", &|v| daily(&partial.daily.map(|levels| levels.above(v))));
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
            filter_map_sum: Levels::default(),
            revenue: Default::default(),
            star: Default::default(),
            join: Default::default(),
            top: Default::default(),
            daily: Box::new([Levels::default(); DAYS]),
        }
    }

    /// Adds what another row range has added up.
    pub fn merge(&mut self, other: &Self) {
        self.filter_map_sum.merge(&other.filter_map_sum);
        for region in 0..REGION_SLOTS {
            self.revenue[region].merge(&other.revenue[region]);
            self.star[region].merge(&other.star[region]);
            self.join[region].merge(&other.join[region]);
            self.top[region].merge(&other.top[region]);
        }
        for (day, other) in self.daily.iter_mut().zip(other.daily.iter()) {
            day.merge(other);
        }
    }

    /// Adds a sale to a customer of region `home`. Returns the bits of the sale for [`Users`].
    #[inline]
    fn add(&mut self, venta: &Venta, cents: i64, home: usize, thresholds: &Thresholds) -> u64 {
        let region = venta.region.map_or(NULL_REGION, usize::from);
        let day = (venta.fecha - FIRST_DAY) as usize;
        let star = level(cents, &thresholds.star);
        // A sale before the join's first day exceeds nothing. Multiplication, since half the rows
        // would be mispredicted by a branch.
        let join = level(cents, &thresholds.join) * usize::from(venta.fecha >= JOIN_FROM_DAY);
        self.filter_map_sum.add(level(cents, &thresholds.filter_map_sum), cents);
        self.revenue[region].add(level(cents, &thresholds.revenue), cents);
        self.star[region].add(star, cents);
        self.join[home].add(join, cents);
        self.top[region].add(cents, venta.id, &thresholds.top);
        self.daily[day].add(level(cents, &thresholds.daily), cents);
        Users::bits(region, star, join)
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

    /// Revenue, distinct users and mean of each group, best first, in the plainest way.
    fn naive_star(sales: &[Venta], slot: impl Fn(&Venta) -> usize) -> crate::Answer {
        let amount = |v: &Venta| v.monto.value().unwrap();
        let group = |wanted: usize| {
            let sales: Vec<&Venta> = sales.iter().filter(|&v| slot(v) == wanted).collect();
            let revenue: f64 = sales.iter().map(|v| amount(v)).sum();
            let users: BTreeSet<i64> = sales.iter().filter_map(|v| v.user_id).collect();
            let name = REGIONS.get(wanted).map_or(Cell::Null, |&name| Cell::Text(name.into()));
            let mean = Cell::Float(revenue / sales.len() as f64);
            let row = vec![name, Cell::Float(revenue), Cell::Int(users.len() as i64), mean];
            (!sales.is_empty()).then_some((revenue, row))
        };
        let mut groups: Vec<_> = (0..REGION_SLOTS).filter_map(group).collect();
        groups.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        crate::Answer { rows: groups.into_iter().map(|(_, row)| row).collect() }
    }

    /// The sales with an amount that satisfies `condition`.
    fn sales(dataset: &Dataset, condition: impl Fn(f64) -> bool) -> Vec<Venta> {
        let ventas = Ventas::new(dataset);
        let all = (0..ventas.rows()).map(|row| ventas.row(row));
        all.filter(|v| v.monto.cents().is_some() && condition(v.monto.value().unwrap())).collect()
    }

    #[test]
    fn star_agrees_with_a_naive_count() {
        let dataset = Dataset::hostile(20_000, 11);
        let region = |v: &Venta| v.region.map_or(NULL_REGION, usize::from);
        for (variant, above) in [0.0, 5.0, 10.0, 20.0].into_iter().enumerate() {
            let found = naive_star(&sales(&dataset, |amount| amount > above), region);
            answers(&dataset, 1_000)["star"][variant].check(&found).unwrap();
        }
    }

    #[test]
    fn join_agrees_with_a_naive_count() {
        let dataset = Dataset::hostile(20_000, 12);
        let clientes = Clientes::new(&dataset);
        let home = |v: &Venta| {
            let region = v.user_id.and_then(|user| clientes.region_of(user));
            region.map_or(NULL_REGION, usize::from)
        };
        for (variant, above) in [0.0, 5.0, 10.0, 20.0].into_iter().enumerate() {
            let mut sales = sales(&dataset, |amount| amount > above);
            sales.retain(|v| v.fecha >= JOIN_FROM_DAY);
            let found = naive_star(&sales, home);
            answers(&dataset, 1_000)["join"][variant].check(&found).unwrap();
        }
    }

    #[test]
    fn top_k_agrees_with_a_sort() {
        // With 100 rows some regions have fewer than three sales, among them refunds.
        for rows in [100, 20_000] {
            let dataset = Dataset::hostile(rows, 13);
            for (variant, cap) in [1_000.0, 1_200.0, 1_500.0, 1_900.0].into_iter().enumerate() {
                let mut sales = sales(&dataset, |amount| amount < cap);
                sales.sort_by_key(|v| (std::cmp::Reverse(v.monto.cents()), v.id));
                let of_region = |&region: &usize| {
                    let sales = sales
                        .iter()
                        .filter(move |v| v.region.map_or(NULL_REGION, usize::from) == region);
                    sales.take(TOP_K).map(|v| v.id).collect::<Vec<_>>()
                };
                let expected: Vec<i64> = regions_by_name().iter().flat_map(of_region).collect();
                let exact = answers(&dataset, 1_000)["top-k"][variant].rounded();
                let ids = exact.rows.iter().map(|row| match row[2] {
                    Cell::Int(id) => id,
                    _ => panic!("{row:?}"),
                });
                assert!(ids.eq(expected), "{rows} rows, below {cap}");
            }
        }
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
