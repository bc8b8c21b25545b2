use std::collections::{BTreeMap, HashMap};
use std::process::Command;
use std::time::Instant;

use checks::{close, kept, not_run, same, same_rows, text};
use datasets::Stream;

use super::Engine::{DuckDb, Spark};
use super::*;

fn seed() -> u64 {
    checks::seed(1645)
}

/// A number from `low` to `high`, drawn anew for each `position`.
fn draw(position: u64, low: i64, high: i64) -> i64 {
    low + Stream::new(seed(), "16.4.5").below(position, (high - low + 1) as u64) as i64
}

#[test]
fn the_plan_keeps_the_ratio() {
    let plan = |data_bytes, limit_bytes, rows| ScalePlan { data_bytes, limit_bytes, rows };
    let gb = 1_000_000_000;
    // A machine with enough memory: the budget decides.
    let budget = gb * draw(0, 1, 20) as u64;
    let found = scale_plan(64 * gb, budget);
    let expected = plan(budget, budget * 32 / 50, budget / BYTES_PER_ROW);
    let what = text!("budget {budget}, memory 64 GB", "presupuesto {budget}, memoria 64 GB");
    same(what, found, expected);

    // A small machine: one half of its memory decides.
    let memory = 32_000 * draw(1, 1_000, 60_000) as u64;
    let data = memory / 2 / 32 * 50;
    let what = text!("budget 100 GB, memory {memory}", "presupuesto 100 GB, memoria {memory}");
    same(what, scale_plan(memory, 100 * gb), plan(data, memory / 2, data / BYTES_PER_ROW));

    // Fractions are dropped.
    let what = text!("budget 99, memory 1000", "presupuesto 99, memoria 1000");
    same(what, scale_plan(1_000, 99), plan(99, 63, 99 / BYTES_PER_ROW));
    let what = text!("budget 1000, memory 103", "presupuesto 1000, memoria 103");
    same(what, scale_plan(103, 1_000), plan(79, 50, 79 / BYTES_PER_ROW));
    same(text!("no budget", "sin presupuesto"), scale_plan(1_000, 0), plan(0, 0, 0));

    // Products of these have more than 64 bits.
    let cases = [(u64::MAX, u64::MAX), (u64::MAX, 1 << 40), (1 << 62, u64::MAX), (0, u64::MAX)];
    for (memory, budget) in cases {
        let wide = |bytes: u64, by: u128, over: u128| u128::from(bytes) * by / over;
        let data = wide(memory / 2, 50, 32).min(u128::from(budget));
        let limit = data * 32 / 50;
        let found = scale_plan(memory, budget);
        let found = [found.data_bytes, found.limit_bytes, found.rows].map(u128::from);
        let what = text!(
            "data, limit and rows for memory {memory} and budget {budget}",
            "datos, límite y filas con memoria {memory} y presupuesto {budget}"
        );
        same(what, found, [data, limit, data / u128::from(BYTES_PER_ROW)]);
    }
}

/// The tables of a small world.
fn small_tables() -> (Tables, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let tables = Tables::new(3_000, seed());
    tables.write(folder.path()).unwrap();
    (tables, folder)
}

/// Runs a statement with DataFusion in this process, which has all the memory it wants.
#[track_caller]
fn datafusion(folder: &Path, sql: &str, tuned: bool) -> Vec<Row> {
    let scratch = tempfile::tempdir().unwrap();
    let settings = Settings { scratch: scratch.path(), limit_bytes: 1 << 30, threads: 2, tuned };
    let ended = Runtime::new().unwrap().block_on(local::run(folder, settings, sql));
    ended.unwrap_or_else(|error| panic!("{}\n{sql}", error.strip_backtrace())).rows
}

/// A query that uses a slot, with the columns `i` and `valor`.
struct Probe {
    name: &'static str,
    sql: String,
    /// For each `i`, in its order, what `valor` is as a text. Floats need not be written alike.
    expected: Vec<(i64, Cell)>,
}

/// Rows of constants as a table `t` with these columns.
fn values(columns: &str, rows: &[String]) -> String {
    format!("(VALUES {}) AS t({columns})", rows.join(", "))
}

/// A float in SQL, also one that is not finite.
fn double(value: Option<f64>) -> String {
    value.map_or("CAST(NULL AS DOUBLE)".to_owned(), |x| format!("CAST('{x}' AS DOUBLE)"))
}

fn bigint(value: Option<i64>) -> String {
    value.map_or("CAST(NULL AS BIGINT)".to_owned(), |x| format!("CAST('{x}' AS BIGINT)"))
}

fn word(text: impl ToString) -> Cell {
    Cell::Text(text.to_string())
}

/// Floats with gaps, of which each group has its own kind.
const GROUPS: [&[Option<f64>]; 5] = [
    &[Some(1.5), Some(f64::NAN), None, Some(-4.25)],
    &[Some(f64::NAN), None],
    &[Some(-3.0), Some(f64::NAN), Some(-8.5)],
    &[None, None],
    &[Some(f64::INFINITY), Some(0.0)],
];

fn is_number(engine: Engine) -> Probe {
    let x: Vec<Option<f64>> = GROUPS.concat();
    let shift = draw(10, 1, 9);
    let slot = dialect(Slot::IsNumber("x - y"), engine);
    let row = |(i, x): (usize, &Option<f64>)| format!("({i}, {}, {shift})", double(*x));
    let rows: Vec<String> = x.iter().enumerate().map(row).collect();
    let is_number = |x: &Option<f64>| word(x.is_some_and(|x| !x.is_nan()));
    Probe {
        name: "IsNumber",
        sql: format!("SELECT i, {slot} AS valor FROM {}", values("i, x, y", &rows)),
        expected: (0..).zip(x.iter().map(is_number)).collect(),
    }
}

/// The rows of [`GROUPS`], each with the number of its group.
fn grouped() -> String {
    let of_group = |(i, group): (usize, &&[Option<f64>])| -> Vec<String> {
        group.iter().map(|x| format!("({i}, {})", double(*x))).collect()
    };
    values("i, x", &GROUPS.iter().enumerate().flat_map(of_group).collect::<Vec<_>>())
}

fn max_number(engine: Engine) -> Probe {
    let slot = dialect(Slot::MaxNumber("x - 1"), engine);
    let largest = |group: &&[Option<f64>]| {
        let numbers = group.iter().flatten().filter(|x| !x.is_nan());
        numbers.copied().reduce(f64::max).map_or(Cell::Null, |x| Cell::Float(x - 1.0))
    };
    Probe {
        name: "MaxNumber",
        sql: format!("SELECT i, {slot} AS valor FROM {} GROUP BY i", grouped()),
        expected: (0..).zip(GROUPS.iter().map(largest)).collect(),
    }
}

fn sum_or_zero(engine: Engine) -> Probe {
    let slot = dialect(Slot::SumOrZero("x"), engine);
    let value = draw(20, 1, 1_000) as f64 / 4.0;
    let rows = [(0, Some(value)), (0, None), (0, Some(2.5)), (1, None), (1, None)];
    let rows = rows.map(|(i, x)| format!("({i}, {})", double(x)));
    let table = values("i, x", &rows);
    Probe {
        name: "SumOrZero",
        // The last part adds up no rows at all.
        sql: format!(
            "SELECT i, {slot} AS valor FROM {table} GROUP BY i \
             UNION ALL SELECT 2 AS i, {slot} AS valor FROM {table} WHERE i > 5"
        ),
        expected: [value + 2.5, 0.0, 0.0].map(Cell::Float).into_iter().zip(0..).map(flip).collect(),
    }
}

fn flip((cell, i): (Cell, i64)) -> (i64, Cell) {
    (i, cell)
}

/// Pairs of integers, with both signs, and the same number for each side to change them by.
fn pairs() -> Vec<(Option<i64>, i64, i64)> {
    let mut pairs = vec![(Some(-7), 2, 0), (Some(7), -2, 0), (Some(-7), -2, 0), (None, 3, 1)];
    // More than a float can hold.
    pairs.push((Some(9_007_199_254_740_993), 1, 0));
    pairs.push((Some(-9_007_199_254_740_995), 1, 0));
    for position in 30..50 {
        let (a, c) = (draw(position, -99, 99), draw(position + 100, -20, 20));
        let divisor = draw(position + 200, 1, 12) * (2 * draw(position + 300, 0, 1) - 1);
        pairs.push((Some(a), divisor + c, c));
    }
    pairs
}

/// A table of [`pairs`].
fn pair_table(pairs: &[(Option<i64>, i64, i64)]) -> String {
    let row = |(i, (a, b, c)): (usize, &(Option<i64>, i64, i64))| {
        format!("({i}, {}, {}, {})", bigint(*a), bigint(Some(*b)), bigint(Some(*c)))
    };
    values("i, a, b, c", &pairs.iter().enumerate().map(row).collect::<Vec<_>>())
}

fn int_div(engine: Engine) -> Probe {
    let slot = dialect(Slot::IntDiv("a + c", "b - c"), engine);
    let pairs = pairs();
    let quotient =
        |(a, b, c): &(Option<i64>, i64, i64)| a.map_or(Cell::Null, |a| word((a + c) / (b - c)));
    Probe {
        name: "IntDiv",
        sql: format!("SELECT i, {slot} AS valor FROM {}", pair_table(&pairs)),
        expected: (0..).zip(pairs.iter().map(quotient)).collect(),
    }
}

fn ratio(engine: Engine) -> Probe {
    let slot = dialect(Slot::Ratio("a + c", "b - c"), engine);
    let mut pairs = pairs();
    pairs.push((Some(5), 3, 3));
    pairs.push((Some(0), 0, 0));
    let ratio = |(a, b, c): &(Option<i64>, i64, i64)| match a {
        Some(a) if b != c => Cell::Float((a + c) as f64 / (b - c) as f64),
        _ => Cell::Null,
    };
    Probe {
        name: "Ratio",
        sql: format!("SELECT i, {slot} AS valor FROM {}", pair_table(&pairs)),
        expected: (0..).zip(pairs.iter().map(ratio)).collect(),
    }
}

fn month(engine: Engine) -> Probe {
    let slot = dialect(Slot::Month("d"), engine);
    let dates: Vec<(i64, i64, i64)> = (0..24)
        .map(|i| (draw(500 + i, 1970, 2100), 1 + i as i64 % 12, draw(600 + i, 1, 28)))
        .collect();
    let row = |(i, (year, month, day)): (usize, &(i64, i64, i64))| {
        format!("({i}, CAST('{year}-{month:02}-{day:02}' AS DATE))")
    };
    let mut rows: Vec<String> = dates.iter().enumerate().map(row).collect();
    rows.push("(24, CAST(NULL AS DATE))".to_owned());
    let months = dates.iter().map(|(year, month, _)| word(format!("{year}-{month:02}")));
    Probe {
        name: "Month",
        sql: format!("SELECT i, {slot} AS valor FROM {}", values("i, d", &rows)),
        expected: (0..).zip(months.chain([Cell::Null])).collect(),
    }
}

fn desc_nulls_last(engine: Engine) -> Probe {
    let slot = dialect(Slot::DescNullsLast("x - y"), engine);
    let x: Vec<Option<i64>> = (0..30).map(|i| (i % 4 != 1).then(|| draw(700 + i, -5, 5))).collect();
    let row = |(i, x): (usize, &Option<i64>)| format!("({i}, {}, 2)", bigint(*x));
    let rows: Vec<String> = x.iter().enumerate().map(row).collect();
    let mut order: Vec<usize> = (0..x.len()).collect();
    // `None` is below every number.
    order.sort_by_key(|i| (std::cmp::Reverse(x[*i]), *i));
    let place = |i: usize| order.iter().position(|other| *other == i).unwrap() + 1;
    Probe {
        name: "DescNullsLast",
        sql: format!(
            "SELECT i, ROW_NUMBER() OVER (ORDER BY {slot}, i) AS valor FROM {}",
            values("i, x, y", &rows)
        ),
        expected: (0..x.len()).map(|i| (i as i64, word(place(i)))).collect(),
    }
}

const FIRST_ROWS: Slot<'static> = Slot::FirstRows {
    columns: "id, centimos",
    table: "ventas",
    group: "user_id",
    order: "fecha DESC, id",
    limit: 2,
};

/// A probe over the table `ventas`.
fn first_rows(engine: Engine, tables: &Tables) -> Probe {
    let slot = dialect(FIRST_ROWS, engine);
    // The latest day comes first.
    let mut of_user: HashMap<Option<i64>, Vec<_>> = HashMap::new();
    for sale in (0..tables.ventas.rows()).map(|row| tables.ventas.row(row)) {
        of_user.entry(sale.user_id).or_default().push((-sale.fecha, sale.id, sale.monto.cents()));
    }
    let mut expected = Vec::new();
    for mut sales in of_user.into_values() {
        sales.sort_unstable();
        expected.extend(
            sales.iter().take(2).map(|(_, id, cents)| (*id, cents.map_or(Cell::Null, word))),
        );
    }
    expected.sort_by_key(|(id, _)| *id);
    Probe {
        name: "FirstRows",
        sql: format!("SELECT id AS i, centimos AS valor FROM ({slot}) AS primeras"),
        expected,
    }
}

fn all_probes(engine: Engine, tables: &Tables) -> Vec<Probe> {
    let probes = [is_number, max_number, sum_or_zero, int_div, ratio, month, desc_nulls_last];
    let probes = probes.into_iter().map(|probe| probe(engine));
    probes.chain([first_rows(engine, tables)]).collect()
}

/// One statement for many probes: the name of the probe, `i`, and `valor` as a text.
fn sheet(probes: &[Probe]) -> String {
    let part = |Probe { name, sql, .. }: &Probe| {
        format!("SELECT '{name}' AS prueba, i, CAST(valor AS STRING) AS valor FROM ({sql}) AS p")
    };
    probes.iter().map(part).collect::<Vec<_>>().join(" UNION ALL ")
}

/// What an engine answered to a [`sheet`], by probe.
fn answers(rows: Vec<Row>) -> BTreeMap<String, Vec<(i64, Cell)>> {
    let mut answers: BTreeMap<String, Vec<(i64, Cell)>> = BTreeMap::new();
    for row in rows {
        let Ok([Cell::Text(name), Cell::Int(i), valor]) = <[Cell; 3]>::try_from(row) else {
            panic!("a sheet has a name, a number and a text");
        };
        answers.entry(name).or_default().push((i, valor));
    }
    answers
}

/// Compares the answers of an engine with what the probes expect.
#[track_caller]
fn check_probes(engine: Engine, probes: &[Probe], rows: Vec<Row>) {
    let mut answers = answers(rows);
    for Probe { name, sql, expected } in probes {
        let mut found = answers.remove(*name).unwrap_or_default();
        found.sort_by_key(|(i, _)| *i);
        let what = text!(
            "`{name}` on {engine:?}, `i` and `valor` of\n{sql}\n",
            "`{name}` en {engine:?}, `i` y `valor` de\n{sql}\n"
        );
        // A float that is close enough counts as the one expected.
        let expected_of = |i: i64| expected.iter().find(|row| row.0 == i).map(|row| &row.1);
        for (i, valor) in &mut found {
            if let (Some(Cell::Float(x)), Cell::Text(text)) = (expected_of(*i), &*valor)
                && let Ok(y) = text.parse::<f64>()
            {
                *valor = Cell::Float(if is_close(*x, y) { *x } else { y });
            }
        }
        let shown = |rows: &[(i64, Cell)]| -> Vec<(i64, String)> {
            rows.iter().map(|(i, cell)| (*i, job::shown(cell))).collect()
        };
        same_rows(what, &shown(&found), &shown(expected));
    }
}

/// Relative, since engines add and divide in different orders and types: 1 part in 10^9.
fn is_close(x: f64, y: f64) -> bool {
    x == y || (x - y).abs() <= 1e-9 * x.abs().max(y.abs())
}

#[track_caller]
fn check_on_datafusion(probes: &[fn(Engine) -> Probe]) {
    let (_, folder) = small_tables();
    for probe in probes {
        let probes = [probe(Engine::DataFusion)];
        let rows = datafusion(folder.path(), &sheet(&probes), false);
        check_probes(Engine::DataFusion, &probes, rows);
    }
}

#[test]
fn what_is_missing_is_told_apart() {
    check_on_datafusion(&[is_number, max_number, sum_or_zero]);
}

#[test]
fn quotients_and_months_are_as_asked() {
    check_on_datafusion(&[int_div, ratio, month]);
}

#[test]
fn null_comes_last_and_groups_have_their_first_rows() {
    check_on_datafusion(&[desc_nulls_last]);
    let (tables, folder) = small_tables();
    let probes = [first_rows(Engine::DataFusion, &tables)];
    let rows = datafusion(folder.path(), &sheet(&probes), false);
    check_probes(Engine::DataFusion, &probes, rows);
    let slot = dialect(FIRST_ROWS, Engine::DataFusion);
    let rows = datafusion(folder.path(), &slot, false);
    let what =
        text!("columns of the first row of\n{slot}\n", "columnas de la primera fila de\n{slot}\n");
    same(what, rows.first().map(Vec::len), Some(2));
}

/// What the text of a slot may not contain since the engine does not know it, or takes it for something
/// else, and of which it needs at least one. Compared in lower case.
struct Rule {
    engine: Engine,
    slot: Slot<'static>,
    never: &'static [&'static str],
    one_of: &'static [&'static str],
}

const fn rule(
    engine: Engine,
    slot: Slot<'static>,
    never: &'static [&'static str],
    one_of: &'static [&'static str],
) -> Rule {
    Rule { engine, slot, never, one_of }
}

const RULES: [Rule; 18] = [
    // `isnan` of null is null in DuckDB, and false in Spark.
    rule(DuckDb, Slot::IsNumber("x"), &[], &["null", "'nan'", "inf", "coalesce"]),
    rule(Spark, Slot::IsNumber("x"), &[], &["null", "'nan'", "inf"]),
    // NaN is the largest float in both.
    rule(DuckDb, Slot::MaxNumber("x"), &[], &["nan", "inf"]),
    rule(Spark, Slot::MaxNumber("x"), &[], &["nan", "inf"]),
    rule(DuckDb, Slot::SumOrZero("x"), &[], &["0"]),
    rule(Spark, Slot::SumOrZero("x"), &[], &["0"]),
    // `/` makes a float in both, and a conversion in DuckDB rounds.
    rule(DuckDb, Slot::IntDiv("p", "q"), &[" div "], &["//", "divide"]),
    rule(Spark, Slot::IntDiv("p", "q"), &["//"], &["div", "decimal"]),
    rule(DuckDb, Slot::Ratio("p", "q"), &["//", " div "], &["/", "divide"]),
    rule(Spark, Slot::Ratio("p", "q"), &["//", " div "], &["/", "divide"]),
    // Dividing by 0 gives an error or an infinity, and not null.
    rule(DuckDb, Slot::Ratio("p", "q"), &[], &["nullif", "case", "if("]),
    rule(Spark, Slot::Ratio("p", "q"), &[], &["nullif", "case", "if(", "try_divide"]),
    rule(DuckDb, Slot::Month("f"), &["to_char", "date_format", "yyyy"], &["f"]),
    rule(Spark, Slot::Month("f"), &["strftime", "%"], &["f"]),
    rule(DuckDb, Slot::DescNullsLast("x"), &[], &["desc", "-"]),
    rule(Spark, Slot::DescNullsLast("x"), &[], &["desc", "-"]),
    rule(DuckDb, FIRST_ROWS, &[], &["ventas"]),
    rule(Spark, FIRST_ROWS, &["qualify"], &["ventas"]),
];

#[test]
fn duckdb_and_spark_have_words_of_their_own() {
    for Rule { engine, slot, never, one_of } in RULES {
        let sql = dialect(slot, engine);
        let text = sql.to_lowercase();
        for word in never {
            let what = text!(
                "{engine:?} would not understand `{word}`, or not as asked, in\n  {sql}\nfound there",
                "{engine:?} no entendería `{word}`, o no como se pide, en\n  {sql}\nestá ahí"
            );
            same(what, text.contains(word), false);
        }
        let what = text!(
            "for {engine:?}, {slot:?} needs one of {one_of:?}, in upper or lower case, in\n  {sql}\nfound there",
            "para {engine:?}, {slot:?} necesita algo de {one_of:?}, en mayúsculas o minúsculas, en\n  {sql}\nestá ahí"
        );
        same(what, one_of.iter().any(|word| text.contains(word)), true);
    }
}

/// Compares two answers, row by row.
#[track_caller]
fn check_answer(what: String, found: &[Row], expected: &[Row]) {
    let agreed = |(found, expected): (&Cell, &Cell)| match (found, expected) {
        (Cell::Float(y), Cell::Float(x)) if is_close(*x, *y) => job::shown(expected),
        _ => job::shown(found),
    };
    let found: Vec<Vec<String>> = found
        .iter()
        .enumerate()
        .map(|(row, cells)| match expected.get(row) {
            Some(expected) if expected.len() == cells.len() => {
                cells.iter().zip(expected).map(agreed).collect()
            }
            _ => cells.iter().map(job::shown).collect(),
        })
        .collect();
    let shown = |row: &Row| -> Vec<String> { row.iter().map(job::shown).collect() };
    same_rows(what, &found, &expected.iter().map(shown).collect::<Vec<_>>());
}

#[test]
fn every_question_has_its_right_answer() {
    let (tables, folder) = small_tables();
    for question in QUESTIONS {
        let mut sql = question.sql(Engine::DataFusion, dialect);
        let file = folder.path().join("ordenadas.pq");
        let found = if question == Question::SortToFile {
            sql = questions::write_to(file.to_str().unwrap(), &sql, Engine::DataFusion);
            datafusion(folder.path(), &sql, true);
            oracle::file_answer(&file).unwrap()
        } else {
            datafusion(folder.path(), &sql, true)
        };
        let name = question.name();
        let what = text!(
            "the question `{name}` on DataFusion:\n{sql}\n",
            "la pregunta `{name}` en DataFusion:\n{sql}\n"
        );
        check_answer(what, &found, &oracle::answer(question, &tables));
    }
}

/// Has a real engine fill in the sheet of all probes, or says why it cannot.
#[track_caller]
fn check_live(contender: Contender) {
    let program = match contender.program() {
        Ok(program) => program,
        Err(reason) => return not_run(reason),
    };
    let (tables, folder) = small_tables();
    let probes = all_probes(contender.engine, &tables);
    let sql = sheet(&probes);
    let tables = folder.path();
    let job = Job { contender, tables, limit_bytes: 1 << 30, threads: 2, brief: true, sql: &sql };
    // Spark takes ten seconds to start. Of the tables, the answers that are expected tell enough, and
    // the program lies in a folder that is named after the versions of its packages.
    let nowhere = Path::new("");
    let script = job::arguments(&Job { tables: nowhere, ..job }, nowhere);
    let expected: Vec<_> = probes.iter().map(|probe| &probe.expected).collect();
    let question = format!("{program:?} {script:?} {expected:?}");
    let rows = kept(&question, || serde_json::to_string(&answer_of(&program, &job)).unwrap());
    let rows = serde_json::from_str(&rows).unwrap();
    check_probes(contender.engine, &probes, rows);
}

/// Runs a job.
#[track_caller]
fn answer_of(program: &Path, job: &Job<'_>) -> Vec<Row> {
    let limits = Limits { time: Duration::from_secs(300), memory_bytes: 4 << 30 };
    let done = job::run(program, job, limits, patient).unwrap();
    let Some(report) = done.report else {
        let (engine, exit) = (job.contender.name, done.watched.exit);
        let (said, sql) = (done.stderr, job.sql);
        let what = text!(
            "{engine} has no answer and ends with {exit:?}. It says:\n{said}\nto\n{sql}",
            "{engine} no responde y termina con {exit:?}. Dice:\n{said}\na\n{sql}"
        );
        panic!("{what}");
    };
    report.rows
}

/// Waits until a process ends: what these tests need of `supervise`.
fn patient(group: &mut Group, limits: Limits) -> io::Result<Watched> {
    let start = Instant::now();
    while !group.has_ended()? && start.elapsed() < limits.time {
        std::thread::sleep(PAUSE);
    }
    Ok(Watched { exit: group.kill()?, peak_bytes: 0 })
}

#[test]
fn duckdb_understands_every_slot() {
    check_live(CONTENDERS[2]);
}

#[test]
fn spark_understands_every_slot() {
    check_live(CONTENDERS[3]);
}

/// A shell that runs a script, as the leader of a group; `None` after saying that there is no shell or
/// that this system does not tell what runs.
fn shell(script: &str) -> Option<Group> {
    if !cfg!(target_os = "linux") {
        not_run(text!(
            "this needs the folder /proc of Linux",
            "esto necesita la carpeta /proc de Linux"
        ));
        return None;
    }
    Some(Group::start(Command::new("sh").args(["-c", script])).unwrap())
}

/// More than any test takes.
const PLENTY: Limits = Limits { time: Duration::from_secs(30), memory_bytes: 8 << 30 };

#[track_caller]
fn check_supervise(script: &str, limits: Limits, expected: Exit) -> Option<Watched> {
    let mut group = shell(script)?;
    let watched = supervise(&mut group, limits).unwrap();
    let what = text!("how `{script}` ended, {limits:?}", "cómo terminó `{script}`, {limits:?}");
    same(what, watched.exit, expected);
    let what = text!("processes that `{script}` left behind", "procesos que dejó vivos `{script}`");
    same(what, group.running(), 0);
    Some(watched)
}

#[test]
fn the_end_of_a_process_is_told_as_it_was() {
    check_supervise("exit 0", PLENTY, Exit::Code(0));
    check_supervise("exit 3", PLENTY, Exit::Code(3));
    check_supervise("kill -9 $$", PLENTY, Exit::Signal(9));
    check_supervise("kill -6 $$", PLENTY, Exit::Signal(6));
    // It leaves a child behind.
    check_supervise("sleep 20 & exit 4", PLENTY, Exit::Code(4));

    // Limits do not change how a leader has ended before anybody looked, even if its child breaks them.
    let Some(mut group) = shell("sleep 20 & exit 7") else { return };
    while !group.has_ended().unwrap() {
        std::thread::yield_now();
    }
    let none = Limits { time: Duration::ZERO, memory_bytes: 0 };
    let what = text!(
        "a process that had already ended by itself and left a child behind",
        "un proceso que ya había terminado solo y dejó un hijo"
    );
    same(what, supervise(&mut group, none).unwrap().exit, Exit::Code(7));
    let what = text!("processes that it left behind", "procesos que dejó vivos");
    same(what, group.running(), 0);
}

#[test]
fn a_time_limit_ends_the_whole_group() {
    let limits = Limits { time: Duration::from_millis(200), ..PLENTY };
    check_supervise("sleep 20 & sleep 20; exit 0", limits, Exit::TimeLimit);
}

#[test]
fn a_memory_limit_holds_for_the_group() {
    // `tail` looks for the end of a line and keeps everything until it finds one. It is a grandchild.
    let script = "{ head -c 60000000 /dev/zero; sleep 20; } | tail";
    let limits = Limits { memory_bytes: 40_000_000, time: Duration::from_secs(30) };
    let Some(watched) = check_supervise(script, limits, Exit::MemoryLimit) else { return };
    let peak = watched.peak_bytes;
    let what = text!(
        "a peak above 40000000 bytes, found {peak}",
        "un pico de más de 40000000 bytes, fue de {peak}"
    );
    same(what, peak > 40_000_000, true);

    // In the end, `tail` has gone with its memory.
    let script = "{ head -c 60000000 /dev/zero; sleep 0.7; } | tail > /dev/null; sleep 0.1; exit 0";
    let Some(watched) = check_supervise(script, PLENTY, Exit::Code(0)) else { return };
    let peak = watched.peak_bytes;
    let what = text!(
        "the peak of a group whose memory rises above 50000000 bytes and falls again, found {peak}",
        "el pico de un grupo cuya memoria pasa de 50000000 bytes y vuelve a bajar, fue de {peak}"
    );
    same(what, peak > 50_000_000, true);
}

macro_rules! recorded {
    ($($name:literal),* $(,)?) => {
        [$((
            concat!("errors/", $name, ".txt"),
            include_str!(concat!("../errors/", $name, ".txt"))
        )),*]
    };
}

/// Checks what a text on standard error is taken for. The message names its `file`, or quotes it if that
/// is empty.
#[track_caller]
fn check_failure(file: &str, exit: Exit, stderr: &str, expected: Failure) {
    let said = if file.is_empty() { stderr } else { file };
    let what = text!("classify: {exit:?} and `{said}`", "classify: {exit:?} y `{said}`");
    same(what, classify(exit, stderr), expected);
}

/// What DataFusion itself writes, in the version that this workbook uses.
fn datafusion_error(sql: &str, limit_bytes: u64, tuned: bool) -> String {
    let (_, folder) = small_tables();
    let settings = Settings { scratch: folder.path(), limit_bytes, threads: 2, tuned };
    let ended = Runtime::new().unwrap().block_on(local::run(folder.path(), settings, sql));
    ended.expect_err("this cannot be answered").strip_backtrace()
}

const JOIN: &str = "SELECT COUNT(*) FROM ventas AS a JOIN ventas AS b ON a.clave = b.clave";

#[test]
fn lack_of_memory_and_of_time_is_recognized() {
    let texts = recorded![
        "datafusion-hash-join",
        "datafusion-sort",
        "duckdb-join",
        "duckdb-allocator",
        "spark-heap",
        "spark-operator",
    ];
    for (name, text) in texts {
        check_failure(name, Exit::Code(1), text, Failure::OutOfMemory);
    }
    let [(name, text)] = recorded!["datafusion-allocator"];
    check_failure(name, Exit::Signal(6), text, Failure::OutOfMemory);
    for tuned in [false, true] {
        let text = datafusion_error(JOIN, 50_000, tuned);
        check_failure("", Exit::Code(1), &text, Failure::OutOfMemory);
    }
    check_failure("", Exit::Signal(9), "", Failure::OutOfMemory);
    // Our own limits, whatever the text says.
    let [heap, parser] = recorded!["spark-heap", "duckdb-div"];
    for (name, text) in [heap, parser, ("", "")] {
        check_failure(name, Exit::TimeLimit, text, Failure::Timeout);
        check_failure(name, Exit::MemoryLimit, text, Failure::OutOfMemory);
        check_failure(name, Exit::Signal(9), text, Failure::OutOfMemory);
    }
}

#[test]
fn what_an_engine_cannot_read_is_unsupported() {
    let texts = recorded![
        "datafusion-div",
        "datafusion-strftime",
        "datafusion-pivot",
        "duckdb-div",
        "duckdb-date-format",
        "spark-qualify",
        "spark-strftime",
    ];
    for (name, text) in texts {
        check_failure(name, Exit::Code(1), text, Failure::Unsupported);
    }
    for sql in [
        "SELECT strftime(fecha, '%Y') FROM ventas",
        "SELECT id FROM ventas QUALIFY",
        "SELECT 7 // 2",
    ] {
        let text = datafusion_error(sql, 1 << 30, false);
        check_failure("", Exit::Code(1), &text, Failure::Unsupported);
    }
    // Both: the lack of memory is the reason.
    let [heap, function] = recorded!["duckdb-join", "spark-strftime"];
    let both = format!("{}\n{}", function.1, heap.1);
    check_failure(
        "errors/spark-strftime.txt, errors/duckdb-join.txt",
        Exit::Code(1),
        &both,
        Failure::OutOfMemory,
    );
}

#[test]
fn all_else_is_other() {
    let texts = recorded![
        "datafusion-table",
        "datafusion-zero",
        "duckdb-table",
        "duckdb-zero",
        "spark-table",
        "spark-zero",
    ];
    for (name, text) in texts {
        check_failure(name, Exit::Code(1), text, Failure::Other);
    }
    let text = datafusion_error("SELECT id / (id - 5) FROM ventas", 1 << 30, false);
    check_failure("", Exit::Code(1), &text, Failure::Other);
    check_failure("", Exit::Code(1), "", Failure::Other);
    check_failure("", Exit::Code(0), "", Failure::Other);
    check_failure("", Exit::Signal(11), "", Failure::Other);
    // These quote SQL in which there are words of other errors.
    for (name, text) in recorded!["datafusion-column", "duckdb-column", "spark-column"] {
        check_failure(name, Exit::Code(1), text, Failure::Other);
    }
}

const NAN: Cell = Cell::Float(f64::NAN);
const INF: Cell = Cell::Float(f64::INFINITY);

#[track_caller]
fn check_cells(a: &Cell, b: &Cell, expected: bool) {
    for (a, b) in [(a, b), (b, a)] {
        same(
            text!("is {b:?} the same as {a:?}", "{b:?} es lo mismo que {a:?}"),
            same_cell(a, b),
            expected,
        );
    }
}

#[test]
fn cells_agree_across_engines() {
    let (empty, zero) = (word(""), Cell::Int(0));
    let cells = [
        Cell::Null,
        NAN,
        empty,
        zero,
        INF,
        Cell::Float(f64::NEG_INFINITY),
        word("NaN"),
        word("null"),
        word("0"),
        Cell::Float(1.5),
        word("1.5"),
        word("norte"),
        word("Norte"),
    ];
    for (i, a) in cells.iter().enumerate() {
        for (j, b) in cells.iter().enumerate() {
            check_cells(a, b, i == j);
        }
    }
    check_rounding();
}

#[track_caller]
fn check_rounding() {
    let x = draw(800, 1, 1_000_000) as f64 / 7.0;
    for scale in [1e-9, 1.0, 1e9, -1.0] {
        let x = x * scale;
        check_cells(&Cell::Float(x), &Cell::Float(x * (1.0 + 0.9e-9)), true);
        check_cells(&Cell::Float(x), &Cell::Float(x * (1.0 + 1.2e-9)), false);
        check_cells(&Cell::Float(x), &Cell::Float(-x), false);
    }
    check_cells(&Cell::Float(0.0), &Cell::Float(-0.0), true);
    check_cells(&Cell::Float(0.0), &Cell::Float(1e-12), false);
    // An integer that one engine writes as a float.
    check_cells(&Cell::Int(draw(801, 1, 1_000)), &Cell::Float(draw(801, 1, 1_000) as f64), true);
    check_cells(&Cell::Int(3), &Cell::Float(3.5), false);
    check_cells(&Cell::Int(2), &NAN, false);
    // Two integers are exact.
    check_cells(&Cell::Int(9_007_199_254_740_993), &Cell::Int(9_007_199_254_740_992), false);
    check_cells(&Cell::Int(1_000_000_000_000), &Cell::Int(1_000_000_000_001), false);
}

/// The difference as text: NaN is not equal to itself.
#[track_caller]
fn check_same_answer(
    expected: &[Row],
    found: &[Row],
    order: Order,
    missing: &[Row],
    unexpected: &[Row],
) {
    let difference = same_answer(expected, found, order);
    let want = match (missing, unexpected) {
        ([], []) => Ok(()),
        _ => Err(Difference { missing: missing.to_vec(), unexpected: unexpected.to_vec() }),
    };
    let what = text!(
        "{found:?} compared with {expected:?}, {order:?} order",
        "{found:?} comparado con {expected:?}, orden {order:?}"
    );
    same(what, format!("{difference:?}"), format!("{want:?}"));
}

#[test]
fn answers_differ_by_rows_without_partner() {
    let row = |name: &str, x: f64| vec![word(name), Cell::Float(x)];
    let null = || vec![Cell::Null, NAN];
    let n = draw(900, 1, 50) as f64;
    let expected = [row("a", 1.0), row("b", n), null(), row("a", 2.0)];
    // 1e-12 more: the sort order of close floats may differ from engine to engine.
    let found = [null(), row("a", 2.0), row("a", 1.0 + 1e-12), row("b", n)];
    check_same_answer(&expected, &found, Order::Any, &[], &[]);
    check_same_answer(&[], &[], Order::Any, &[], &[]);
    check_same_answer(&expected, &found[1..], Order::Any, &[null()], &[]);
    check_same_answer(&expected[1..], &found, Order::Any, &[], &[row("a", 1.0 + 1e-12)]);
    // How often a row occurs counts.
    let twice = [row("a", 1.0), row("a", 1.0), row("b", n)];
    let other = [row("b", n), row("b", n), row("a", 1.0)];
    check_same_answer(&twice, &other, Order::Any, &[row("a", 1.0)], &[row("b", n)]);
    // Rows of another width have no partner, even if they begin alike.
    let narrow = [vec![word("a")]];
    check_same_answer(&expected[..1], &narrow, Order::Any, &expected[..1], &narrow);
    check_same_answer(&narrow, &expected[..1], Order::Given, &narrow, &expected[..1]);
    check_given_order();
}

#[track_caller]
fn check_given_order() {
    let row = |x: i64| vec![Cell::Int(x), Cell::Null];
    let start = draw(910, 0, 1_000);
    let expected: Vec<Row> = (start..start + 5).map(row).collect();
    check_same_answer(&expected, &expected.clone(), Order::Given, &[], &[]);
    let mut swapped = expected.clone();
    swapped.swap(1, 3);
    check_same_answer(&expected, &swapped, Order::Any, &[], &[]);
    let (second, fourth) = (row(start + 1), row(start + 3));
    check_same_answer(
        &expected,
        &swapped,
        Order::Given,
        &[second.clone(), fourth.clone()],
        &[fourth, second],
    );
    check_same_answer(&expected, &expected[..3], Order::Given, &expected[3..], &[]);
    check_same_answer(&expected[..3], &expected, Order::Given, &[], &expected[3..]);
}

fn right(wall_s: f64, peak_bytes: u64, start_s: f64) -> Outcome {
    Outcome::Right(Cost { wall_s, peak_bytes, start_s })
}

fn wrong() -> Outcome {
    Outcome::Wrong(Difference { missing: vec![vec![Cell::Int(1)]], unexpected: vec![] })
}

fn failed() -> Outcome {
    Outcome::Failed(Failure::OutOfMemory)
}

fn results(contender: &'static str, outcomes: Vec<Outcome>) -> Results {
    Results { contender, outcomes }
}

const TIME_ONLY: Weights = Weights { time: 1.0, memory: 0.0, start: 0.0, tie: 0.0 };

#[track_caller]
fn check_costs(all: &[Results], weights: Weights, expected: &[f64]) {
    let found = costs(&all.iter().collect::<Vec<_>>(), &weights);
    same(text!("number of costs", "número de costes"), found.len(), expected.len());
    for ((found, expected), results) in found.into_iter().zip(expected).zip(all) {
        let what = text!(
            "cost of {results:?} among {all:?}, {weights:?}",
            "coste de {results:?} entre {all:?}, {weights:?}"
        );
        // A few logarithms of numbers below 10^6: far below 10^-9.
        close(what, found, *expected, 1e-9);
    }
}

#[test]
fn costs_are_geometric_means_of_ratios() {
    let t = draw(950, 1, 100) as f64;
    // Twice as fast in one question and twice as slow in the other, which takes a thousand times as long.
    let a = results("a", vec![right(t, 100, 1.0), right(2_000.0 * t, 100, 1.0)]);
    let b = results("b", vec![right(2.0 * t, 400, 9.0), right(1_000.0 * t, 400, 9.0)]);
    let root = 2f64.sqrt();
    check_costs(&[a.clone(), b.clone()], TIME_ONLY, &[root, root]);
    let memory = Weights { time: 0.0, memory: 0.3, ..TIME_ONLY };
    check_costs(&[a.clone(), b.clone()], memory, &[1.0, 4.0]);
    let start = Weights { time: 0.0, start: 2.0, ..TIME_ONLY };
    check_costs(&[b.clone(), a.clone()], start, &[9.0, 1.0]);
    // 2^(1/2 * 1) * 4^2 * 9^1, of weight 4 in all.
    let all = Weights { time: 1.0, memory: 2.0, start: 1.0, tie: 0.0 };
    let (cheap, dear) = (root.powf(0.25), (root * 16.0 * 9.0).powf(0.25));
    check_costs(&[a, b], all, &[cheap, dear]);
    check_costs_of_right_answers();
}

#[track_caller]
fn check_costs_of_right_answers() {
    // The first question: the wrong answer was the fastest, and sets no mark.
    let a = results("a", vec![right(8.0, 1, 1.0), right(3.0, 1, 1.0), failed()]);
    let b = results("b", vec![wrong(), right(1.0, 1, 1.0), right(5.0, 1, 1.0)]);
    let c = results("c", vec![right(4.0, 1, 1.0), failed(), wrong()]);
    let none = results("none", vec![failed(), wrong(), failed()]);
    check_costs(&[a, none, b, c], TIME_ONLY, &[6f64.sqrt(), f64::INFINITY, 1.0, 1.0]);
}

fn worse(criterion: Criterion, by: f64) -> Option<Reason> {
    Some(Reason { criterion, by })
}

#[track_caller]
fn check_rank(
    all: &[Results],
    tie: f64,
    places: &[(usize, &'static str, Option<Reason>)],
    missing: &[&'static str],
) {
    let ranking = rank(all, &Weights { tie, ..TIME_ONLY });
    let shown = |(number, contender, reason): (usize, &str, Option<Reason>)| match reason {
        // Two digits: the ratio of two costs is rounded.
        Some(Reason { criterion, by }) => format!("{number} {contender}: {criterion:?} {by:.2}"),
        None => format!("{number} {contender}"),
    };
    let found = ranking.places.iter().map(|place| (place.number, place.contender, place.reason));
    let (found, expected): (Vec<String>, Vec<String>) =
        (found.map(shown).collect(), places.iter().copied().map(shown).collect());
    same_rows(text!("places of {all:?}", "puestos de {all:?}"), &found, &expected);
    same(text!("missing", "ausentes"), ranking.missing, missing.to_vec());
}

/// The same results from another one on: the order in which they come is no merit.
fn shuffled(mut all: Vec<Results>) -> Vec<Results> {
    let by = draw(960, 0, all.len() as i64 - 1) as usize;
    all.rotate_left(by);
    all
}

#[test]
fn correctness_comes_before_survival_and_survival_before_speed() {
    let all = vec![
        results("wrong", vec![wrong(), right(0.1, 1, 1.0), right(0.1, 1, 1.0)]),
        results("slow", vec![right(90.0, 1, 1.0), right(90.0, 1, 1.0), right(90.0, 1, 1.0)]),
        results("fast", vec![right(30.0, 1, 1.0), right(30.0, 1, 1.0), right(30.0, 1, 1.0)]),
        results("died", vec![right(0.2, 1, 1.0), failed(), failed()]),
        results("died once", vec![right(9.0, 1, 1.0), failed(), right(9.0, 1, 1.0)]),
        results("all wrong", vec![wrong(), wrong(), wrong()]),
    ];
    let places = [
        (1, "fast", None),
        (2, "slow", worse(Criterion::Cost, 3.0)),
        (3, "died once", worse(Criterion::Failures, 1.0)),
        (4, "died", worse(Criterion::Failures, 1.0)),
        (5, "wrong", worse(Criterion::WrongAnswers, 1.0)),
        (6, "all wrong", worse(Criterion::WrongAnswers, 2.0)),
    ];
    check_rank(&shuffled(all), 0.0, &places, &[]);
    check_rank(&[], 0.1, &[], &[]);
}

#[test]
fn missing_engines_have_no_place_and_set_no_mark() {
    let absent = || Outcome::NotRun("no Java".to_owned());
    let all = vec![
        results("absent", vec![absent(), absent()]),
        results("b", vec![right(2.0, 1, 1.0), wrong()]),
        // It answered one question, faster than anybody else.
        results("half", vec![right(0.001, 1, 1.0), absent()]),
        results("a", vec![right(1.0, 1, 1.0), wrong()]),
    ];
    let places = [(1, "a", None), (2, "b", worse(Criterion::Cost, 2.0))];
    check_rank(&all, 0.1, &places, &["absent", "half"]);
    check_rank(&all[..1], 0.1, &[], &["absent"]);
    // One that answered nothing was there all the same.
    let died = [results("absent", vec![absent()]), results("died", vec![failed()])];
    check_rank(&died, 0.1, &[(1, "died", None)], &["absent"]);
}

#[test]
fn ties_share_a_place() {
    let times = |contender, wall_s| results(contender, vec![right(wall_s, 1, 1.0)]);
    let all =
        vec![times("d", 1.2), times("a", 1.0), times("c", 1.15), times("b", 1.08), times("e", 9.0)];
    // 1.15 is within 10 % of 1.08, but not of the first one of the place.
    let places = [
        (1, "a", None),
        (1, "b", None),
        (3, "c", worse(Criterion::Cost, 1.15)),
        (3, "d", None),
        (5, "e", worse(Criterion::Cost, 9.0 / 1.15)),
    ];
    check_rank(&shuffled(all), 0.1, &places, &[]);
    // Speed makes no tie of different numbers of failures, nor of wrong answers.
    let all = [
        results("a", vec![right(1.0, 1, 1.0), right(1.0, 1, 1.0)]),
        results("b", vec![right(1.0, 1, 1.0), failed()]),
        results("c", vec![right(1.0, 1, 1.0), wrong()]),
    ];
    let places = [
        (1, "a", None),
        (2, "b", worse(Criterion::Failures, 1.0)),
        (3, "c", worse(Criterion::WrongAnswers, 1.0)),
    ];
    check_rank(&all, 0.5, &places, &[]);
    // Who answered nothing costs as much as anybody else who did.
    let all = [results("a", vec![failed()]), results("b", vec![failed()])];
    check_rank(&all, 0.1, &[(1, "a", None), (1, "b", None)], &[]);
}
