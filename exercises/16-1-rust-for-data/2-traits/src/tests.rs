use std::cell::Cell;
use std::fmt::Debug;

use checks::{close, same, same_rows, text};
use datasets::Stream;

use super::*;

fn seed() -> u64 {
    checks::seed(1612)
}

/// `n` amounts of money in cents: mostly positive, some negative, some zero.
fn cents(n: u64) -> Vec<i64> {
    let ventas = Ventas::new(&Dataset { seed: seed(), ..Dataset::with_rows(n) });
    (0..n).map(|row| ventas.row(row).monto.cents().unwrap()).collect()
}

fn amounts(n: u64) -> Vec<f64> {
    cents(n).into_iter().map(|cents| cents as f64 / 100.0).collect()
}

/// A value as `{:?}` shows it, which tells 0.0 from -0.0 and finds NaN equal to NaN.
#[derive(PartialEq)]
struct Shown(String);

impl Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn shown(value: &impl Debug) -> Shown {
    Shown(format!("{value:?}"))
}

/// Text, joined. The order of the items shows in the result, and the grouping does not.
#[derive(Debug, Clone, PartialEq)]
struct Joined(String);

impl Aggregate for Joined {
    fn identity() -> Self {
        Self(String::new())
    }

    fn combine(&self, other: &Self) -> Self {
        Self(format!("{}{}", self.0, other.0))
    }
}

fn words(n: u64) -> Vec<Joined> {
    let stream = Stream::new(seed(), "words");
    (0..n).map(|i| Joined(format!("{} ", stream.below(i, 1_000)))).collect()
}

/// Integers from all over the range, with the ends in front.
fn integers() -> Vec<i64> {
    let stream = Stream::new(seed(), "integers");
    let ends = [i64::MAX, i64::MIN, -1, 0, 1, i64::MAX - 1, i64::MIN + 1];
    ends.into_iter().chain((0..20).map(|i| stream.at(i) as i64)).collect()
}

#[track_caller]
fn check_identity<T: Aggregate + Debug>(x: &T) {
    let name = std::any::type_name::<T>();
    let right = T::identity().combine(x);
    same(format!("{name}: identity().combine(&{x:?})"), shown(&right), shown(x));
    let left = x.combine(&T::identity());
    same(format!("{name}: ({x:?}).combine(&identity())"), shown(&left), shown(x));
}

#[test]
fn the_identity_changes_nothing() {
    let special = [0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 5e-324];
    for x in special.into_iter().chain(amounts(100)) {
        check_identity(&x);
        check_identity(&Some(x));
        check_identity(&(x, (x, -x)));
    }
    for n in integers() {
        check_identity(&n);
        check_identity(&(n, Some(n)));
    }
    check_identity(&None::<i64>);
}

#[test]
fn values_are_added_in_any_grouping() {
    let data = cents(40);
    for four in data.chunks(4) {
        let &[a, b, c, d] = four else { unreachable!() };
        let what = format!("({a}, {b}).combine(&({c}, {d}))");
        same(what, (a, b).combine(&(c, d)), (a + c, b + d));
        same(format!("Some({a}).combine(&Some({b}))"), Some(a).combine(&Some(b)), Some(a + b));
    }

    let numbers = integers();
    for (i, &a) in numbers.iter().enumerate() {
        for &b in &numbers {
            let what = format!("({a}_i64).combine(&{b})");
            same(what, a.combine(&b), (a as i128 + b as i128) as i64);
            let c = numbers[(i * 7 + 3) % numbers.len()];
            let of = format!("{a}, {b}, {c}");
            let what = text!("(a·b)·c and a·(b·c) of {of}", "(a·b)·c y a·(b·c) de {of}");
            same(what, a.combine(&b).combine(&c), a.combine(&b.combine(&c)));
            let (a, b, c) = (Some((a, None)), Some((b, Some(c))), Some((c, Some(a))));
            let of = format!("{a:?}, {b:?}, {c:?}");
            let what = text!("(a·b)·c and a·(b·c) of {of}", "(a·b)·c y a·(b·c) de {of}");
            same(what, a.combine(&b).combine(&c), a.combine(&b.combine(&c)));
        }
    }
    let data = amounts(300);
    for three in data.chunks(3) {
        let &[a, b, c] = three else { unreachable!() };
        same(format!("({a:?}).combine(&{b:?})"), a.combine(&b), a + b);
        let what = text!("a·(b·c) of {three:?}", "a·(b·c) de {three:?}");
        // Two roundings of sums below 6000 in two groupings: 4 * 6000 * 2^-53 is below 1e-11.
        close(what, a.combine(&b.combine(&c)), a.combine(&b).combine(&c), 1e-11);
    }
}

#[test]
fn reduce_goes_from_left_to_right() {
    for n in [0, 1, 2, 100] {
        let what = text!("reduce of {n} integers", "reduce de {n} enteros");
        same(what, reduce(&cents(n)), cents(n).iter().sum::<i64>());
        let joined: String = words(n).iter().map(|word| word.0.as_str()).collect();
        let what = text!("reduce of {n} texts, joined", "reduce de {n} textos, concatenados");
        same(what, reduce(&words(n)), Joined(joined));
    }
    // The order of the additions is prescribed, and so is the result in every bit.
    let data = [1e16, 1.0, 1.0, 1.0, -1e16, 1.0, 1.0, 1.0];
    same(format!("reduce(&{data:?})"), reduce(&data), 3.0);
}

/// The oracle for floats: each piece from left to right, then the pieces.
fn loop_chunked(data: &[f64], chunk: usize) -> f64 {
    let mut total = -0.0;
    for piece in data.chunks(chunk) {
        let mut sum = -0.0;
        for x in piece {
            sum += x;
        }
        total += sum;
    }
    total
}

#[test]
fn pieces_are_reduced_on_their_own() {
    for n in [0, 1, 2, 100, 1_001] {
        let (cents, words) = (cents(n), words(n));
        for chunk in [1, 2, 7, n as usize, n as usize + 1, usize::MAX, 0] {
            let of = text!("{n} items, chunk {chunk}", "{n} elementos, chunk {chunk}");
            same(
                text!("reduce_chunked: {of}", "reduce_chunked: {of}"),
                reduce_chunked(&cents, chunk),
                cents.iter().sum::<i64>(),
            );
            let joined: String = words.iter().map(|word| word.0.as_str()).collect();
            let what = text!("reduce_chunked, texts: {of}", "reduce_chunked, textos: {of}");
            same(what, reduce_chunked(&words, chunk), Joined(joined));
        }
    }

    let ill = [1e16, 1.0, 1.0, 1.0, -1e16, 1.0, 1.0, 1.0];
    let mut data: Vec<f64> = ill.iter().copied().cycle().take(400).collect();
    data.extend(amounts(1_000));
    for chunk in [2, 3, 4, 5, 64, 1_000] {
        let what = text!(
            "reduce_chunked of 1400 floats that round differently in each grouping, chunk {chunk}",
            "reduce_chunked de 1400 flotantes que redondean distinto en cada agrupación, chunk {chunk}"
        );
        // The order of the additions is prescribed, so there is no tolerance.
        close(what, reduce_chunked(&data, chunk), loop_chunked(&data, chunk), 0.0);
    }
}

/// `n` amounts of which some are missing and none is NaN.
fn column(n: u64) -> Vec<Option<f64>> {
    let dataset = Dataset { seed: seed(), null_rate: 0.3, ..Dataset::with_rows(n) };
    let ventas = Ventas::new(&dataset);
    (0..n).map(|row| ventas.row(row).monto.value()).collect()
}

/// Compares statistics with those of a loop over the column.
#[track_caller]
fn check_stats(what: &str, found: &Stats, column: &[Option<f64>]) {
    let values: Vec<f64> = column.iter().copied().flatten().collect();
    let mut numbers: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    numbers.sort_by(f64::total_cmp);
    same(format!("{what}: count"), found.count, values.len() as u64);
    same(format!("{what}: nulls"), found.nulls, (column.len() - values.len()) as u64);
    same(format!("{what}: min"), found.min, numbers.first().copied());
    same(format!("{what}: max"), found.max, numbers.last().copied());
    // Any grouping of at most 500 additions stays within 500 roundings of 2^-53 of the sum of absolute
    // values, at most 2000 each: below 1e-7.
    close(format!("{what}: sum"), found.sum, values.iter().sum(), 1e-7);
}

#[test]
fn statistics_agree_with_a_loop() {
    check_stats("Stats::of(None)", &Stats::of(None), &[None]);
    for x in amounts(20) {
        check_stats(&format!("Stats::of(Some({x:?}))"), &Stats::of(Some(x)), &[Some(x)]);
    }
    for n in [0, 1, 2, 500] {
        let column = column(n);
        let parts: Vec<Stats> = column.iter().copied().map(Stats::of).collect();
        for chunk in [1, 3, 1_000] {
            let what = text!(
                "statistics of {n} values, chunk {chunk}",
                "estadísticas de {n} valores, chunk {chunk}"
            );
            check_stats(&what, &reduce_chunked(&parts, chunk), &column);
        }
    }
    let nulls = vec![Stats::of(None); 5];
    check_stats("5 x null", &reduce(&nulls), &[None; 5]);
}

#[test]
fn nan_counts_and_is_no_number() {
    let nan = Some(f64::NAN);
    let columns = [
        vec![nan],
        vec![nan, nan],
        vec![nan, Some(2.5), Some(-1.0)],
        vec![Some(2.5), nan, Some(-1.0)],
        vec![Some(2.5), Some(-1.0), nan],
    ];
    for column in columns {
        let parts: Vec<Stats> = column.iter().copied().map(Stats::of).collect();
        for chunk in [1, 2, 3] {
            let what = text!(
                "statistics of {column:?}, chunk {chunk}",
                "estadísticas de {column:?}, chunk {chunk}"
            );
            check_stats(&what, &reduce_chunked(&parts, chunk), &column);
        }
    }
}

/// Numbers of all sizes that are not below zero.
fn all_sizes() -> impl Iterator<Item = f64> {
    let stream = Stream::new(seed(), "bits");
    // Without the highest bit, which is the sign.
    (0..2_000).map(move |i| f64::from_bits(stream.at(i) >> 1)).filter(|x| x.is_finite())
}

#[test]
fn amounts_are_read_exactly() {
    let cases = [
        ("150.5", 150.5),
        (" 2 ", 2.0),
        ("\t7\r\n", 7.0),
        ("\u{a0}8", 8.0),
        ("+1", 1.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1_000.0),
        ("0", 0.0),
        ("-0", 0.0),
        ("-0.0", 0.0),
        ("1e-400", 0.0),
    ];
    for (text, expected) in cases {
        same(format!("parse_amount({text:?})"), parse_amount(text), Ok(expected));
    }
    for x in amounts(500).into_iter().map(f64::abs).chain(all_sizes()) {
        // A float is written with as many digits as it takes to read the same float again.
        let text = x.to_string();
        same(format!("parse_amount({text:?})"), parse_amount(&text), Ok(x));
    }
}

/// Texts that are no amounts, and why.
fn dirty() -> Vec<(String, AmountError)> {
    let mut cases = vec![];
    for text in ["", " ", "\t\n", "\u{a0}"] {
        cases.push((text.to_owned(), AmountError::Empty));
    }
    for text in ["abc", "1,5", "1_000", "0x10", "１２", "1 2", "$5", "1e", "--1", "5€"] {
        let error = || AmountError::NotANumber(text.to_owned());
        cases.push((text.to_owned(), error()));
        cases.push((format!("  {text}\n"), error()));
    }
    for (text, value) in [
        ("NaN", f64::NAN),
        ("nan", f64::NAN),
        ("inf", f64::INFINITY),
        ("+Infinity", f64::INFINITY),
        ("-Infinity", f64::NEG_INFINITY),
        ("1e400", f64::INFINITY),
        ("-1e400", f64::NEG_INFINITY),
    ] {
        cases.push((text.to_owned(), AmountError::NotFinite(value)));
    }
    for x in all_sizes().take(100).filter(|x| *x > 0.0).chain([1.0, 0.01, 5e-324]) {
        cases.push((format!(" -{x}"), AmountError::Negative(-x)));
    }
    cases
}

#[test]
fn dirty_amounts_are_refused_with_the_reason() {
    for (text, expected) in dirty() {
        let found = parse_amount(&text);
        same(format!("parse_amount({text:?})"), shown(&found), shown(&Err::<f64, _>(expected)));
    }
}

#[test]
fn messages_name_what_was_refused() {
    let word = format!("w{}", Stream::new(seed(), "word").below(0, 1_000));
    let price = -2.5 - Stream::new(seed(), "price").below(0, 1_000) as f64;
    let cases = [
        (AmountError::NotANumber(word.clone()), word),
        (AmountError::NotFinite(f64::INFINITY), f64::INFINITY.to_string()),
        (AmountError::Negative(price), price.to_string()),
        (AmountError::Empty, String::new()),
    ];
    let mut sentences = vec![];
    for (error, refused) in cases {
        let message = error.to_string();
        let what = text!(
            "the message of {error:?} contains `{refused}`: {message:?}",
            "el mensaje de {error:?} contiene `{refused}`: {message:?}"
        );
        same(what, message.contains(&refused), true);
        let sentence = if refused.is_empty() { message } else { message.replace(&refused, "") };
        let what = text!(
            "the message of {error:?} says more than that, and no other says the same: {sentence:?}",
            "el mensaje de {error:?} dice algo más, y ningún otro dice lo mismo: {sentence:?}"
        );
        let telling = sentence.chars().any(char::is_alphabetic) && !sentences.contains(&sentence);
        same(what, telling, true);
        sentences.push(sentence);
    }
}

fn purchase(amount: f64, region: &str) -> Event {
    Event::Purchase { amount, region: region.to_owned() }
}

#[test]
fn only_purchases_above_zero_earn() {
    let nothing = [0.0, -0.0, -1.0, f64::NAN, f64::NEG_INFINITY];
    for amount in nothing {
        same(format!("revenue: {amount:?}"), revenue(&purchase(amount, "sur")), None);
    }
    for amount in amounts(200).into_iter().filter(|x| *x > 0.0).chain([5e-324, f64::MAX]) {
        same(format!("revenue: {amount:?}"), revenue(&purchase(amount, "")), Some(amount));
    }
    let click = Event::Click { page: "/pago".to_owned() };
    same(format!("revenue: {click:?}"), revenue(&click), None);
    let failure = Event::Failure { message: "pago rechazado".to_owned() };
    same(format!("revenue: {failure:?}"), revenue(&failure), None);
}

#[test]
fn revenue_is_added_up_by_region() {
    let eventos = Eventos::new(&Dataset { seed: seed(), ..Dataset::with_rows(3_000) });
    let mut events: Vec<Event> = (0..3_000).map(|row| event(eventos.row(row))).collect();
    events.insert(0, purchase(f64::NAN, REGIONS[0]));
    events.insert(500, purchase(-1e9, REGIONS[1]));
    events.push(purchase(0.0, "nowhere"));
    events.push(purchase(f64::NAN, "nowhere else"));
    events.push(purchase(12.5, ""));
    for events in [&events[..], &events[..1], &[]] {
        let mut expected: BTreeMap<String, f64> = BTreeMap::new();
        for event in events {
            if let Event::Purchase { amount, region } = event
                && *amount > 0.0
            {
                *expected.entry(region.clone()).or_default() += amount;
            }
        }
        let found: Vec<(String, f64)> = revenue_by_region(events).into_iter().collect();
        let expected: Vec<(String, f64)> = expected.into_iter().collect();
        let n = events.len();
        let what = text!("revenue by region of {n} events", "ingresos por región de {n} eventos");
        // The order of the additions is prescribed, so there is no tolerance.
        same_rows(what, &found, &expected);
    }
}

/// Lines with an amount each, of which some are dirty.
fn lines(n: u64, dirty_of_100: u64) -> Vec<(String, Result<f64, AmountError>)> {
    let stream = Stream::new(seed(), "lines");
    let dirty = dirty();
    // NaN does not equal itself; what is not finite has a test of its own.
    let dirty: Vec<_> =
        dirty.iter().filter(|(_, error)| !matches!(error, AmountError::NotFinite(_))).collect();
    let line = |(i, x): (u64, f64)| {
        let (text, error) = dirty[stream.below(2 * i, dirty.len() as u64) as usize];
        match stream.below(2 * i + 1, 100) < dirty_of_100 {
            true => (text.clone(), Err(error.clone())),
            false => (x.abs().to_string(), Ok(x.abs())),
        }
    };
    (0..).zip(amounts(n)).map(line).collect()
}

#[test]
fn parsing_all_stops_at_the_first_error() {
    for (n, dirty) in [(0, 0), (1, 0), (100, 0), (1, 100), (100, 100), (100, 10), (300, 1)] {
        let lines = lines(n, dirty);
        let pulled = Cell::new(0);
        let counted = lines.iter().map(|(text, _)| {
            pulled.set(pulled.get() + 1);
            text.as_str()
        });
        let found = parse_all(counted);
        let first = lines.iter().position(|(_, amount)| amount.is_err());
        let read = first.map_or(lines.len(), |position| position + 1);
        let expected = match first {
            Some(position) => Err((position + 1, lines[position].1.clone().unwrap_err())),
            None => Ok(lines.iter().map(|(_, amount)| amount.clone().unwrap()).collect()),
        };
        let what = text!(
            "parse_all of {n} lines, the first dirty one is number {read} or there is none",
            "parse_all de {n} líneas; la primera sucia es la número {read} o no hay ninguna"
        );
        same(what, found, expected);
        let what = text!(
            "lines that parse_all pulled, of {n}",
            "líneas que pidió parse_all, de un total de {n}"
        );
        same(what, pulled.get(), read);
    }
}

#[test]
fn lenient_parsing_goes_on() {
    for (n, dirty) in [(0, 0), (50, 0), (50, 100), (300, 30)] {
        let lines = lines(n, dirty);
        let (found, errors) = parse_lenient(lines.iter().map(|(text, _)| text.as_str()));
        let (mut expected, mut expected_errors) = (vec![], vec![]);
        for (number, (_, amount)) in (1..).zip(&lines) {
            match amount.clone() {
                Ok(amount) => expected.push(amount),
                Err(error) => expected_errors.push((number, error)),
            }
        }
        let of = text!("parse_lenient of {n} lines", "parse_lenient de {n} líneas");
        same_rows(text!("{of}: amounts", "{of}: importes"), &found, &expected);
        same_rows(text!("{of}: errors", "{of}: errores"), &errors, &expected_errors);
    }
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
        let code = code.replace("Aggregate", &format!("Trait{number}"));
        let code = code.replace("Event", &format!("Type{number}"));
        let mut codes = checks::rustc::errors(&code);
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
