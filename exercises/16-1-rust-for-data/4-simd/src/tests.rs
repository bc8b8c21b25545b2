use std::collections::BTreeMap;
use std::sync::LazyLock;

use checks::{child, close, same, text};
use datasets::Stream;

use super::speed::Sum;
use super::*;

/// The student's file, to look for what no result can show.
const SOURCE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/main.rs"));

/// `1e16 + 1` is `1e16`: a lane that holds `1e16` swallows ones, and another order gives another
/// sum.
const ILL: [f64; 8] = [1e16, 1.0, 1.0, 1.0, -1e16, 1.0, 1.0, 1.0];

/// `n` values of both signs, from 1e-20 to 1e20, so that nearly every order of additions rounds to
/// other bits.
fn values(n: usize) -> Vec<f64> {
    let stream = Stream::new(checks::seed(1614), "values");
    let value = |i: u64| {
        let exponent = stream.below(3 * i, 40) as i32 - 20;
        let sign = if stream.below(3 * i + 1, 2) == 0 { 1.0 } else { -1.0 };
        let mantissa = 1.0 + stream.below(3 * i + 2, 1 << 52) as f64 / (1_u64 << 52) as f64;
        sign * mantissa * 10_f64.powi(exponent)
    };
    (0..n as u64).map(value).collect()
}

/// Values at a chosen address: the first lies `offset` times 8 bytes behind a multiple of 64.
struct Column {
    buffer: Vec<f64>,
    start: usize,
}

impl Column {
    fn new(data: &[f64], offset: usize) -> Self {
        let mut buffer = vec![0.0; data.len() + 8 + offset];
        let start = buffer.as_ptr().align_offset(64) + offset;
        buffer.truncate(start + data.len());
        buffer[start..].copy_from_slice(data);
        Self { buffer, start }
    }

    fn values(&self) -> &[f64] {
        &self.buffer[self.start..]
    }
}

/// The oracle: value `i` goes to lane `i % lanes`, until too few values are left for all lanes.
fn lanes_and_tail(data: &[f64], lanes: usize) -> (Vec<f64>, &[f64]) {
    let (body, tail) = data.split_at(data.len() - data.len() % lanes);
    let mut sums = vec![0.0; lanes];
    for (i, value) in body.iter().enumerate() {
        sums[i % lanes] += value;
    }
    (sums, tail)
}

/// The oracle for `sum_lanes` and `sum_avx`.
fn four_lanes(data: &[f64]) -> f64 {
    let (sums, tail) = lanes_and_tail(data, 4);
    let mut sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    for value in tail {
        sum += value;
    }
    sum
}

/// The oracle for `sum_unrolled`, and with one lane for `sum_scalar`.
fn in_order(data: &[f64], lanes: usize) -> f64 {
    let (sums, tail) = lanes_and_tail(data, lanes);
    let mut sum = 0.0;
    for value in sums.iter().chain(tail) {
        sum += value;
    }
    sum
}

/// `sum_avx`, where it can run.
#[cfg(target_arch = "x86_64")]
fn avx() -> Option<Sum> {
    // SAFETY: the function is handed out only if the processor has AVX.
    std::arch::is_x86_feature_detected!("avx").then_some(|data| unsafe { sum_avx(data) })
}

#[cfg(not(target_arch = "x86_64"))]
fn avx() -> Option<Sum> {
    None
}

/// `sum_avx`, or else a note that the test did not run.
fn avx_or_not_run() -> Option<Sum> {
    if avx().is_none() {
        checks::not_run(text!(
            "`sum_avx` needs a processor with AVX, which this machine does not have",
            "`sum_avx` necesita un procesador con AVX, y esta máquina no lo tiene"
        ));
    }
    avx()
}

/// Every sum that can run here.
fn all_sums() -> Vec<(&'static str, Sum)> {
    let portable: [(&str, Sum); 5] = [
        ("sum_scalar", sum_scalar),
        ("sum_lanes", sum_lanes),
        ("sum_unrolled::<3>", sum_unrolled::<3>),
        ("sum_unrolled::<16>", sum_unrolled::<16>),
        ("sum_best", sum_best),
    ];
    portable.into_iter().chain(avx().map(|sum| ("sum_avx", sum))).collect()
}

/// Compares bits, since the order of the additions is prescribed. A sum that begins with NaN aside,
/// the same additions in the same order give the same bits on every processor.
#[track_caller]
fn same_bits(name: &str, data: &[f64], found: f64, expected: f64) {
    let (n, first) = (data.len(), &data[..data.len().min(8)]);
    let what = text!(
        "{name}(data), {n} values, the first ones are {first:?}\n  expected {expected:e}, found {found:e}; the bits",
        "{name}(data), {n} valores, los primeros son {first:?}\n  se esperaba {expected:e}, se encontró {found:e}; los bits"
    );
    same(what, found.to_bits(), expected.to_bits());
}

/// The data of the tests that compare bits: every length up to 67, so every length of the tail,
/// then a long column.
fn columns() -> Vec<Column> {
    let data = values(1_000_000);
    let mut columns = vec![Column::new(&ILL, 0)];
    columns.extend((1..=67).map(|n| Column::new(&data[n..2 * n], 0)));
    columns.push(Column::new(&data, 0));
    columns
}

#[test]
fn scalar_adds_from_left_to_right() {
    for column in columns() {
        let data = column.values();
        same_bits("sum_scalar", data, sum_scalar(data), in_order(data, 1));
    }
}

#[test]
fn lanes_add_up_every_fourth_value() {
    for column in columns() {
        let data = column.values();
        same_bits("sum_lanes", data, sum_lanes(data), four_lanes(data));
    }
}

#[test]
fn unrolled_sums_have_a_lane_for_every_nth_value() {
    let sums: [(usize, Sum); 6] = [
        (1, sum_unrolled::<1>),
        (2, sum_unrolled::<2>),
        (3, sum_unrolled::<3>),
        (4, sum_unrolled::<4>),
        (8, sum_unrolled::<8>),
        (16, sum_unrolled::<16>),
    ];
    for column in columns() {
        let data = column.values();
        for (n, sum) in sums {
            same_bits(&format!("sum_unrolled::<{n}>"), data, sum(data), in_order(data, n));
        }
    }
}

#[test]
fn avx_has_the_bits_of_the_lanes() {
    let Some(sum) = avx_or_not_run() else { return };
    for column in columns() {
        let data = column.values();
        same_bits("sum_avx", data, sum(data), four_lanes(data));
    }
}

/// A load that needs alignment ends the process: the sums are computed in a process of their own
/// first.
#[test]
fn avx_reads_from_any_address() {
    let Some(sum) = avx_or_not_run() else { return };
    let data = values(67);
    let columns = || (0..8).map(|offset| Column::new(&data, offset));
    let add_up = || columns().for_each(|column| _ = sum(column.values()));
    let test = "tests::avx_reads_from_any_address";
    let Some(ended) = child::run(test, add_up) else { return };
    let (succeeded, status, output) = (ended.status.success(), ended.status, ended.quoted());
    assert!(
        succeeded,
        "{}",
        text!(
            "`sum_avx` of data at all multiples of 8 bytes ended its process: {status}\n{output}",
            "`sum_avx` de datos en todos los múltiplos de 8 bytes terminó su proceso: {status}\n{output}"
        )
    );
    let expected = sum(Column::new(&data, 0).values());
    for (offset, column) in columns().enumerate() {
        let name =
            text!("{offset} * 8 bytes further on: sum_avx", "{offset} * 8 bytes más allá: sum_avx");
        same_bits(&name, column.values(), sum(column.values()), expected);
    }
}

/// The student's code without comments and spaces.
fn code() -> String {
    let lines = SOURCE.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn avx_adds_whole_registers() {
    let Some(sum) = avx_or_not_run() else { return };
    sum(Column::new(&ILL, 0).values());
    let what = text!(
        "`sum_avx` calls `_mm256_add_pd` (seen in src/main.rs)",
        "`sum_avx` llama a `_mm256_add_pd` (según src/main.rs)"
    );
    same(what, code().contains("_mm256_add_pd("), true);
}

#[test]
fn best_has_the_bits_of_the_lanes() {
    // On a machine with AVX, what `sum_avx` itself gets wrong is the business of its own tests.
    let expected = avx().unwrap_or(sum_lanes);
    for column in columns() {
        let data = column.values();
        same_bits("sum_best", data, sum_best(data), expected(data));
    }
}

/// On a machine with AVX, a call without a question gives the right result; on another it would
/// not. So this reads the source.
#[test]
fn best_asks_the_processor_first() {
    sum_best(Column::new(&ILL, 0).values());
    if !cfg!(target_arch = "x86_64") {
        return checks::not_run(text!(
            "only a processor of x86-64 can be asked for AVX",
            "solo a un procesador x86-64 se le puede preguntar por AVX"
        ));
    }
    let code = code();
    let asks = code.contains("is_x86_feature_detected!(\"avx\")");
    let calls = code.matches("sum_avx(").count() > 1;
    let what = text!(
        "src/main.rs asks `is_x86_feature_detected!(\"avx\")`",
        "src/main.rs pregunta `is_x86_feature_detected!(\"avx\")`"
    );
    same(what, asks, true);
    same(text!("src/main.rs calls `sum_avx`", "src/main.rs llama a `sum_avx`"), calls, true);
}

#[test]
fn an_empty_sum_is_positive_zero() {
    for data in [vec![], vec![-0.0], vec![-0.0; 4], vec![-0.0; 35]] {
        let column = Column::new(&data, 0);
        for (name, sum) in all_sums() {
            let found = sum(column.values());
            let what = text!(
                "bits of {name}({data:?}), which is {found:?}",
                "bits de {name}({data:?}), que es {found:?}"
            );
            same(what, found.to_bits(), 0.0_f64.to_bits());
        }
    }
}

#[test]
fn nan_and_infinity_reach_the_result() {
    const NAN: f64 = f64::NAN;
    const INF: f64 = f64::INFINITY;
    for n in [1, 3, 4, 5, 16, 35, 67] {
        for at in [0, n / 2, n - 1] {
            for (special, other, expected) in
                [(NAN, 1.0, NAN), (INF, 1.0, INF), (-INF, 1.0, -INF), (INF, NAN, NAN)]
            {
                let mut data = vec![1.0; n];
                data[n / 3] = other;
                data[at] = special;
                let expected = if n / 3 == at { special } else { expected };
                check_special(&data, expected);
            }
        }
    }
    check_special(&[INF, -INF], NAN);
    check_special(&[1.0, INF, 1.0, 1.0, 1.0, 1.0, 1.0, -INF, 1.0], NAN);
}

/// NaN has many bit patterns, and any of them will do: infinities and NaN are compared as numbers,
/// without tolerance.
#[track_caller]
fn check_special(data: &[f64], expected: f64) {
    let column = Column::new(data, 0);
    for (name, sum) in all_sums() {
        close(format!("{name}({data:?})"), sum(column.values()), expected, 0.0);
    }
}

/// The packed instructions of each kernel. Compiled once: two compilers at a time would write the
/// same temporary file.
static PACKED: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| assembly::packed_instructions(assembly::BASELINE));

/// Compares the prediction with the instructions of the kernels that are packed, or of the others.
fn check_prediction(is_packed: bool) {
    let predicted = vectorized();
    if !cfg!(target_arch = "x86_64") {
        return checks::not_run(text!(
            "the assembly of x86-64 can be had on x86-64 only",
            "el ensamblador de x86-64 solo se obtiene en x86-64"
        ));
    }
    let kernels = &*PACKED;
    for name in &predicted {
        let what = text!("`{name}` is in kernels.rs", "`{name}` está en kernels.rs");
        same(what, kernels.contains_key(*name), true);
    }
    for (name, packed) in kernels.iter().filter(|(_, packed)| packed.is_empty() != is_packed) {
        let what = text!(
            "prediction for `{name}`, whose packed instructions are {packed:?}: is it vectorized?",
            "predicción para `{name}`, cuyas instrucciones empaquetadas son {packed:?}: ¿se vectoriza?"
        );
        same(what, predicted.contains(&name.as_str()), is_packed);
    }
}

#[test]
fn loops_that_become_packed_are_predicted() {
    check_prediction(true);
}

#[test]
fn loops_that_stay_single_are_predicted() {
    check_prediction(false);
}
