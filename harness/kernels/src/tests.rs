//! Every kernel in every form that this machine has, against references that share no code with it.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::trigonometry::{asin_sqrt, sin_cos};
use crate::*;

/// The vector forms of this machine; `scalar` has another order of additions.
fn vector_forms() -> Vec<InstructionSet> {
    let forms = InstructionSet::available();
    for error in [InstructionSet::avx2().err(), InstructionSet::avx512().err()] {
        error.iter().for_each(|error| println!("not tested here: {error}"));
    }
    forms.into_iter().filter(|&isa| isa != InstructionSet::SCALAR).collect()
}

/// Reproducible numbers of either sign from 1e-20 to 1e20.
fn mixed_magnitudes(n: usize) -> Vec<f64> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let number = |bits: u64, scale: u64| {
        let mantissa = (bits >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
        mantissa * 10f64.powi((scale % 41) as i32 - 20)
    };
    (0..n).map(|_| number(next(), next())).collect()
}

/// Amounts of whole cents, -20.00 to 179.99.
fn amounts(n: usize) -> Vec<f64> {
    (0..n as u64).map(|i| ((i * 7_919) % 20_000) as f64 / 100.0 - 20.0).collect()
}

/// The sum without rounding errors, rounded once or twice at the end: a list of numbers that do not
/// overlap (Shewchuk, "Adaptive precision floating-point arithmetic", 1997).
fn exact_sum(values: &[f64]) -> f64 {
    let mut parts: Vec<f64> = Vec::new();
    for &value in values {
        let mut high = value;
        let mut kept = Vec::new();
        for part in parts {
            let sum = high + part;
            let part_rounded = sum - high;
            let low = (high - (sum - part_rounded)) + (part - part_rounded);
            high = sum;
            if low != 0.0 {
                kept.push(low);
            }
        }
        kept.push(high);
        parts = kept;
    }
    parts.iter().sum()
}

/// The documented order of additions, written by index.
fn in_lanes(terms: &[f64], lanes: usize) -> f64 {
    let whole = terms.len() / lanes * lanes;
    let (stream, width) = (whole / 4, lanes / 4);
    let mut sums = vec![0.0; lanes];
    for i in 0..whole {
        sums[i / stream * width + i % stream % width] += terms[i];
    }
    while sums.len() > 1 {
        let upper = sums.split_off(sums.len() / 2);
        sums.iter_mut().zip(upper).for_each(|(sum, more)| *sum += more);
    }
    let mut total = sums[0];
    for term in &terms[whole..] {
        total += term;
    }
    total
}

#[track_caller]
fn assert_bits(found: f64, expected: f64, context: impl std::fmt::Display) {
    assert_eq!(found.to_bits(), expected.to_bits(), "{context}: {found:?}, not {expected:?}");
}

/// Calls `check` with every slice of length 0 to 200 that starts at one of 8 offsets.
fn for_each_slice(values: &[f64], check: impl Fn(&[f64])) {
    for offset in 0..8 {
        for n in 0..=200 {
            check(&values[offset..offset + n]);
        }
    }
}

#[test]
fn every_sum_is_within_the_error_bound() {
    let values = mixed_magnitudes(208);
    for isa in InstructionSet::available() {
        for_each_slice(&values, |values| {
            let magnitude: f64 = values.iter().map(|value| value.abs()).sum();
            let bound = values.len() as f64 * f64::EPSILON / 2.0 * magnitude;
            let error = (sum(isa, values) - exact_sum(values)).abs();
            assert!(error <= bound, "{isa}, {} values: off by {error:e}", values.len());
        });
    }
}

#[test]
fn sums_add_in_the_documented_order() {
    let mut values = mixed_magnitudes(208);
    values[77] = f64::NAN;
    for isa in vector_forms() {
        for_each_slice(&values, |values| {
            let numbers: Vec<f64> =
                values.iter().map(|v| if v.is_nan() { 0.0 } else { *v }).collect();
            let doubles: Vec<f64> =
                values.iter().map(|&v| if v > 0.1 { 2.0 * v } else { 0.0 }).collect();
            let n = values.len();
            assert_bits(sum_numbers(isa, values), in_lanes(&numbers, 64), format!("{isa} {n}"));
            assert_bits(sum(isa, &numbers), in_lanes(&numbers, 64), format!("{isa} {n}"));
            let found = filter_map_sum(isa, values, 0.1);
            assert_bits(found, in_lanes(&doubles, 32), format!("{isa} {n}"));
        });
    }
}

#[test]
fn the_scalar_form_adds_from_left_to_right() {
    let values = mixed_magnitudes(130);
    let expected = values.iter().fold(0.0, |total, value| total + value);
    assert_bits(sum(InstructionSet::SCALAR, &values), expected, "scalar");
}

/// In lanes the large numbers meet and cancel; from left to right the small ones are lost first.
#[test]
fn lanes_and_scalar_differ_where_rounding_matters() {
    let values = [1e16, 1.0, 1.0, 1.0, -1e16, 1.0, 1.0, 1.0].repeat(16);
    for isa in vector_forms() {
        assert_eq!(sum(isa, &values), 96.0, "{isa}");
    }
    assert_ne!(sum(InstructionSet::SCALAR, &values), 96.0);
}

#[test]
fn nan_anywhere_spoils_the_sum_and_is_skipped_where_asked() {
    for isa in InstructionSet::available() {
        for position in 0..130 {
            let mut values = vec![1.0; 130];
            values[position] = f64::NAN;
            assert!(sum(isa, &values).is_nan(), "{isa} at {position}");
            assert_eq!(sum_numbers(isa, &values), 129.0, "{isa} at {position}");
            assert_eq!(filter_map_sum(isa, &values, 0.0), 258.0, "{isa} at {position}");
        }
    }
}

#[test]
fn infinities_follow_ieee_754() {
    for isa in InstructionSet::available() {
        for (first, second) in [(3, 128), (0, 64), (129, 5)] {
            let mut values = vec![1.0; 130];
            values[first] = f64::INFINITY;
            assert_eq!(sum(isa, &values), f64::INFINITY, "{isa}");
            assert_eq!(filter_map_sum(isa, &values, 0.0), f64::INFINITY, "{isa}");
            values[second] = f64::NEG_INFINITY;
            assert!(sum(isa, &values).is_nan(), "{isa}");
            assert_eq!(filter_map_sum(isa, &values, 0.0), f64::INFINITY, "{isa}");
        }
    }
}

#[test]
fn nothing_to_add_gives_positive_zero() {
    for isa in InstructionSet::available() {
        for values in [vec![], vec![-0.0; 3], vec![-0.0; 130]] {
            assert_bits(sum(isa, &values), 0.0, isa);
            assert_bits(sum_numbers(isa, &values), 0.0, isa);
            assert_bits(filter_map_sum(isa, &values, -1.0), 0.0, isa);
        }
        assert_bits(sum_numbers(isa, &[f64::NAN; 130]), 0.0, isa);
        assert_bits(filter_map_sum(isa, &[1.0; 130], 1.0), 0.0, isa);
        assert_eq!(haversine(isa, routes(&[[], [], [], []]), 0.0), Distance::default());
    }
}

#[test]
fn denormals_are_not_flushed_to_zero() {
    let smallest = f64::from_bits(1);
    for isa in InstructionSet::available() {
        assert_eq!(sum(isa, &[smallest; 130]), f64::from_bits(130), "{isa}");
        assert_eq!(filter_map_sum(isa, &[smallest; 130], 0.0), f64::from_bits(260), "{isa}");
    }
}

/// The view of a text of at most 12 bytes.
fn view(text: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&(text.len() as u32).to_le_bytes());
    bytes[4..4 + text.len()].copy_from_slice(text.as_bytes());
    u128::from_le_bytes(bytes)
}

/// Exact sums by group, and the sums of absolute values.
fn groups<K: Copy + Ord>(keys: &[K], values: &[f64], threshold: f64) -> BTreeMap<K, (f64, f64)> {
    let mut rows: BTreeMap<K, Vec<f64>> = BTreeMap::new();
    for (&key, &value) in keys.iter().zip(values).filter(|&(_, &value)| value > threshold) {
        rows.entry(key).or_default().push(value);
    }
    let sums = |values: Vec<f64>| (exact_sum(&values), values.iter().map(|v| v.abs()).sum());
    rows.into_iter().map(|(key, values)| (key, sums(values))).collect()
}

#[track_caller]
fn assert_groups<K: Copy + Ord + std::fmt::Debug>(
    found: BTreeMap<K, f64>,
    expected: BTreeMap<K, (f64, f64)>,
    rows: usize,
    context: &str,
) {
    assert!(found.keys().eq(expected.keys()), "{context}: {found:?}, not {expected:?}");
    for (key, total) in found {
        let (exact, magnitude) = expected[&key];
        let bound = rows as f64 * f64::EPSILON / 2.0 * magnitude;
        assert!((total - exact).abs() <= bound, "{context}: {key:?} is {total}, not {exact}");
    }
}

/// Groups that have rows, by code.
fn present(totals: &Totals) -> BTreeMap<u8, f64> {
    let totals = totals.iter().enumerate().map(|(code, &total)| (code as u8, total));
    totals.filter(|(_, total)| total.to_bits() != EMPTY.to_bits()).collect()
}

fn check_groups(codes: &[u8], keys: &[u128], values: &[f64], threshold: f64) {
    for isa in InstructionSet::available() {
        let context = format!("{isa}, {} rows, threshold {threshold}", values.len());
        let found = group_sum(isa, keys, values, threshold);
        assert_groups(found, groups(keys, values, threshold), values.len(), &context);
        let found = present(&group_sum_codes(isa, codes, values, threshold));
        assert_groups(found, groups(codes, values, threshold), values.len(), &context);
    }
}

#[test]
fn groups_are_right_at_every_length_and_offset() {
    let names = ["norte", "sur", "", "doce letras!", "este", "noreste"];
    let values = amounts(138);
    for offset in 0..8 {
        for n in 0..=130 {
            let codes: Vec<u8> = (0..n).map(|i| (i * 5 % 6) as u8).collect();
            let mut keys: Vec<u128> = codes.iter().map(|&c| view(names[usize::from(c)])).collect();
            keys.iter_mut().step_by(11).for_each(|key| *key = NULL_KEY);
            check_groups(&codes, &keys, &values[offset..offset + n], 50.0);
        }
    }
}

/// Few keys, as many as there are slots for, one more, more than codes, and one per row; arriving
/// one after the other, so that slots change all the time.
#[test]
fn any_number_of_keys_is_grouped() {
    let values = amounts(3_000);
    for distinct in [1, 2, 9, 30, 31, 32, 33, 300, 3_000] {
        let code = |row: usize| row * distinct / 3_000;
        let codes: Vec<u8> = (0..3_000).map(|row| code(row) as u8).collect();
        let keys: Vec<u128> = (0..3_000).map(|row| view(&format!("r{}", code(row)))).collect();
        check_groups(&codes, &keys, &values, 10.0);
    }
}

#[test]
fn a_group_exists_if_a_row_passed_even_if_its_sum_is_zero() {
    let keys = [view("a"), view("a"), view("b"), view("c"), view("d"), view("e"), view("e")];
    let values = [5.0, -5.0, -0.0, -9.0, f64::NAN, 0.0, -0.0];
    for isa in InstructionSet::available() {
        let expected = [("a", 0.0), ("b", 0.0), ("e", 0.0)].map(|(name, sum)| (view(name), sum));
        assert_eq!(group_sum(isa, &keys, &values, -6.0), BTreeMap::from(expected), "{isa}");
        let codes = [0, 0, 1, 2, 3, 4, 4];
        let found = present(&group_sum_codes(isa, &codes, &values, -6.0));
        assert_eq!(found, BTreeMap::from([(0, 0.0), (1, 0.0), (4, 0.0)]), "{isa}");
    }
}

#[test]
fn the_vector_forms_of_a_group_sum_agree_bit_for_bit() {
    let values = mixed_magnitudes(1_003);
    let codes: Vec<u8> = (0..1_003).map(|i| (i * i % 13) as u8).collect();
    let keys: Vec<u128> = codes.iter().map(|code| view(&code.to_string())).collect();
    let bits = |totals: BTreeMap<u128, f64>| totals.into_values().map(f64::to_bits).collect();
    let expected: Vec<u64> = bits(group_sum(InstructionSet::LANES, &keys, &values, -1.0));
    let by_code = group_sum_codes(InstructionSet::LANES, &codes, &values, -1.0).map(f64::to_bits);
    for isa in vector_forms() {
        let found: Vec<u64> = bits(group_sum(isa, &keys, &values, -1.0));
        assert_eq!(found, expected, "{isa}");
        let found = group_sum_codes(isa, &codes, &values, -1.0).map(f64::to_bits);
        assert_eq!(found, by_code, "{isa}");
    }
}

fn routes<const N: usize>(columns: &[[f64; N]; 4]) -> Routes<'_> {
    let [from_lat, from_lon, to_lat, to_lon] = columns.each_ref().map(<[f64; N]>::as_slice);
    Routes { from_lat, from_lon, to_lat, to_lon }
}

#[test]
fn sines_are_within_four_roundings() {
    const BOUND: f64 = 4.0 * f64::EPSILON / 2.0;
    for millidegrees in -45_000..=45_000 {
        let degrees = f64::from(millidegrees) / 1e3;
        let (sin, cos) = sin_cos(degrees);
        let (sin_expected, cos_expected) = degrees.to_radians().sin_cos();
        // The reference carries a rounding of its own, in the conversion.
        assert!((sin - sin_expected).abs() <= 1.5 * BOUND * sin_expected.abs(), "sin {degrees}");
        assert!((cos - cos_expected).abs() <= 1.5 * BOUND * cos_expected, "cos {degrees}");
    }
}

#[test]
fn a_quarter_turn_swaps_sine_and_cosine_exactly() {
    for quarters in -9..=9 {
        for degrees in -40..=40 {
            let (sin, cos) = sin_cos(f64::from(degrees) + f64::from(quarters) * 90.0);
            let (next_sin, next_cos) = sin_cos(f64::from(degrees) + f64::from(quarters + 1) * 90.0);
            assert_eq!((next_sin, next_cos), (cos, -sin), "{degrees} + {quarters} * 90");
        }
    }
    assert!(sin_cos(f64::NAN).0.is_nan());
    assert!(sin_cos(f64::INFINITY).1.is_nan());
}

#[test]
fn arcsines_are_within_four_roundings() {
    for step in 0..=10_000 {
        let square = f64::from(step) / 1e4;
        let (found, expected) = (asin_sqrt(square), square.sqrt().asin());
        // Near 1 a rounding of the argument weighs more: the derivative of asin grows.
        let slack = 1.0 + square.sqrt() / (1.0 - square).sqrt().max(1e-3);
        let bound = 4.0 * f64::EPSILON / 2.0 * expected * slack;
        assert!((found - expected).abs() <= bound, "{square}: {found}, not {expected}");
    }
    assert!(asin_sqrt(f64::NAN).is_nan());
}

#[test]
fn known_distances_in_every_form() {
    let quarter = std::f64::consts::FRAC_PI_2 * EARTH_RADIUS_KM;
    let cases = [
        ((10.0, 20.0), (10.0, 20.0), 0.0),
        ((0.0, 0.0), (0.0, 90.0), quarter),
        ((0.0, 0.0), (90.0, 17.0), quarter),
        ((0.0, 0.0), (0.0, 180.0), 2.0 * quarter),
        ((-90.0, 5.0), (90.0, 5.0), 2.0 * quarter),
        ((0.0, 179.5), (0.0, -179.5), quarter / 90.0),
    ];
    for isa in InstructionSet::available() {
        for ((lat, lon), (to_lat, to_lon), expected) in cases {
            let found = haversine(isa, routes(&[[lat], [lon], [to_lat], [to_lon]]), -1.0);
            assert_eq!(found.routes, 1);
            assert!((found.km - expected).abs() <= 1e-12 * expected, "{isa}: {}", found.km);
        }
    }
}

/// Rounding can bring the square of a sine above 1, which has no arcsine.
#[test]
fn antipodes_are_half_the_globe_apart() {
    let lat: [f64; 1_000] = std::array::from_fn(|i| -90.0 + 0.18 * i as f64);
    let lon: [f64; 1_000] = std::array::from_fn(|i| 0.37 * i as f64);
    let columns = [lat, lon, lat.map(|lat| -lat), lon.map(|lon| lon - 180.0)];
    let expected = 1_000.0 * std::f64::consts::PI * EARTH_RADIUS_KM;
    for isa in InstructionSet::available() {
        let found = haversine(isa, routes(&columns), -1.0);
        assert_eq!(found.routes, 1_000, "{isa}");
        assert!((found.km - expected).abs() <= 1e-7 * expected, "{isa}: {}", found.km);
    }
}

/// Points in a grid around Spain, the last coordinate of every 17th missing.
fn grid<const N: usize>() -> [[f64; N]; 4] {
    let column = |start: f64, step: f64, period: usize| -> [f64; N] {
        std::array::from_fn(|i| start + step * (i * 7 % period) as f64)
    };
    let (from_lat, from_lon) = (column(36.0, 0.37, 19), column(-9.0, 0.51, 23));
    let to_lat = std::array::from_fn(|i| from_lat[i] + 0.31 * (i % 7) as f64 - 1.0);
    let to_lon = std::array::from_fn(|i| match i % 17 {
        16 => f64::NAN,
        _ => from_lon[i] + 0.23 * (i % 11) as f64 - 1.2,
    });
    [from_lat, from_lon, to_lat, to_lon]
}

#[test]
fn distances_agree_with_the_platform_at_every_length() {
    let columns = grid::<200>();
    for n in 0..=200 {
        let part = routes(&columns).slice(0..n);
        let expected = haversine(InstructionSet::SCALAR, part, 60.0);
        for isa in vector_forms() {
            let found = haversine(isa, part, 60.0);
            assert_eq!(found.routes, expected.routes, "{isa}, {n} routes");
            assert!((found.km - expected.km).abs() <= 1e-12 * expected.km, "{isa}, {n} routes");
            let lanes = haversine(InstructionSet::LANES, part, 60.0);
            assert_bits(found.km, lanes.km, format!("{isa}, {n} routes"));
        }
    }
    let all = haversine(InstructionSet::SCALAR, routes(&columns), -1.0);
    assert_eq!(all.routes, 200 - 11, "every 17th of 200 has a missing coordinate");
}

#[test]
fn marks_replace_missing_values_only() {
    let mut values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    // Rows 0 to 5 are bits 5 to 10: valid are rows 1, 3 and 4.
    let bytes = [0b0100_0000, 0b0000_0011];
    missing::mark(&mut values, missing::Validity { bytes: &bytes, offset: 5 }, f64::NAN);
    let numbers: Vec<f64> = values.into_iter().filter(|value| !value.is_nan()).collect();
    assert_eq!(numbers, [2.0, 4.0, 5.0]);
    assert_eq!(values[1], 2.0);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let n = 3 * parallel::CHUNK_ROWS + 1_234;
    let values = mixed_magnitudes(n);
    let codes: Vec<u8> = (0..n).map(|i| (i % 11) as u8).collect();
    let keys: Vec<u128> = codes.iter().map(|code| view(&code.to_string())).collect();
    let columns = [&values[..1000]; 4];
    let [from_lat, from_lon, to_lat, to_lon] = columns;
    let routes = Routes { from_lat, from_lon, to_lat, to_lon };
    for isa in InstructionSet::available() {
        let answer = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let numbers = [
                    parallel::sum(isa, &values),
                    parallel::sum_numbers(isa, &values),
                    parallel::filter_map_sum(isa, &values, 0.5),
                    parallel::haversine(isa, routes, 0.0).km,
                ];
                let groups = parallel::group_sum(isa, &keys, &values, 0.5).into_values();
                let codes = parallel::group_sum_codes(isa, &codes, &values, 0.5);
                let all = numbers.into_iter().chain(groups).chain(codes);
                all.map(f64::to_bits).collect::<Vec<u64>>()
            })
        };
        let one = answer(1);
        for threads in [2, 3, 8] {
            assert_eq!(answer(threads), one, "{isa}, {threads} threads");
        }
    }
}

#[test]
fn parallel_sums_are_the_sums_of_the_chunks() {
    let values = mixed_magnitudes(2 * parallel::CHUNK_ROWS + 7);
    let isa = InstructionSet::best();
    let chunks: Vec<f64> =
        values.chunks(parallel::CHUNK_ROWS).map(|chunk| sum(isa, chunk)).collect();
    assert_bits(parallel::sum(isa, &values), chunks[0] + (chunks[1] + chunks[2]), isa);
}

#[test]
fn a_reduction_covers_every_row_once_and_in_order() {
    for rows in [0, 1, 9, 10, 11, 95] {
        let ranges = parallel::reduce(
            rows,
            10,
            |range| vec![range],
            |left, right| left.into_iter().chain(right).collect(),
        );
        assert_eq!(ranges.len(), rows.div_ceil(10).max(1));
        assert!(ranges.iter().flat_map(Clone::clone).eq(0..rows), "{ranges:?}");
    }
}

proptest! {
    #[test]
    fn any_numbers_filter_and_add_up(
        values in prop::collection::vec(-1e6..1e6f64, 0..300),
        threshold in -1e6..1e6f64,
    ) {
        let doubles: Vec<f64> =
            values.iter().filter(|&&v| v > threshold).map(|v| 2.0 * v).collect();
        let magnitude: f64 = doubles.iter().map(|v| v.abs()).sum();
        let bound = values.len() as f64 * f64::EPSILON / 2.0 * magnitude;
        for isa in InstructionSet::available() {
            let error = (filter_map_sum(isa, &values, threshold) - exact_sum(&doubles)).abs();
            prop_assert!(error <= bound, "{isa}: off by {error:e}");
        }
    }

    #[test]
    fn any_keys_are_grouped(
        rows in prop::collection::vec((any::<u8>(), any::<bool>(), 0.0..100.0f64), 0..600),
        high in any::<u64>(),
    ) {
        // Keys that differ in their low half, in their high half, or in both.
        let key = |code: u8, shift: bool| {
            u128::from(high) << 64 ^ u128::from(code % 16) << if shift { 90 } else { 5 }
        };
        let keys: Vec<u128> = rows.iter().map(|&(code, shift, _)| key(code, shift)).collect();
        let codes: Vec<u8> = rows.iter().map(|row| row.0).collect();
        let values: Vec<f64> = rows.iter().map(|row| row.2).collect();
        check_groups(&codes, &keys, &values, 30.0);
    }
}
