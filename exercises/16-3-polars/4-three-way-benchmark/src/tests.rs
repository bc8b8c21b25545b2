use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::process::{Stdio, exit};
use std::thread;

use checks::{close, not_run, same, same_rows, text};
use datasets::Stream;

use super::*;

fn seed() -> u64 {
    checks::seed(1634)
}

/// A limit that nobody needs who does not wait for ever.
const LONG: Duration = Duration::from_secs(60);

/// `n` different times from 1 to 1000 ms, in no order.
fn times(n: usize, name: &str) -> Vec<f64> {
    let stream = Stream::new(seed(), name);
    (0..n as u64).map(|i| 1.0 + (stream.below(i, 1_000_000) * 1_000 + i) as f64 / 1e6).collect()
}

fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
    sorted
}

/// The oracle for the median: removes the smallest and the largest until one or two are left.
fn median_of(values: &[f64]) -> f64 {
    let sorted = ascending(values);
    match sorted.as_slice() {
        [_, inner @ .., _] if !inner.is_empty() => median_of(inner),
        [low, high] => (low + high) / 2.0,
        one => one[0],
    }
}

/// The chance that exactly `j` of `n` values are below the true median, for every `j`: coin after coin,
/// without binomial coefficients.
fn chances(n: usize) -> Vec<f64> {
    let mut chances = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; chances.len() + 1];
        for (heads, chance) in chances.iter().enumerate() {
            next[heads] += chance / 2.0;
            next[heads + 1] += chance / 2.0;
        }
        chances = next;
    }
    chances
}

/// The oracle for the interval: the shortest of the symmetric ones that contain the true median often
/// enough. `x[k]` to `x[n - 1 - k]` contains it if at least `k + 1` values are below it, but not more
/// than `n - 1 - k`.
fn interval_of(values: &[f64]) -> Option<(f64, f64)> {
    let (sorted, n) = (ascending(values), values.len());
    let chances = chances(n);
    let contains = |k: usize| chances[k + 1..n - k].iter().sum::<f64>();
    let k = (0..n / 2).rev().find(|&k| contains(k) >= 0.95)?;
    Some((sorted[k], sorted[n - 1 - k]))
}

#[track_caller]
fn summary(values: &[f64]) -> Summary {
    let (n, first) = (values.len(), &values[..values.len().min(8)]);
    let message = text!(
        "`summarize` gave `None` for {n} values, the first ones are {first:?}",
        "`summarize` dio `None` para {n} valores, los primeros son {first:?}"
    );
    summarize(values).expect(&message)
}

#[test]
fn medians_are_in_the_middle() {
    for n in (1..=25).chain([100, 999, 1_000]) {
        let values = times(n, "medians");
        let found = summary(&values);
        let first = &values[..n.min(8)];
        let what = text!(
            "median of {n} values, the first ones are {first:?}",
            "mediana de {n} valores, los primeros son {first:?}"
        );
        // At most one addition and one division of values up to 1001.
        close(what, found.median, median_of(&values), 1e-12);
        let what = text!("minimum of {first:?}", "mínimo de {first:?}");
        same(what, found.min, values.iter().copied().fold(f64::INFINITY, f64::min));
    }
    // Without this, an outlier would be enough to move the result.
    let outlier = [20.0, 21.0, 22.0, 23.0, 90_000.0];
    close(
        text!("median of {outlier:?}", "mediana de {outlier:?}"),
        summary(&outlier).median,
        22.0,
        0.0,
    );
    same(text!("summary of nothing", "resumen de nada"), summarize(&[]), None);
}

#[test]
fn intervals_contain_the_true_median_often_enough() {
    for n in (1..=60).chain([99, 100, 250, 999, 1_000]) {
        let values = times(n, "intervals");
        let lowest = &ascending(&values)[..n.min(12)];
        let what = text!(
            "interval of {n} values, of which the lowest are {lowest:?}",
            "intervalo de {n} valores, de los que los menores son {lowest:?}"
        );
        same(what, summary(&values).interval, interval_of(&values));
    }
    let equal = [5.0; 8];
    same(
        text!("interval of {equal:?}", "intervalo de {equal:?}"),
        summary(&equal).interval,
        Some((5.0, 5.0)),
    );
}

fn some(times: &[f64]) -> Vec<Option<f64>> {
    times.iter().copied().map(Some).collect()
}

/// Compares a verdict with the expected one. `times` comes from divisions and a mean, a handful of
/// roundings: 1e-12 of it.
#[track_caller]
fn check_verdict(a: &[Option<f64>], b: &[Option<f64>], expected: Verdict) {
    let found = compare(a, b);
    let what =
        text!("a = {a:?}\nb = {b:?}\n`compare(a, b)`", "a = {a:?}\nb = {b:?}\n`compare(a, b)`");
    match (found, expected) {
        (Verdict::Faster { times: found }, Verdict::Faster { times: expected })
        | (Verdict::Slower { times: found }, Verdict::Slower { times: expected }) => {
            close(format!("{what}: times"), found, expected, 1e-12 * expected);
        }
        _ => same(what, found, expected),
    }
}

/// Times on a machine that is ten times as fast in some blocks as in others, and those of a contender
/// that takes 80 to 90 % of them.
fn uneven(n: usize) -> (Vec<f64>, Vec<f64>) {
    let stream = Stream::new(seed(), "uneven");
    let b: Vec<f64> = (0..n as u64).map(|i| 100.0 * (1 + stream.below(i, 10)) as f64).collect();
    let share = |i: u64| 0.8 + stream.below(1_000 + i, 1_000) as f64 / 1e4;
    let a = b.iter().zip(0..).map(|(b, i)| b * share(i)).collect();
    (a, b)
}

#[test]
fn ratios_are_taken_block_by_block() {
    for n in [6, 7, 8, 15, 40] {
        let (a, b) = uneven(n);
        let ratios: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a / b).collect();
        let times = 1.0 / median_of(&ratios);
        check_verdict(&some(&a), &some(&b), Verdict::Faster { times });
        let ratios: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b / a).collect();
        check_verdict(&some(&b), &some(&a), Verdict::Slower { times: median_of(&ratios) });
    }
    // Runs without a time: what is left has to stay in its block.
    let (a, b) = uneven(12);
    let (mut some_a, mut some_b) = (some(&a), some(&b));
    let missing = Stream::new(seed(), "missing");
    some_a[missing.below(0, 6) as usize] = None;
    some_b[6 + missing.below(1, 6) as usize] = None;
    let both = some_a.iter().zip(&some_b).filter_map(|(a, b)| Some((*a)? / (*b)?));
    let times = 1.0 / median_of(&both.collect::<Vec<_>>());
    check_verdict(&some_a, &some_b, Verdict::Faster { times });
}

#[test]
fn a_difference_needs_an_interval_without_1() {
    // Faster by half in most blocks, but not in enough of them: with 7, the interval is the range.
    let b = times(7, "interval");
    let mut a: Vec<f64> = b.iter().map(|time| time / 2.0).collect();
    let odd = Stream::new(seed(), "odd").below(0, 7) as usize;
    a[odd] = b[odd] * 1.25;
    check_verdict(&some(&a), &some(&b), Verdict::Indistinguishable);
    check_verdict(&some(&b), &some(&a), Verdict::Indistinguishable);
    // An interval that ends at 1 contains it.
    a[odd] = b[odd];
    check_verdict(&some(&a), &some(&b), Verdict::Indistinguishable);
    check_verdict(&some(&b), &some(&b), Verdict::Indistinguishable);
    // Of 9 values, the interval leaves out one on each side.
    let b = times(9, "interval");
    let mut a: Vec<f64> = b.iter().map(|time| time / 2.0).collect();
    a[odd] = b[odd] * 1.25;
    check_verdict(&some(&a), &some(&b), Verdict::Faster { times: 2.0 });
    // Five clear differences are too few, however long the lists are.
    for n in [0, 1, 5] {
        let b = times(n, "few");
        let mut a: Vec<Option<f64>> = b.iter().map(|time| Some(time / 2.0)).collect();
        let mut b = some(&b);
        check_verdict(&a, &b, Verdict::TooFew);
        a.extend([None, None, Some(1.0), Some(1.0)]);
        b.extend([Some(2.0), None, None, None]);
        check_verdict(&a, &b, Verdict::TooFew);
    }
}

#[test]
fn every_block_runs_each_contender_once() {
    for (contenders, blocks) in [(0, 3), (1, 2), (2, 50), (9, 7), (40, 3), (5, 0)] {
        let found = schedule(contenders, blocks, seed());
        let what =
            text!("blocks of {contenders} contenders", "bloques de {contenders} competidores");
        same(what, found.len(), blocks);
        for (block, order) in found.iter().enumerate() {
            let sorted: BTreeSet<usize> = order.iter().copied().collect();
            let what = text!(
                "block {block} is {order:?}: who runs, and how many runs",
                "el bloque {block} es {order:?}: quién corre y cuántas veces en total"
            );
            same(what, (sorted, order.len()), ((0..contenders).collect(), contenders));
        }
        let what =
            text!("the same seed, the same schedule", "con la misma semilla, el mismo orden");
        same(what, schedule(contenders, blocks, seed()) == found, true);
    }
}

#[test]
fn every_order_is_equally_likely() {
    const BLOCKS: usize = 60_000;
    let mut counts: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for order in schedule(3, BLOCKS, seed()) {
        *counts.entry(order).or_default() += 1;
    }
    // The standard deviation of a count is sqrt(60000 * 1/6 * 5/6) = 91: this is beyond 6 of them.
    let (low, high) = (BLOCKS / 6 - 600, BLOCKS / 6 + 600);
    let what = text!(
        "how often each order of 3 contenders came in {BLOCKS} blocks: {counts:?}\n\
         6 orders, each {low} to {high} times",
        "cuántas veces salió cada orden de 3 competidores en {BLOCKS} bloques: {counts:?}\n\
         6 órdenes, cada uno de {low} a {high} veces"
    );
    let likely = counts.values().filter(|count| (low..=high).contains(count)).count();
    same(what, (counts.len(), likely), (6, 6));
    // A block says nothing about the next one.
    let orders = schedule(3, BLOCKS, seed());
    let repeated = orders.windows(2).filter(|pair| pair[0] == pair[1]).count();
    let what = text!(
        "blocks with the order of the one before, {low} to {high} expected: {repeated}",
        "bloques con el mismo orden que el anterior, se esperaban de {low} a {high}: {repeated}"
    );
    same(what, (low..=high).contains(&repeated), true);
    let other = schedule(9, 20, seed().wrapping_add(1)) != schedule(9, 20, seed());
    same(text!("another seed, another schedule", "con otra semilla, otro orden"), other, true);
}

/// An answer with small and large revenues, and one of the sales without region.
fn some_answer() -> Answer {
    let stream = Stream::new(seed(), "answer");
    let revenue = |i: u64| (1 + stream.below(i, 99)) as f64 * 10_f64.powi(i as i32 * 2 - 2);
    let regions = ["centro", "este", "norte", "oeste", "sur"];
    let named = regions.iter().zip(1..).map(|(region, i)| (Some((*region).to_owned()), revenue(i)));
    named.chain([(None, revenue(6))]).collect()
}

#[track_caller]
fn check_agree(expected: &Answer, found: &Answer, difference: Option<Difference>) {
    let what = text!(
        "expected answer {expected:?}\nanswer found {found:?}\nthe difference",
        "respuesta esperada {expected:?}\nrespuesta encontrada {found:?}\nla diferencia"
    );
    same(what, agree(expected, found).err(), difference);
}

#[test]
fn answers_agree_up_to_rounding_and_no_further() {
    let expected = some_answer();
    check_agree(&expected, &expected, None);
    check_agree(&Answer::new(), &Answer::new(), None);
    for (region, &revenue) in &expected {
        let with = |revenue: f64| {
            let mut answer = expected.clone();
            answer.insert(region.clone(), revenue);
            answer
        };
        let difference = |found: Option<f64>| {
            Some(Difference { region: region.clone(), expected: Some(revenue), found })
        };
        // Half of the tolerance and three times the tolerance.
        for share in [5e-10, -5e-10] {
            check_agree(&expected, &with(revenue * (1.0 + share)), None);
        }
        for share in [3e-9, -3e-9, 0.5, -1.0, -2.0] {
            let wrong = revenue * (1.0 + share);
            check_agree(&expected, &with(wrong), difference(Some(wrong)));
        }
        let mut shorter = expected.clone();
        shorter.remove(region);
        check_agree(&expected, &shorter, difference(None));
        // The other way round, it is one region too many.
        let surplus = Difference { region: region.clone(), expected: None, found: Some(revenue) };
        check_agree(&shorter, &expected, Some(surplus));
    }
    let zero = |revenue: f64| Answer::from([(None, revenue)]);
    check_agree(&zero(0.0), &zero(0.0), None);
    let wrong = Difference { region: None, expected: Some(0.0), found: Some(0.01) };
    check_agree(&zero(0.0), &zero(0.01), Some(wrong));
}

#[test]
fn nan_is_never_a_right_answer() {
    let expected = some_answer();
    for region in expected.keys() {
        for wrong in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut found = expected.clone();
            found.insert(region.clone(), wrong);
            let difference = agree(&expected, &found).err().map(|difference| difference.region);
            let what = text!(
                "the region in which {found:?} is not {expected:?}",
                "la región en la que {found:?} no es {expected:?}"
            );
            same(what, difference, Some(region.clone()));
        }
    }
}

#[test]
fn a_full_disk_is_noticed_before_anything_is_written() {
    let check = |rows: u64, free_bytes: u64, needed_bytes: u128| {
        let result = check_disk(rows, free_bytes).map_err(|error| error.to_string());
        let fits = needed_bytes <= u128::from(free_bytes);
        let what = text!(
            "{rows} rows need {needed_bytes} bytes, {free_bytes} are free: allowed?",
            "{rows} filas necesitan {needed_bytes} bytes, hay {free_bytes} libres: ¿se permite?"
        );
        same(what, result.is_ok(), fits);
        let Err(message) = result else { return };
        for size in [size(needed_bytes), size(free_bytes.into())] {
            let what =
                text!("`{size}` in the message `{message}`", "`{size}` en el mensaje `{message}`");
            same(what, message.contains(&size), true);
        }
    };
    check(0, 0, 0);
    check(100_000_000, 3_900_000_000, 4_000_000_000);
    let rows = 1_000_000 + Stream::new(seed(), "disk").below(0, 1_000_000);
    let needed = 40 * rows;
    for free_bytes in [0, needed / 2, needed - 1, needed, needed + 1, u64::MAX] {
        check(rows, free_bytes, needed.into());
    }
    // No overflow.
    check(u64::MAX, u64::MAX, 40 * u128::from(u64::MAX));
    check(1 << 62, 5_000_000_000, 40 << 62);
}

/// The environment variable that names the role of an actor.
const ROLE: &str = "BENCHMARK_TEST_ROLE";

/// A command that starts the calling test in a process of its own, where it plays a role instead.
fn actor(test: &str, role: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", &format!("tests::{test}"), "--nocapture"]).env(ROLE, role);
    command
}

/// The last words of an actor that fails.
fn last_words() -> String {
    format!("ValueError: {} is too much", Stream::new(seed(), "error").below(0, 1_000_000))
}

fn some_sample() -> Sample {
    Sample {
        version: "an actor".to_owned(),
        start_up_ms: 1.5,
        first_ms: 20.25,
        query_ms: times(1, "sample")[0],
        cpu_ms: Some(30.0),
        peak_mb: None,
        answer: some_answer(),
    }
}

/// Plays the role of this process, which then ends. Returns in a process that has none.
fn play() {
    let Ok(role) = env::var(ROLE) else { return };
    let report = || print!("{}", some_sample().to_report().unwrap());
    let complain = || eprintln!("a warning\nTraceback:\n  line 1\n{}\n\n  ", last_words());
    match role.as_str() {
        "status 7" => exit(7),
        // Nobody is left behind if it is not killed.
        "endless" => (0..1_000).for_each(|_| thread::sleep(Duration::from_millis(10))),
        "report" => {
            println!("a library says hello");
            eprintln!("and warns of something");
            report();
            println!("goodbye");
        }
        "crash" => {
            complain();
            exit(3);
        }
        "crash after the report" => {
            report();
            complain();
            exit(3);
        }
        "silent" => complain(),
        "half a report" => {
            let report = some_sample().to_report().unwrap();
            print!("{}", &report[..report.len() / 2]);
            complain();
        }
        role => panic!("no role `{role}`"),
    }
    exit(0);
}

fn start(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Processor time of this thread, and how often it gave up its processor.
#[cfg(target_os = "linux")]
fn thread_usage() -> (Duration, i64) {
    use nix::sys::resource::{UsageWho, getrusage};

    let usage = getrusage(UsageWho::RUSAGE_THREAD).unwrap();
    let micros = [usage.user_time(), usage.system_time()]
        .map(|time| time.tv_sec() as u64 * 1_000_000 + time.tv_usec() as u64);
    (Duration::from_micros(micros.iter().sum()), usage.voluntary_context_switches())
}

/// Elsewhere nobody counts: as if it slept between each two calls.
#[cfg(not(target_os = "linux"))]
fn thread_usage() -> (Duration, i64) {
    use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

    static CALLS: AtomicI64 = AtomicI64::new(0);
    (Duration::ZERO, 10 * CALLS.fetch_add(1, Relaxed))
}

#[test]
fn a_process_that_does_not_end_is_killed() {
    play();
    let name = "a_process_that_does_not_end_is_killed";
    let mut quick = start(actor(name, "status 7"));
    let status = wait_within(&mut quick, LONG).unwrap().and_then(|status| status.code());
    let what =
        text!("status of a process that ends with 7", "estado de un proceso que termina con 7");
    same(what, status, Some(7));
    let status = wait_within(&mut quick, Duration::ZERO).unwrap().and_then(|status| status.code());
    let what = text!(
        "status of a process that had ended with 7 before, limit 0",
        "estado de un proceso que ya había terminado con 7, límite 0"
    );
    same(what, status, Some(7));

    let mut endless = start(actor(name, "endless"));
    let (cpu_before, rests_before) = thread_usage();
    let status = wait_within(&mut endless, Duration::from_millis(200)).unwrap();
    let (cpu_after, rests_after) = thread_usage();
    let has_ended = endless.try_wait().unwrap().is_some();
    // For those who did not.
    let _ = endless.kill().and_then(|()| endless.wait());
    let what =
        text!("status of a process that does not end", "estado de un proceso que no termina");
    same(what, status, None);
    let what =
        text!("it has ended once `wait_within` returns", "ya terminó cuando `wait_within` vuelve");
    same(what, has_ended, true);
    // A wait that sleeps takes less than a millisecond of the processor. Where others leave it so little
    // that a busy loop gets no more than that, the loop gives its processor up once at most, at its end.
    let (busy, rests) = (cpu_after - cpu_before, rests_after - rests_before);
    let what = text!(
        "while it waited for 200 ms, the thread slept and left the processor to others",
        "mientras esperaba 200 ms, el hilo durmió y dejó el procesador a los demás"
    );
    same(what, busy < Duration::from_millis(20) && rests > 1, true);
}

#[test]
fn a_contender_reports_what_it_measured() {
    play();
    let outcome = run(Ok(actor("a_contender_reports_what_it_measured", "report")), LONG);
    let what = text!(
        "what comes of a contender that reports, among other lines",
        "lo que resulta de un competidor que informa, entre otras líneas"
    );
    same(what, outcome, Ok(some_sample()));
}

/// The reason of a contender that has to be `Failed`.
#[track_caller]
fn failure(what: &str, outcome: Outcome) -> String {
    match outcome {
        Err(NoSample::Failed { reason }) => reason,
        found => panic!(
            "{}",
            text!(
                "{what}\n  expected: Failed\n  found:    {found:?}",
                "{what}\n  se esperaba: Failed\n  se encontró: {found:?}"
            )
        ),
    }
}

#[test]
fn what_is_not_measured_has_a_reason() {
    play();
    let name = "what_is_not_measured_has_a_reason";
    let missing = NotSetUp("python");
    let what = text!(
        "what comes of a contender whose Python is not set up",
        "lo que resulta de un competidor cuyo Python no está preparado"
    );
    same(what, run(Err(missing), LONG), Err(NoSample::NotRun { reason: missing.to_string() }));

    let outcome = run(Ok(actor(name, "endless")), Duration::from_millis(50));
    let what = text!("what comes of one that does not end", "lo que resulta de uno que no termina");
    same(what, outcome, Err(NoSample::TimedOut));

    failure(
        &text!("a program that does not exist", "un programa que no existe"),
        run(Ok(Command::new("no-such-program-16-3-4")), LONG),
    );
    let crash = text!("one that ends with status 3", "uno que termina con el estado 3");
    let late = text!(
        "one that reports, then ends with status 3",
        "uno que informa y luego termina con el estado 3"
    );
    let silent = text!("one that ends without a report", "uno que termina sin informe");
    let half = text!("one whose report breaks off", "uno cuyo informe está cortado");
    let status = start(actor(name, "crash")).wait().unwrap().to_string();
    let parse_error = "no report".parse::<Sample>().unwrap_err().to_string();
    for (what, role, words) in [
        (&crash, "crash", status.as_str()),
        (&late, "crash after the report", status.as_str()),
        (&silent, "silent", parse_error.as_str()),
        (&half, "half a report", "its report is not valid"),
    ] {
        let reason = failure(what, run(Ok(actor(name, role)), LONG));
        for part in [last_words().as_str(), words] {
            let what = text!(
                "{what}: `{part}` in the reason `{reason}`",
                "{what}: `{part}` en el motivo `{reason}`"
            );
            same(what, reason.contains(part), true);
        }
    }
}

/// A sample in block `i` of a contender, with the right answer.
fn sample_in(i: usize, query_ms: f64) -> Sample {
    let i = i as f64;
    Sample {
        version: "an actor".to_owned(),
        start_up_ms: 400.0 + i * i,
        first_ms: 90.0 - i,
        query_ms,
        cpu_ms: Some(50.0 + i * 7.0 % 5.0),
        peak_mb: Some(100.0 + i),
        answer: some_answer(),
    }
}

/// Runs with the right answer that took these times.
fn results(name: &'static str, query_ms: &[f64]) -> Results {
    let outcomes = query_ms.iter().enumerate().map(|(i, &ms)| Ok(sample_in(i, ms))).collect();
    Results { name, outcomes }
}

fn failed(reason: &str) -> Outcome {
    Err(NoSample::Failed { reason: reason.to_owned() })
}

fn wrong_answer() -> (Sample, Difference) {
    let mut sample = sample_in(0, 0.001);
    let region = Some("norte".to_owned());
    let expected = sample.answer.get(&region).copied();
    sample.answer.remove(&region);
    (sample, Difference { region, expected, found: None })
}

#[test]
fn a_single_wrong_answer_is_one_too_many() {
    let expected = some_answer();
    let (wrong, difference) = wrong_answer();
    let words = format!("wrong answer: {difference}");
    for block in 0..7 {
        let mut outcomes = results("", &times(7, "judge")).outcomes;
        outcomes[(block + 1) % 7] = failed("out of memory");
        let samples: Vec<Option<&Sample>> =
            outcomes.iter().map(|outcome| outcome.as_ref().ok()).collect();
        let found = judge(&outcomes, &expected);
        let what = text!(
            "6 right answers and none in one block",
            "6 respuestas correctas y ninguna en un bloque"
        );
        let Ok(found) = found else {
            panic!("{}", text!("{what}\n  found: {found:?}", "{what}\n  se encontró: {found:?}"))
        };
        same_rows(what, &found, &samples);
        outcomes[block] = Ok(wrong.clone());
        let what = text!(
            "a wrong answer in block {block} of 7",
            "una respuesta mala en el bloque {block} de 7"
        );
        same(what, judge(&outcomes, &expected), Err(words.clone()));
    }
    // A wrong answer says more than the failures before it.
    let outcomes = [failed("killed"), Err(NoSample::TimedOut), Ok(wrong)];
    let what = text!("two failures and a wrong answer", "dos fallos y una respuesta mala");
    same(what, judge(&outcomes, &expected), Err(words));
    let outcomes = [failed("killed"), Err(NoSample::TimedOut)];
    let what = text!("two failures", "dos fallos");
    same(what, judge(&outcomes, &expected), Err("failed: killed".to_owned()));
    let reason = NotSetUp("python").to_string();
    let outcomes = vec![Err(NoSample::NotRun { reason: reason.clone() }); 7];
    let what = text!("a contender that cannot run here", "un competidor que aquí no puede correr");
    same(what, judge(&outcomes, &expected), Err(format!("NotRun: {reason}")));
    same(text!("no blocks", "ningún bloque"), judge(&[], &expected), Err("no runs".to_owned()));
}

/// Compares a line of the report, cell by cell.
#[track_caller]
fn check_line(results: &Results, rival: Option<&Results>, expected: [&str; 8]) {
    let (name, found) = (results.name, line(results, rival, &some_answer()));
    for ((column, found), expected) in COLUMNS.iter().zip(&found).zip(expected) {
        let what = text!(
            "column `{column}` in the line of the contender `{name}`",
            "columna `{column}` en la línea del competidor `{name}`"
        );
        same(what, found.as_str(), expected);
    }
}

/// The cell of the times, from the oracles.
fn time_cell(query_ms: &[f64]) -> String {
    let (median, interval) = (median_of(query_ms), interval_of(query_ms));
    Summary { median, interval, min: ascending(query_ms)[0] }.to_string()
}

/// Seven times around 40 ms in quarters, so that one decimal is the same however the median is made.
fn quarters() -> Vec<f64> {
    let stream = Stream::new(seed(), "quarters");
    (0..7).map(|i| 40.0 + stream.below(i, 40) as f64 / 4.0).collect()
}

#[test]
fn lines_show_medians_and_verdicts() {
    let first_ms = quarters();
    let first = results("first", &first_ms);
    let twice = results("twice", &first_ms.iter().map(|ms| ms * 2.0).collect::<Vec<_>>());
    let time = time_cell(&first_ms);
    let cells = ["first", "7 of 7", &time, "-", "52.0", "103.0", "87.0", "409.0"];
    check_line(&first, None, cells);
    let cells = ["first", "7 of 7", &time, "2.00× faster", "52.0", "103.0", "87.0", "409.0"];
    check_line(&first, Some(&twice), cells);
    let cells = ["first", "7 of 7", &time, "≈", "52.0", "103.0", "87.0", "409.0"];
    check_line(&first, Some(&first), cells);

    // Without the last block, and without the numbers that only Linux has.
    let mut fewer = results("fewer", &first_ms.iter().map(|ms| ms * 1.5).collect::<Vec<_>>());
    fewer.outcomes[6] = failed("out of memory");
    for sample in fewer.outcomes.iter_mut().flatten() {
        (sample.cpu_ms, sample.peak_mb) = (None, None);
    }
    let time = time_cell(&first_ms[..6].iter().map(|ms| ms * 1.5).collect::<Vec<_>>());
    let cells = ["fewer", "6 of 7", &time, "1.50× slower", "-", "-", "87.5", "406.5"];
    check_line(&fewer, Some(&first), cells);
    fewer.outcomes[2] = Err(NoSample::TimedOut);
    let verdict = line(&fewer, Some(&first), &some_answer())[3].clone();
    same(
        text!("verdict on 5 blocks", "veredicto sobre 5 bloques"),
        verdict.as_str(),
        "too few blocks",
    );
}

#[test]
fn only_right_answers_are_compared() {
    let right = results("right", &quarters());
    let (wrong, difference) = wrong_answer();
    let mut liar = results("liar", &[0.001; 7]);
    liar.outcomes[3] = Ok(wrong);
    let words = format!("wrong answer: {difference}");
    check_line(&liar, Some(&right), ["liar", "7 of 7", &words, "-", "-", "-", "-", "-"]);
    check_line(&liar, None, ["liar", "7 of 7", &words, "-", "-", "-", "-", "-"]);
    let time = time_cell(&quarters());
    let cells = ["right", "7 of 7", &time, "-", "52.0", "103.0", "87.0", "409.0"];
    check_line(&right, Some(&liar), cells);
    let absent = NotSetUp("python").to_string();
    let outcomes = vec![Err(NoSample::NotRun { reason: absent.clone() }); 7];
    let absent_words = format!("NotRun: {absent}");
    let absent = Results { name: "absent", outcomes };
    check_line(&right, Some(&absent), cells);
    let cells = ["absent", "0 of 7", &absent_words, "-", "-", "-", "-", "-"];
    check_line(&absent, Some(&right), cells);
}

#[test]
fn python_answers_as_exactly_as_rust() {
    if let Err(reason) = environments::PYTHON.interpreter() {
        return not_run(reason.to_string());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ventas.parquet");
    let expected = sales::write(&Dataset::hostile(3_000, seed()), &file).unwrap();
    let scripts = [("polars_contender.py", "streaming"), ("pandas_contender.py", "two-columns")];
    for (script, variant) in scripts {
        let sample =
            run(contenders::python(script, variant, &file), LONG).unwrap_or_else(|error| {
                panic!(
                    "{}",
                    text!("`{script}`, {variant}: {error}", "`{script}`, {variant}: {error}")
                )
            });
        check_agree(&expected, &sample.answer, None);
        let starts = sample.start_up_ms > 0.0;
        same(
            text!("a start-up time of `{script}`", "un tiempo de arranque de `{script}`"),
            starts,
            true,
        );
    }
}
