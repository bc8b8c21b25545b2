use std::cell::Cell;
use std::collections::BTreeSet;

use checks::{close, close_rows, same, same_rows, text};
use datasets::Stream;

use super::*;

fn seed() -> u64 {
    checks::seed(1613)
}

fn chunk(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// `n` amounts of money: cents, mostly positive, some negative, some zero.
fn amounts(n: u64) -> Vec<f64> {
    let ventas = Ventas::new(&Dataset { seed: seed(), ..Dataset::with_rows(n) });
    (0..n).map(|row| ventas.row(row).monto.value().unwrap()).collect()
}

/// The oracle: a loop that adds from left to right, as the exercise asks.
fn loop_sum(data: &[f64], threshold: f64) -> f64 {
    let mut sum = 0.0;
    for &x in data {
        if x > threshold {
            sum += x * 2.0;
        }
    }
    sum
}

const SUMS: [(&str, Sum); 3] = [
    ("pipeline", pipeline),
    ("pipeline_staged", pipeline_staged),
    ("pipeline_select", pipeline_select),
];

/// Compares the three sums with the oracle. The order of the additions is prescribed, so equality is
/// exact: no tolerance. The two zeros are equal here; a test of its own looks at their sign.
#[track_caller]
fn check_sums(data: &[f64], threshold: f64) {
    let expected = loop_sum(data, threshold);
    for (name, sum) in SUMS {
        let found = sum(data, threshold);
        let (n, first) = (data.len(), &data[..data.len().min(8)]);
        let what = text!(
            "{name}(data, {threshold:?}), {n} values, the first ones are {first:?}",
            "{name}(data, {threshold:?}), {n} valores, los primeros son {first:?}"
        );
        close(what, found, expected, 0.0);
    }
}

#[test]
fn sums_agree_with_a_plain_loop() {
    let data = amounts(20_000);
    for n in [1, 2, 3, 100, 20_000] {
        for threshold in [-50.0, 0.0, 12.34, data[0], 500.0, f64::NEG_INFINITY] {
            check_sums(&data[..n], threshold);
        }
    }
    check_sums(&[1.0, f64::INFINITY, 2.0], 0.0);
    check_sums(&[f64::INFINITY, f64::NEG_INFINITY], -1.0);
    check_sums(&[f64::INFINITY, f64::NEG_INFINITY, 3.0], f64::NEG_INFINITY);
    check_sums(&[f64::MAX, f64::MAX], 0.0);
    check_sums(&[1e16, 1.0, 1.0, 1.0, -1e16, 1.0, 1.0, 1.0], f64::NEG_INFINITY);
}

#[test]
fn nan_is_above_nothing() {
    let mut data = amounts(100);
    data[0] = f64::NAN;
    data[57] = -f64::NAN;
    data[99] = f64::NAN;
    check_sums(&data, 10.0);
    check_sums(&data, f64::NEG_INFINITY);
    check_sums(&[f64::NAN], 0.0);
    // Nothing is above a NaN threshold either.
    check_sums(&amounts(100), f64::NAN);
}

#[test]
fn an_empty_sum_is_positive_zero() {
    let cases: [(&[f64], f64); 3] = [(&[], 0.0), (&[1.0, 2.0], 5.0), (&[-0.0], -1.0)];
    let parallel: Sum = |data, threshold| par_pipeline(data, threshold, chunk(2));
    for (name, sum) in SUMS.into_iter().chain([("par_pipeline", parallel)]) {
        for (data, threshold) in cases {
            let found = sum(data, threshold);
            let what = text!(
                "bits of {name}({data:?}, {threshold:?}), which is {found:?}",
                "bits de {name}({data:?}, {threshold:?}), que es {found:?}"
            );
            same(what, found.to_bits(), 0.0_f64.to_bits());
        }
    }
}

#[test]
fn fused_sums_allocate_nothing() {
    let data = amounts(10_000);
    for (name, sum) in [SUMS[0], SUMS[2]] {
        let (_, made) = allocations::during(|| sum(&data, 20.0));
        let what = text!(
            "{name}: allocations for 10000 values",
            "{name}: reservas de memoria para 10000 valores"
        );
        same(what, made.count, 0);
    }
}

#[test]
fn the_staged_sum_allocates_for_each_stage() {
    let data = amounts(10_000);
    let (_, made) = allocations::during(|| pipeline_staged(&data, 20.0));
    let count = made.count;
    let what = text!(
        "pipeline_staged: one `Vec` per stage, so 2 allocations or more; found {count}",
        "pipeline_staged: un `Vec` por etapa, así que 2 reservas de memoria o más; hubo {count}"
    );
    same(what, count >= 2, true);
}

/// The oracle for `traced`: the filter and the map take turns, and nothing happens after the last
/// result.
fn loop_trace(data: &[i64], limit: usize) -> (Vec<i64>, Vec<Step>) {
    let (mut squares, mut steps) = (Vec::new(), Vec::new());
    for &x in data {
        if squares.len() == limit {
            break;
        }
        steps.push(Step::Tested(x));
        if x % 2 == 0 {
            steps.push(Step::Mapped(x));
            squares.push(x * x);
        }
    }
    (squares, steps)
}

#[test]
fn stages_take_turns_and_stop_at_the_limit() {
    let stream = Stream::new(seed(), "traced");
    for round in 0..50 {
        let n = stream.below(round, 30);
        let data: Vec<i64> =
            (0..n).map(|i| stream.below(1_000 + 100 * round + i, 41) as i64 - 20).collect();
        for limit in [0, 1, 3, usize::MAX] {
            let (squares, steps) = traced(&data, limit);
            let (expected_squares, expected_steps) = loop_trace(&data, limit);
            let of = text!("{data:?}, limit {limit}", "{data:?}, límite {limit}");
            same_rows(text!("squares of {of}", "cuadrados de {of}"), &squares, &expected_squares);
            same_rows(text!("steps for {of}", "pasos para {of}"), &steps, &expected_steps);
        }
    }
}

#[test]
fn parallel_sums_have_the_same_bits_on_any_number_of_threads() {
    // Sums that depend on the order of the additions at almost every step.
    let ill = [1e16, 1.0, 1.0, 1.0, -1e16, 1.0, 1.0, 1.0];
    let mut data: Vec<f64> = ill.iter().copied().cycle().take(4_000).collect();
    data.extend(amounts(10_000));
    for size in [1, 2, 3, 5, 64, 1_000, 100_000] {
        let pieces = data.chunks(size).map(|piece| loop_sum(piece, f64::NEG_INFINITY));
        let expected = pieces.fold(0.0, |total, sum| total + sum);
        for threads in [1, 2, 3, 8] {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let found = pool.install(|| par_pipeline(&data, f64::NEG_INFINITY, chunk(size)));
            let what = text!(
                "par_pipeline with {threads} threads, chunks of {size}: bits of {found:?}, expected {expected:?}",
                "par_pipeline con {threads} hilos, trozos de {size}: bits de {found:?}; se esperaba {expected:?}"
            );
            same(what, found.to_bits(), expected.to_bits());
        }
    }
}

/// `n` lines of up to ten words.
fn lines(n: u64) -> Vec<String> {
    const WORDS: [&str; 7] = ["norte", "Sur", "ESTE", "venta", "niño", "straße", "数据"];
    let stream = Stream::new(seed(), "lines");
    let word = |i| WORDS[stream.below(i, 7) as usize];
    let line = |row| (0..stream.below(row, 11)).map(move |i| word(n + row * 10 + i));
    (0..n)
        .map(|row| line(row).collect::<Vec<_>>().join(["  ", "\t", " "][row as usize % 3]))
        .collect()
}

/// Compares `par_word_count` with a count on one thread.
#[track_caller]
fn check_words(lines: &[String]) {
    let mut expected = HashMap::new();
    for word in lines.iter().flat_map(|line| line.split_whitespace()) {
        *expected.entry(word.to_lowercase()).or_insert(0u64) += 1;
    }
    let found = par_word_count(lines);
    let words: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    for word in words {
        let (expected, found) = (expected.get(word), found.get(word));
        same(text!("count of `{word}`", "cuenta de `{word}`"), found, expected);
    }
}

#[test]
fn word_counts_agree_with_one_thread() {
    check_words(&[]);
    check_words(&[String::new(), "   ".to_owned()]);
    check_words(&["uno dos uno".to_owned()]);
    let lower_case: Vec<String> = lines(5_000).iter().map(|line| line.to_lowercase()).collect();
    check_words(&lower_case);
}

#[test]
fn words_meet_in_lower_case_in_every_alphabet() {
    check_words(&["Venta venta VENTA".to_owned()]);
    check_words(&["AÑO Año año ÁRBOL árbol Σ σ Ж ж".to_owned()]);
    lines(100).into_iter().for_each(|line| check_words(&[line]));
}

/// Looks for threads that allocate, since every map with words in it does. A run may happen to use
/// one thread only, so there are many; a sequential solution never uses a second.
#[test]
fn words_are_counted_on_several_threads() {
    let lines = lines(2_000);
    let pool = ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    let allocations = || pool.broadcast(|_| allocations::on_this_thread().count);
    let busy_threads = || {
        let before = allocations();
        pool.install(|| par_word_count(&lines));
        // `broadcast` itself allocates a little on some threads; words need far more.
        allocations().iter().zip(&before).filter(|(after, before)| *after - *before > 50).count()
    };
    let busiest = (0..150).map(|_| busy_threads()).find(|&busy| busy > 1);
    let what = text!(
        "2000 lines, 150 times, on 4 threads: more than one thread took part",
        "2000 líneas, 150 veces, con 4 hilos: participó más de un hilo"
    );
    same(what, busiest.is_some(), true);
}

#[test]
fn rolling_means_agree_with_each_window_alone() {
    let data = amounts(500);
    for size in [1, 2, 7, 499, 500, 501] {
        let found: Vec<f64> = Windowed::new(data.iter().copied(), chunk(size)).collect();
        let mean = |window: &[f64]| window.iter().sum::<f64>() / size as f64;
        let expected: Vec<f64> = data.windows(size).map(mean).collect();
        // Any order of at most 500 additions stays within 500 roundings of 2^-53 of the sum of
        // absolute values, at most 2000 each: below 1e-9.
        let what = text!(
            "means of 500 values in windows of {size}",
            "medias de 500 valores en ventanas de {size}"
        );
        close_rows(what, &found, &expected, 1e-9);
    }
}

#[test]
fn rolling_means_pull_only_what_they_need() {
    let pulled = Cell::new(0usize);
    let endless = std::iter::repeat_with(|| {
        pulled.set(pulled.get() + 1);
        let what = text!(
            "pulls no more than 100 values for 15 means of 5",
            "no pide más de 100 valores para 15 medias de 5"
        );
        same(what, pulled.get() <= 100, true);
        1.5
    });
    let mut means = Windowed::new(endless, chunk(5));
    let what = text!(
        "values pulled before the first mean was asked for",
        "valores pedidos antes de pedir la primera media"
    );
    same(what, pulled.get(), 0);
    for means_asked in 1..16 {
        let what = text!("mean of five times 1.5", "media de cinco veces 1.5");
        same(what, means.next(), Some(1.5));
        let what = text!(
            "values pulled after asking for {means_asked} means",
            "valores pedidos tras pedir {means_asked} medias"
        );
        same(what, pulled.get(), means_asked + 4);
    }
}

#[test]
fn what_left_the_window_leaves_no_trace() {
    let mut data = vec![1e17, -3e16, 0.1];
    data.extend(amounts(50).iter().map(|x| x.abs() + 1.0));
    let found: Vec<f64> = Windowed::new(data.iter().copied(), chunk(3)).collect();
    // Three additions of amounts below 2001 and a division: the error is below 1e-11. The first three
    // windows hold a huge value, whose rounding is larger.
    let expected: Vec<f64> = data.windows(3).map(|w| w.iter().sum::<f64>() / 3.0).collect();
    let what = text!(
        "means after the huge values have left the window",
        "medias cuando los valores enormes ya salieron de la ventana"
    );
    close_rows(what, found.get(3..).unwrap_or_default(), &expected[3..], 1e-11);
}

/// Compiles every program of the quiz, with other names in it, and compares the compiler's verdict
/// with the student's.
#[test]
fn the_compiler_agrees() {
    let number = Stream::new(seed(), "quiz").below(0, 1_000_000);
    for (name, code) in snippets::SNIPPETS {
        let answers: Vec<_> = COMPILER_QUIZ.iter().filter(|row| row.0 == name).collect();
        let what = text!(
            "rows named `{name}` in COMPILER_QUIZ",
            "filas de COMPILER_QUIZ llamadas `{name}`"
        );
        same(what, answers.len(), 1);
        let answer = answers[0].1;
        if answer == Some("?") {
            panic!("not yet implemented: COMPILER_QUIZ");
        }
        let code = code.replace("sales", &format!("sales_{number}"));
        let mut codes = checks::rustc::errors(&format!("{}{code}", snippets::BOUNDS));
        codes.dedup();
        if codes.iter().map(String::as_str).ne(answer) {
            panic!(
                "{}",
                text!(
                    "`{name}`: the compiler does not agree with {answer:?} about this program\n{code}",
                    "`{name}`: el compilador no está de acuerdo con {answer:?} sobre este programa\n{code}"
                )
            );
        }
    }
}
