//! How fast the kernels are, at sizes that fit each level of memory.
//!
//! `cargo bench -p kernels` takes about a minute. `KERNELS_ROWS=100_000_000` adds one more size,
//! which needs 32 bytes per row, and the parallel kernels at that size.

use std::hint::black_box;
use std::time::Duration;

use arrow::array::Float64Array;
use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use kernels::{InstructionSet, Routes, parallel};

/// 32 KiB of numbers for the first-level cache, 512 KiB for the second, 8 MB for the last.
const SIZES: [usize; 3] = [4_096, 65_536, 1_000_000];

const THRESHOLD: f64 = 50.0;

criterion_group! {
    name = kernels_benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600));
    targets = sum, filter_map_sum, group_sum, group_sum_codes, haversine
}
criterion_main!(kernels_benches);

/// Against arrow-rs, whose number of lanes is fixed when it is compiled.
fn sum(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sum");
    for n in sizes() {
        let values = amounts(n);
        group.throughput(Throughput::Bytes(8 * n as u64));
        for_each_form(&mut group, n, |isa| {
            black_box(kernels::sum(isa, black_box(&values)));
        });
        in_parallel(&mut group, n, |isa| {
            black_box(parallel::sum(isa, black_box(&values)));
        });
        let array = Float64Array::from(values);
        group.bench_function(BenchmarkId::new("arrow-rs", n), |bencher| {
            bencher.iter(|| arrow::compute::sum(black_box(&array)));
        });
    }
}

fn filter_map_sum(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("filter_map_sum");
    for n in sizes() {
        let values = amounts(n);
        group.throughput(Throughput::Bytes(8 * n as u64));
        for_each_form(&mut group, n, |isa| {
            black_box(kernels::filter_map_sum(isa, black_box(&values), THRESHOLD));
        });
        in_parallel(&mut group, n, |isa| {
            black_box(parallel::filter_map_sum(isa, black_box(&values), THRESHOLD));
        });
    }
}

fn group_sum(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("group_sum");
    for n in sizes() {
        let (keys, values) = (keys(n), amounts(n));
        group.throughput(Throughput::Bytes(24 * n as u64));
        for_each_form(&mut group, n, |isa| {
            black_box(kernels::group_sum(isa, black_box(&keys), &values, THRESHOLD));
        });
        in_parallel(&mut group, n, |isa| {
            black_box(parallel::group_sum(isa, black_box(&keys), &values, THRESHOLD));
        });
    }
}

fn group_sum_codes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("group_sum_codes");
    for n in sizes() {
        let codes: Vec<u8> = Random(7).take(n).map(|bits| (bits % 8) as u8).collect();
        let values = amounts(n);
        group.throughput(Throughput::Bytes(9 * n as u64));
        for_each_form(&mut group, n, |isa| {
            black_box(kernels::group_sum_codes(isa, black_box(&codes), &values, THRESHOLD));
        });
    }
}

/// Deliveries within about 130 km, around Spain.
fn haversine(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("haversine");
    let n = 65_536;
    let column = |seed, from: f64, width: f64| -> Vec<f64> {
        Random(seed).take(n).map(|bits| from + width * unit(bits)).collect()
    };
    let (from_lat, from_lon) = (column(1, 36.0, 7.5), column(2, -9.0, 12.0));
    let near = |start: &[f64], offset: Vec<f64>| -> Vec<f64> {
        start.iter().zip(offset).map(|(start, offset)| start + offset).collect()
    };
    let to_lat = near(&from_lat, column(3, -1.2, 2.4));
    let to_lon = near(&from_lon, column(4, -1.2, 2.4));
    let routes =
        Routes { from_lat: &from_lat, from_lon: &from_lon, to_lat: &to_lat, to_lon: &to_lon };
    group.throughput(Throughput::Elements(n as u64));
    for_each_form(&mut group, n, |isa| {
        black_box(kernels::haversine(isa, black_box(routes), THRESHOLD));
    });
}

fn for_each_form(group: &mut BenchmarkGroup<'_, WallTime>, n: usize, run: impl Fn(InstructionSet)) {
    for isa in InstructionSet::available() {
        group.bench_function(BenchmarkId::new(isa.name(), n), |bencher| bencher.iter(|| run(isa)));
    }
}

/// The parallel kernels with plain loops and with the widest vectors, at the largest size only.
fn in_parallel(group: &mut BenchmarkGroup<'_, WallTime>, n: usize, run: impl Fn(InstructionSet)) {
    if n <= SIZES[2] {
        return;
    }
    for isa in [InstructionSet::SCALAR, InstructionSet::best()] {
        let name = format!("rayon+{isa}");
        group.bench_function(BenchmarkId::new(name, n), |bencher| bencher.iter(|| run(isa)));
    }
}

fn sizes() -> Vec<usize> {
    let extra = std::env::var("KERNELS_ROWS")
        .ok()
        .map(|rows| rows.replace('_', "").parse().expect("`KERNELS_ROWS` is a number of rows"));
    SIZES.into_iter().chain(extra).collect()
}

/// Amounts from 0.00 to 1999.99, of which 1 in 40 is at most the threshold.
fn amounts(n: usize) -> Vec<f64> {
    Random(42).take(n).map(|bits| (bits % 200_000) as f64 / 100.0).collect()
}

/// String views of eight short names.
fn keys(n: usize) -> Vec<u128> {
    let names = ["norte", "sur", "este", "oeste", "centro", "noreste", "noroeste", "sureste"];
    let views = names.map(|name| {
        let mut bytes = [0; 16];
        bytes[0] = name.len() as u8;
        bytes[4..4 + name.len()].copy_from_slice(name.as_bytes());
        u128::from_le_bytes(bytes)
    });
    Random(7).take(n).map(|bits| views[(bits % 8) as usize]).collect()
}

/// A number from 0 to 1.
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// Marsaglia's xorshift64 (2003).
struct Random(u64);

impl Iterator for Random {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Some(self.0)
    }
}
