use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use checks::{close_rows, moto, same, same_rows, text};
use datasets::{Stream, Venta};
use object_store::aws::AmazonS3Builder;
use object_store::{ObjectStore, ObjectStoreExt};
use tempfile::TempDir;

use endpoint::Endpoint;
use server::{Asked, Server};

use super::*;

// As in 16.2.4: `moto_server`, or an endpoint of yours.
#[path = "../../../16-2-arrow/4-object-store/src/endpoint.rs"]
mod endpoint;
#[path = "server.rs"]
mod server;

fn seed() -> u64 {
    checks::seed(1635)
}

fn sales(rows: u64) -> Vec<Venta> {
    let ventas = Ventas::new(&Dataset::hostile(rows, seed()));
    (0..rows).map(|row| ventas.row(row)).collect()
}

fn region_of(sale: &Venta) -> Option<&'static str> {
    sale.region.map(|region| REGIONS[usize::from(region)])
}

/// Sales as a table: `id`, `region` and `monto`, with nulls and NaN.
fn table(sales: &[Venta]) -> DataFrame {
    let table = df!(
        "id" => sales.iter().map(|sale| sale.id).collect::<Vec<_>>(),
        "region" => sales.iter().map(region_of).collect::<Vec<_>>(),
        "monto" => sales.iter().map(|sale| sale.monto.value()).collect::<Vec<_>>(),
    );
    table.unwrap()
}

/// A folder that lives as long as the test.
struct Folder {
    folder: TempDir,
}

impl Folder {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    fn write_parquet(&self, name: &str, table: &DataFrame) -> String {
        let writer = ParquetWriter::new(fs::File::create(self.path(name)).unwrap());
        let writer = writer.with_compression(ParquetCompression::Uncompressed);
        writer.finish(&mut table.clone()).unwrap();
        self.path(name)
    }

    #[track_caller]
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| {
            panic!(
                "{}",
                text!("`{name}` cannot be read: {error}", "no se puede leer `{name}`: {error}")
            )
        })
    }

    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// A CSV file with `;` between its fields, as a value in YAML.
fn csv_at(path: &str) -> String {
    format!("{{csv: {{path: '{path}', separator: ;}}}}")
}

fn parquet_at(path: &str) -> String {
    format!("{{parquet: {{path: '{path}'}}}}")
}

/// The text of a pipeline file, with a line for each step.
fn document(input: &str, steps: &[&str], output: &str) -> String {
    let steps: String = steps.iter().map(|step| format!("  - {step}\n")).collect();
    let steps = if steps.is_empty() { " []\n".to_owned() } else { format!("\n{steps}") };
    format!("input: {input}\nsteps:{steps}output: {output}\n")
}

#[track_caller]
fn parsed(yaml: &str) -> Pipeline {
    parse_pipeline(yaml).unwrap_or_else(|error| {
        let what = text!(
            "`parse_pipeline` refuses a file without mistakes: {error}",
            "`parse_pipeline` rechaza un archivo sin errores: {error}"
        );
        panic!("{what}\n{yaml}")
    })
}

#[track_caller]
fn pipeline(input: &str, steps: &[&str], output: &str) -> Pipeline {
    parsed(&document(input, steps, output))
}

fn run(input: &str, steps: &[&str], output: &str) -> Result<(), Failure> {
    execute(&pipeline(input, steps, output), &CloudEnv::default())
}

#[track_caller]
fn run_well(input: &str, steps: &[&str], output: &str) {
    if let Err(failure) = run(input, steps, output) {
        panic!("{}", text!("`execute` failed: {failure}", "`execute` falló: {failure}"));
    }
}

/// A failure in a word, and the exit code.
fn outcome<T>(result: &Result<T, Failure>) -> (String, u8) {
    match result {
        Ok(_) => ("Ok".to_owned(), 0),
        Err(failure) => {
            let kind = match failure {
                Failure::Config(_) => "Config".to_owned(),
                Failure::Step { step, .. } => format!("Step {step}"),
                Failure::Polars(_) => "Polars".to_owned(),
                Failure::Io(_) => "Io".to_owned(),
            };
            (kind, exit_code(failure))
        }
    }
}

/// Fails unless `part` stands in `text`.
#[track_caller]
fn check_contains(text: &str, part: &str) {
    let message = text!("no `{part}` in this text: {text}", "falta `{part}` en este texto: {text}");
    assert!(text.contains(part), "{message}");
}

/// A column as text: what Polars makes of each value.
#[track_caller]
fn column(table: &DataFrame, name: &str) -> Vec<Option<String>> {
    let column = table.column(name).unwrap_or_else(|error| panic!("{error}"));
    let column = column.cast(&DataType::String).unwrap();
    let column = column.str().unwrap();
    (0..column.len()).map(|row| column.get(row).map(str::to_owned)).collect()
}

fn names(table: &DataFrame) -> Vec<String> {
    table.get_column_names().iter().map(|name| name.to_string()).collect()
}

fn read_parquet(path: &str) -> DataFrame {
    LazyFrame::scan_parquet(path.into(), ScanArgsParquet::default()).unwrap().collect().unwrap()
}

#[test]
fn a_pipeline_file_is_read() {
    let stream = Stream::new(seed(), "names");
    let name = |i| format!("columna_{}", stream.below(i, 1_000_000));
    let [a, b, c, d, e, f] = std::array::from_fn(|i| name(i as u64));
    let rows = stream.below(99, 1_000) as u32;
    let steps = [
        format!("select: [{a}, {b}]"),
        format!("rename: {{from: {a}, to: {c}}}"),
        format!("filter: {c} > {rows} and {b} == 'norte'"),
        format!("with_column: {{name: {d}, value: {c} * 2}}"),
        format!("cast: {{column: {d}, to: date, on_error: 'null'}}"),
        format!("cast: {{column: {c}, to: int64}}"),
        format!("group_by: {{keys: [{b}], aggs: [{{name: {e}, function: max, column: {d}}}]}}"),
        format!("sort: {{by: [{e}, {b}], descending: true}}"),
        format!("sort: {{by: [{b}]}}"),
        format!("limit: {rows}"),
        format!("drop_nulls: [{b}]"),
    ];
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let input = format!("{{csv: {{path: {a}.csv, separator: '|'}}}}");
    let yaml = document(&input, &steps, &parquet_at(&format!("{f}.parquet")));
    let names = |names: &[&String]| {
        Names::try_from(names.iter().map(|&name| name.clone()).collect::<Vec<_>>()).unwrap()
    };
    let formula = |text: String| Formula::try_from(text).unwrap();
    let cast = |column: &String, to, on_error| Step::Cast { column: column.clone(), to, on_error };
    let max = format!("{{name: {e}, function: max, column: {d}}}");
    let expected = Pipeline {
        input: Place::Csv {
            path: format!("{a}.csv"),
            separator: Separator::try_from('|').unwrap(),
        },
        steps: vec![
            Step::Select(names(&[&a, &b])),
            Step::Rename { from: a.clone(), to: c.clone() },
            Step::Filter(formula(format!("{c} > {rows} and {b} == 'norte'"))),
            Step::WithColumn { name: d.clone(), value: formula(format!("{c} * 2")) },
            cast(&d, Dtype::Date, OnError::Null),
            cast(&c, Dtype::Int64, OnError::Fail),
            Step::GroupBy { keys: names(&[&b]), aggs: vec![serde_saphyr::from_str(&max).unwrap()] },
            Step::Sort { by: names(&[&e, &b]), descending: true },
            Step::Sort { by: names(&[&b]), descending: false },
            Step::Limit(RowCount::try_from(rows.to_string()).unwrap()),
            Step::DropNulls(names(&[&b])),
        ],
        output: Place::Parquet { path: format!("{f}.parquet") },
    };
    same(text!("pipeline read from YAML", "pipeline leído del YAML"), parsed(&yaml), expected);

    let short = parsed("input: {csv: {path: a}}\noutput: {csv: {path: b}}\n");
    let what = text!(
        "without steps, and with default separators",
        "sin pasos y con los separadores por defecto"
    );
    let csv = |path: &str| Place::Csv { path: path.to_owned(), separator: Separator::default() };
    same(what, short, Pipeline { input: csv("a"), steps: vec![], output: csv("b") });
}

/// A pipeline file without mistakes. Lines count from 1.
const RIGHT: &str = "\
input:
  csv:
    path: ventas.csv
steps:
  - rename: {from: monto, to: importe}
  - filter: importe > 0
  - cast:
      column: importe
      to: float64
  - group_by:
      keys: [region]
      aggs:
        - {name: total, function: sum, column: importe}
  - sort: {by: [total], descending: true}
  - limit: 10
output:
  parquet:
    path: totales.parquet
";

/// Fails unless the file is refused once `from` is replaced by `to`, and unless the message says where
/// that is and what.
#[track_caller]
fn check_refused(from: &str, to: &str, line: usize, step: Option<usize>, part: &str) {
    assert!(RIGHT.contains(from), "the test itself is wrong: no {from:?}");
    let yaml = RIGHT.replacen(from, to, 1);
    let Err(error) = parse_pipeline(&yaml) else {
        let what = text!(
            "`parse_pipeline` accepts `{to}` in line {line}",
            "`parse_pipeline` acepta `{to}` en la línea {line}"
        );
        panic!("{what}:\n{yaml}")
    };
    let message = error.to_string();
    check_contains(&message, &format!("line {line}, column "));
    let found = message.split("step ").nth(1).and_then(|rest| rest.split(':').next()?.parse().ok());
    same(text!("step in the message `{message}`", "paso en el mensaje `{message}`"), found, step);
    check_contains(&message, part);
}

#[test]
fn what_a_pipeline_does_not_know_is_refused() {
    parsed(RIGHT);
    // A misspelled or foreign key, from the outermost level to the innermost.
    check_refused("output:\n", "salida: 1\noutput:\n", 16, None, "salida");
    check_refused("    path: ventas.csv", "    path: v\n    delimiter: ;", 4, None, "delimiter");
    check_refused(
        "    path: totales",
        "    compression: zstd\n    path: totales",
        18,
        None,
        "compression",
    );
    check_refused("to: importe}", "to: importe, strict: true}", 5, Some(1), "strict");
    check_refused(
        "      to: float64",
        "      to: float64\n      strict: true",
        10,
        Some(3),
        "strict",
    );
    check_refused("descending: true", "desc: true", 14, Some(5), "desc");
    check_refused("column: importe}", "column: importe, as: x}", 13, Some(4), "as");
    check_refused("function: sum", "func: sum", 13, Some(4), "func");
}

#[test]
fn wrong_values_are_refused_with_line_and_step() {
    parsed(RIGHT);
    check_refused("limit: 10", "head: 10", 15, Some(6), "head");
    check_refused("limit: 10", "limit: many", 15, Some(6), "found `many`");
    check_refused("limit: 10", "limit: -1", 15, Some(6), "found `-1`");
    check_refused("to: float64", "to: decimal", 9, Some(3), "decimal");
    check_refused(", to: importe}", "}", 5, Some(1), "to");
    check_refused("[region]", "region", 11, Some(4), "sequence");
    check_refused("importe > 0", "importe > > 0", 6, Some(2), "`>`");
    check_refused("importe > 0", "importe > 'cero", 6, Some(2), "'");
    check_refused("  parquet:", "  orc:", 17, None, "orc");
    // The same key twice: the later value does not win.
    check_refused("to: importe}", "to: importe, to: total}", 5, Some(1), "to");
    check_refused("limit: 10\n", "limit: 10\ninput: {csv: {path: v}}\n", 16, None, "input");
    check_anchors();
}

/// Small or large: a file that stands for more than it says is refused.
fn check_anchors() {
    check_refused("from: monto", "from: &x monto", 5, Some(1), "anchor");
    let wide = format!("select: [&x {}{}]", "a".repeat(1_000), ", *x".repeat(10_000));
    let bomb = document("{csv: {path: a}}", &[&wide], "{csv: {path: b}}");
    let what = text!("refuses 10 000 aliases", "rechaza 10 000 alias");
    same(what, parse_pipeline(&bomb).is_err(), true);
}

/// Applies one step, written in YAML, to a table.
#[track_caller]
fn applied(table: &DataFrame, step: &str) -> DataFrame {
    let pipeline = pipeline("{csv: {path: a}}", &[step], "{csv: {path: b}}");
    let plan = apply(table.clone().lazy(), &pipeline.steps[0]);
    let result = plan.collect();
    result.unwrap_or_else(|error| {
        panic!("{}", text!("`{step}` fails: {error}", "`{step}` falla: {error}"))
    })
}

/// Fails unless the step keeps these rows of the table, in this order.
#[track_caller]
fn check_kept(sales: &[Venta], step: &str, expected: &[Venta]) {
    let ids =
        |sales: &[Venta]| sales.iter().map(|sale| Some(sale.id.to_string())).collect::<Vec<_>>();
    let found = column(&applied(&table(sales), step), "id");
    same_rows(text!("`id` after `{step}`", "`id` tras `{step}`"), &found, &ids(expected));
}

fn kept(sales: &[Venta], keep: impl Fn(&Venta) -> bool) -> Vec<Venta> {
    sales.iter().filter(|sale| keep(sale)).copied().collect()
}

#[test]
fn steps_do_what_they_say() {
    check_columns_and_rows();
    check_groups_and_order();
}

fn check_columns_and_rows() {
    let sales = sales(2_000);
    let table = table(&sales);
    let all = column(&table, "id");

    let selected = applied(&table, "select: [monto, id]");
    same(
        text!("columns after `select`", "columnas tras `select`"),
        names(&selected),
        vec!["monto".into(), "id".into()],
    );
    same_rows(text!("`id` after `select`", "`id` tras `select`"), &column(&selected, "id"), &all);

    let renamed = applied(&table, "rename: {from: id, to: venta}");
    let expected: Vec<String> = vec!["venta".into(), "region".into(), "monto".into()];
    same(text!("columns after `rename`", "columnas tras `rename`"), names(&renamed), expected);
    same_rows(
        text!("`venta` after `rename`", "`venta` tras `rename`"),
        &column(&renamed, "venta"),
        &all,
    );

    let computed = applied(&table, "with_column: {name: doble, value: (id + id) / 4 - 1}");
    // The ids are small: every operation is exact.
    let expected: Vec<_> =
        sales.iter().map(|sale| Some(format!("{:?}", sale.id as f64 / 2.0 - 1.0))).collect();
    same_rows(text!("`doble`", "`doble`"), &column(&computed, "doble"), &expected);
    let replaced = applied(&table, "with_column: {name: id, value: -id}");
    same(
        text!("columns after replacing one", "columnas tras reemplazar una"),
        names(&replaced),
        names(&table),
    );

    let cast = applied(&table, "cast: {column: id, to: string}");
    same(
        text!("type after `cast`", "tipo tras `cast`"),
        cast.column("id").unwrap().dtype().clone(),
        DataType::String,
    );
    same(text!("columns after `cast`", "columnas tras `cast`"), names(&cast), names(&table));

    // NaN is above every number, and null is neither above nor below.
    let above =
        |sale: &Venta| sale.monto.value().is_some_and(|monto| monto > 100.0 || monto.is_nan());
    check_kept(&sales, "filter: monto > 100", &kept(&sales, above));
    let norte = |sale: &Venta| above(sale) && region_of(sale) == Some(REGIONS[0]);
    let step = format!("filter: monto > 100 and region == '{}'", REGIONS[0]);
    check_kept(&sales, &step, &kept(&sales, norte));
    let some_region = kept(&sales, |sale| sale.region.is_some());
    check_kept(&sales, "filter: region is not null", &some_region);
    check_kept(&sales, "drop_nulls: [region]", &some_region);
    let complete = |sale: &Venta| sale.region.is_some() && sale.monto.value().is_some();
    check_kept(&sales, "drop_nulls: [region, monto]", &kept(&sales, complete));
    check_kept(&sales, "limit: 7", &sales[..7]);
    check_kept(&sales, "limit: 0", &[]);
    check_kept(&sales[..5], "limit: 7", &sales[..5]);
}

fn check_groups_and_order() {
    let mut sales = kept(&sales(3_000), |sale| !sale.monto.value().is_some_and(f64::is_nan));
    let mut groups: BTreeMap<Option<&str>, (f64, usize)> = BTreeMap::new();
    for sale in &sales {
        let group = groups.entry(region_of(sale)).or_default();
        group.0 += sale.monto.value().unwrap_or(0.0);
        group.1 += usize::from(sale.monto.value().is_some());
    }
    let aggs =
        "{name: total, function: sum, column: monto}, {name: n, function: count, column: monto}";
    let grouped = applied(&table(&sales), &format!("group_by: {{keys: [region], aggs: [{aggs}]}}"));
    let expected: Vec<String> = vec!["region".into(), "total".into(), "n".into()];
    same(text!("columns after `group_by`", "columnas tras `group_by`"), names(&grouped), expected);
    let grouped =
        grouped.lazy().sort(["region"], SortMultipleOptions::default()).collect().unwrap();
    let regions: Vec<_> = groups.keys().map(|region| region.map(str::to_owned)).collect();
    same_rows(text!("groups", "grupos"), &column(&grouped, "region"), &regions);
    let counts: Vec<_> = groups.values().map(|group| Some(group.1.to_string())).collect();
    same_rows(
        text!("`count` of each group", "`count` de cada grupo"),
        &column(&grouped, "n"),
        &counts,
    );
    let found = grouped.column("total").unwrap().f64().unwrap();
    let found: Vec<f64> = (0..found.len()).map(|row| found.get(row).unwrap()).collect();
    let totals: Vec<f64> = groups.values().map(|group| group.0).collect();
    // Fewer than 3000 amounts below 2001, added in any order: errors stay below 3000 roundings of a sum
    // below 6e6, each at most 6e6 * 2^-53, together 2e-6.
    close_rows(text!("`sum` of each group", "`sum` de cada grupo"), &found, &totals, 2e-6);

    // The oracle sorts by a stable sort with the nulls last.
    sales.truncate(500);
    for descending in [false, true] {
        let mut expected = sales.clone();
        expected.sort_by(|a, b| match (region_of(a), region_of(b)) {
            (Some(a), Some(b)) if descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        check_kept(&sales, &format!("sort: {{by: [region], descending: {descending}}}"), &expected);
    }
    check_kept(&sales, "sort: {by: [region, id], descending: true}", &from_the_highest(&sales));
}

/// Sorted by region and id, from the highest to the lowest, sales without region last.
fn from_the_highest(sales: &[Venta]) -> Vec<Venta> {
    let mut sales = sales.to_vec();
    sales.sort_by(|a, b| {
        let nulls = region_of(a).is_none().cmp(&region_of(b).is_none());
        nulls.then_with(|| (region_of(b), b.id).cmp(&(region_of(a), a.id)))
    });
    sales
}

#[test]
fn a_step_that_does_not_fit_is_named() {
    let folder = Folder::new();
    let input = parquet_at(&folder.write_parquet("ventas.parquet", &table(&sales(10))));
    let output = parquet_at(&folder.path("total.parquet"));
    let steps = |position: usize, wrong| {
        let mut steps = vec!["filter: monto > 0", "select: [id, monto]", "limit: 5"];
        steps.insert(position, wrong);
        plan(&pipeline(&input, &steps, &output), &CloudEnv::default())
    };
    // After the `select`, the region is gone.
    for (position, wrong) in [
        (0, "sort: {by: [regoin]}"),
        (1, "rename: {from: importe, to: total}"),
        (2, "drop_nulls: [region]"),
        (3, "filter: region == 'norte'"),
        (3, "with_column: {name: doble, value: region}"),
        (0, "cast: {column: importe, to: int64}"),
        (2, "group_by: {keys: [region], aggs: []}"),
        (1, "rename: {from: monto, to: id}"),
    ] {
        let number = position + 1;
        let found = outcome(&steps(position, wrong).map(|_| ()));
        let what = text!(
            "`plan` with `{wrong}` as step {number}",
            "`plan` con `{wrong}` como paso {number}"
        );
        same(what, found.0, format!("Step {number}"));
    }
    let right = steps(3, "drop_nulls: [monto]").map(|_| ());
    same(text!("`plan` without mistakes", "`plan` sin errores"), outcome(&right).0, "Ok".into());

    let missing = parquet_at(&folder.path("nada.parquet"));
    let found = plan(&pipeline(&missing, &["limit: 1"], &output), &CloudEnv::default()).map(|_| ());
    let what = text!(
        "`plan` without an input: no step is to blame",
        "`plan` sin entrada: ningún paso tiene la culpa"
    );
    same(what, outcome(&found).0, "Polars".into());
}

/// A field as RFC 4180 has it: quoted only where something in it would be misread. Null is nothing at
/// all, and empty text is two quotes.
fn field(value: Option<&str>, separator: char) -> String {
    match value {
        None => String::new(),
        Some("") => "\"\"".to_owned(),
        Some(text) if text.contains([separator, '"', '\n']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Some(text) => text.to_owned(),
    }
}

fn csv_text(rows: &[[Option<&str>; 2]], separator: char) -> String {
    let line = |row: &[Option<&str>; 2]| {
        format!("{}{separator}{}\n", field(row[0], separator), field(row[1], separator))
    };
    line(&[Some("clave"), Some("texto")]) + &rows.iter().map(line).collect::<String>()
}

#[test]
fn text_survives_the_way_from_csv_to_csv() {
    let stream = Stream::new(seed(), "text");
    let values = [
        Some("norte"),
        None,
        Some(""),
        Some("a;b"),
        Some("a,b"),
        Some("di \"hola\""),
        Some("\""),
        Some("dos\nlíneas"),
        Some(" "),
        Some("007"),
        Some("1e3"),
        Some("NaN"),
        Some("null"),
        Some("ñandú 🦀"),
    ];
    let random = |i: u64| values[stream.below(i, values.len() as u64) as usize];
    let keys: Vec<String> = (0..200).map(|i| format!("k{i}")).collect();
    let rows: Vec<[Option<&str>; 2]> =
        keys.iter().zip(0..).map(|(key, i)| [Some(key.as_str()), random(i)]).collect();
    for (what, rows) in
        [(text!("200 rows", "200 filas"), rows.as_slice()), (text!("no rows", "sin filas"), &[])]
    {
        let folder = Folder::new();
        // A byte order mark, as some programs write before the first name.
        let input = folder.write("entrada.csv", format!("\u{feff}{}", csv_text(rows, ';')));
        let between = folder.path("medio.parquet");
        run_well(&csv_at(&input), &[], &parquet_at(&between));
        let table = read_parquet(&between);
        same(
            text!("{what}: columns", "{what}: columnas"),
            names(&table),
            vec!["clave".into(), "texto".into()],
        );
        let expected: Vec<_> = rows.iter().map(|row| row[1].map(str::to_owned)).collect();
        same_rows(
            text!("{what}: `texto` in Parquet", "{what}: `texto` en Parquet"),
            &column(&table, "texto"),
            &expected,
        );

        let output = folder.path("salida.csv");
        run_well(&parquet_at(&between), &[], &format!("{{csv: {{path: '{output}'}}}}"));
        let found: Vec<String> = folder.read("salida.csv").lines().map(str::to_owned).collect();
        let expected: Vec<String> = csv_text(rows, ',').lines().map(str::to_owned).collect();
        same_rows(
            text!("{what}: lines of the CSV file", "{what}: líneas del CSV"),
            &found,
            &expected,
        );
    }
}

#[test]
fn a_cast_fails_or_gives_null() {
    let folder = Folder::new();
    let lines = "monto;dia\n12.5;2024-02-29\nmuchos;2024-02-30\n;\n-3;ayer\n";
    let input = csv_at(&folder.write("ventas.csv", lines));
    let output = folder.path("ventas.parquet");
    for column in ["monto", "dia"] {
        let to = if column == "monto" { "float64" } else { "date" };
        for on_error in ["", ", on_error: fail"] {
            let cast = format!("cast: {{column: {column}, to: {to}{on_error}}}");
            let found = outcome(&run(&input, &[&cast], &parquet_at(&output)));
            let what = text!("code after `{cast}`", "código tras `{cast}`");
            same(what, found.1, 3);
        }
    }
    let casts = [
        "cast: {column: monto, to: float64, on_error: 'null'}",
        "cast: {column: dia, to: date, on_error: 'null'}",
    ];
    run_well(&input, &casts, &parquet_at(&output));
    let table = read_parquet(&output);
    let some = |text: &str| Some(text.to_owned());
    same_rows(
        text!("`monto`", "`monto`"),
        &column(&table, "monto"),
        &[some("12.5"), None, None, some("-3.0")],
    );
    same_rows(
        text!("`dia`", "`dia`"),
        &column(&table, "dia"),
        &[some("2024-02-29"), None, None, None],
    );
}

/// Destroys everything in a Parquet file but its footer.
fn without_rows(mut parquet: Vec<u8>) -> Vec<u8> {
    let end = parquet.len() - 8;
    let length = u32::from_le_bytes(parquet[end..end + 4].try_into().unwrap()) as usize;
    parquet[4..end - length].fill(0xff);
    parquet
}

/// 40 000 numbers that no encoding makes small.
fn noise() -> DataFrame {
    let stream = Stream::new(seed(), "noise");
    df!("n" => (0..40_000).map(|i| stream.at(i) as i64).collect::<Vec<_>>()).unwrap()
}

#[test]
fn a_dry_run_reads_no_rows() {
    let folder = Folder::new();
    let whole = fs::read(folder.write_parquet("ruido.parquet", &noise())).unwrap();
    let damaged = without_rows(whole.clone());
    let steps = ["filter: n > 0", "with_column: {name: mitad, value: n / 2}", "limit: 3"];
    let output = parquet_at(&folder.path("salida.parquet"));
    let check = |what: String, input: &str, env: &CloudEnv| {
        let result = dry_run(&pipeline(input, &steps, &output), env);
        let (columns, plan) = result.unwrap_or_else(|failure| {
            panic!(
                "{}",
                text!("{what}: the dry run fails: {failure}", "{what}: el ensayo falla: {failure}")
            )
        });
        let found: Vec<String> =
            columns.iter().map(|(name, dtype)| format!("{name}: {dtype}")).collect();
        same_rows(
            text!("{what}: columns", "{what}: columnas"),
            &found,
            &["n: i64".into(), "mitad: f64".into()],
        );
        check_contains(&plan, "SELECTION: ");
    };
    let what = text!("a file whose rows are destroyed", "un archivo con las filas destruidas");
    check(what, &parquet_at(&folder.write("ruido.parquet", &damaged)), &CloudEnv::default());

    let what = text!("a file in S3", "un archivo en S3");
    let size = whole.len();
    let server = Server::start(whole).unwrap();
    let env = CloudEnv::new(moto::variables(server.port));
    check(what, &parquet_at("s3://workbook/ruido.parquet"), &env);
    // Polars looks for the footer in the last 64 KiB.
    let of_rows = |asked: &Asked| matches!(asked, Asked::From(start) if *start < size - (64 << 10));
    let found: Vec<Asked> = server.asked().into_iter().filter(of_rows).collect();
    let what = text!(
        "requests for anything but the end of a file of {size} bytes",
        "peticiones de algo que no sea el final de un archivo de {size} bytes"
    );
    same_rows(what, &found, &[]);

    let only_names = csv_at(&folder.write("nombres.csv", "n;m\nuno;dos\n"));
    let failing = pipeline(&only_names, &["cast: {column: n, to: int64}"], &output);
    let result = dry_run(&failing, &CloudEnv::default());
    let what = text!("a CSV file whose rows would not fit", "un CSV cuyas filas no encajarían");
    same(what, outcome(&result.map(|_| ())).0, "Ok".into());
    let wrong = pipeline(&only_names, &["limit: 1", "select: [o]"], &output);
    let result = dry_run(&wrong, &CloudEnv::default());
    let what = text!("a column that the CSV file does not have", "una columna que el CSV no tiene");
    same(what, outcome(&result.map(|_| ())), ("Step 2".into(), 3));
    let files: BTreeSet<String> = ["nombres.csv".to_owned(), "ruido.parquet".to_owned()].into();
    same(text!("files after the dry runs", "archivos tras los ensayos"), folder.names(), files);
}

#[test]
fn the_rows_pass_through_a_sink() {
    let folder = Folder::new();
    let damaged = without_rows(fs::read(folder.write_parquet("a.parquet", &noise())).unwrap());
    let input = parquet_at(&folder.write("a.parquet", damaged));
    let output = folder.path("b");
    for place in [csv_at(&output), parquet_at(&output)] {
        let pipeline = pipeline(&input, &["filter: n > 0"], &place);
        let env = CloudEnv::default();
        let rows = plan(&pipeline, &env).unwrap_or_else(|failure| panic!("{failure}"));
        let result = sink(rows, &pipeline.output, &output);
        let result = result.unwrap_or_else(|error| {
            let what = text!("`sink` reads rows: {error}", "`sink` lee filas: {error}");
            panic!("{what}")
        });
        let plan = result.describe_plan().unwrap();
        check_contains(&plan, "SINK (file)");
        check_contains(&plan, "Parquet SCAN");
        let what = text!("files after `sink`", "archivos tras `sink`");
        same(what, folder.names(), ["a.parquet".to_owned()].into());
    }
}

#[test]
fn the_output_appears_as_a_whole_or_not_at_all() {
    let folder = Folder::new();
    let input = csv_at(&folder.write("ventas.csv", "monto\n1\n2\nmuchos\n"));
    let output = folder.path("salida.csv");
    let before = folder.names();

    let found = outcome(&run(&input, &["cast: {column: monto, to: int64}"], &csv_at(&output)));
    same(text!("a failing run: code", "una ejecución que falla: código"), found.1, 3);
    same(
        text!("a failing run: files", "una ejecución que falla: archivos"),
        folder.names(),
        before.clone(),
    );

    // A folder has the name of the output: all goes well until the last moment.
    fs::create_dir(&output).unwrap();
    let found = outcome(&run(&input, &[], &csv_at(&output)));
    let what = text!("a run that fails at the end", "una ejecución que falla al final");
    same(text!("{what}: code", "{what}: código"), found.1, 4);
    let mut expected = before;
    expected.insert("salida.csv".to_owned());
    same(text!("{what}: files", "{what}: archivos"), folder.names(), expected.clone());
    fs::remove_dir(&output).unwrap();

    // Another name for the same old file: a reader who has opened it keeps it.
    folder.write("salida.csv", "el resultado de ayer\n");
    fs::hard_link(&output, folder.path("lector.csv")).unwrap();
    expected.insert("lector.csv".to_owned());
    let found = outcome(&run(&input, &["cast: {column: monto, to: int64}"], &csv_at(&output)));
    same(text!("a failing run: code", "una ejecución que falla: código"), found.1, 3);
    let what =
        text!("the old output after a failing run", "la salida vieja tras una ejecución que falla");
    same(what, folder.read("salida.csv"), "el resultado de ayer\n".into());
    run_well(&input, &[], &csv_at(&output));
    let what = text!("the new output", "la salida nueva");
    same(what, folder.read("salida.csv"), "monto\n1\n2\nmuchos\n".into());
    let what =
        text!("what a reader of the old output sees", "lo que ve un lector de la salida vieja");
    same(what, folder.read("lector.csv"), "el resultado de ayer\n".into());
    same(text!("files in the end", "archivos al final"), folder.names(), expected);
}

#[test]
fn a_run_never_replaces_its_own_input() {
    let folder = Folder::new();
    let content = "monto\n1\n2\n";
    let file = folder.write("ventas.csv", content);
    fs::create_dir(folder.path("otra")).unwrap();
    let same_file = folder.path("otra/../ventas.csv");
    let pattern = folder.path("*.csv");
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut pairs = vec![
        (file.clone(), file.clone()),
        (file.clone(), same_file.clone()),
        (same_file, file.clone()),
        (pattern.clone(), file.clone()),
        // Not there yet, but the second run would find it.
        (pattern.clone(), folder.path("nuevo.csv")),
        (folder.path(""), folder.path("nuevo.csv")),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&file, folder.path("enlace")).unwrap();
        pairs.push((file.clone(), folder.path("enlace")));
        pairs.push((folder.path("enlace"), file));
    }
    let before = folder.names();
    for (input, output) in pairs {
        let pipeline = pipeline(&csv_at(&input), &["limit: 1"], &csv_at(&output));
        let env = CloudEnv::default();
        let what = text!("`{input}` to `{output}`", "de `{input}` a `{output}`");
        let found = outcome(&dry_run(&pipeline, &env).map(|_| ()));
        same(text!("{what}, dry run", "{what}, ensayo"), found, ("Config".into(), 2));
        same(&what, outcome(&execute(&pipeline, &env)), ("Config".into(), 2));
        same(text!("{what}: input", "{what}: entrada"), folder.read("ventas.csv"), content.into());
        same(text!("{what}: files", "{what}: archivos"), folder.names(), before.clone());
    }
    run_well(&csv_at(&pattern), &["limit: 1"], &csv_at(&folder.path("otra/nuevo.csv")));
    run_well(&csv_at(&pattern), &["limit: 1"], &csv_at(&folder.path("nuevo.txt")));
    same(text!("new output", "salida nueva"), folder.read("nuevo.txt"), "monto\n1\n".into());
}

#[test]
fn exit_codes_tell_who_has_to_act() {
    let folder = Folder::new();
    let input = csv_at(&folder.write("ventas.csv", "monto\n1\nmuchos\n"));
    let output = csv_at(&folder.path("salida.csv"));
    let cases = [
        (3, input.clone(), "select: [importe]", output.clone()),
        (3, input.clone(), "cast: {column: monto, to: int64}", output.clone()),
        (
            3,
            parquet_at(&folder.write("falso.parquet", "not Parquet at all")),
            "limit: 1",
            output.clone(),
        ),
        (4, csv_at(&folder.path("nada.csv")), "limit: 1", output.clone()),
        (4, parquet_at(&folder.path("nada.parquet")), "limit: 1", output.clone()),
        (4, input.clone(), "limit: 1", csv_at(&folder.path("nada/salida.csv"))),
    ];
    for (expected, input, step, output) in cases {
        let result = run(&input, &[step], &output);
        let message = result.as_ref().map_or_else(Failure::to_string, |()| "Ok".to_owned());
        let what = text!(
            "code for {input}, `{step}`, {output}: {message}",
            "código para {input}, `{step}`, {output}: {message}"
        );
        same(what, outcome(&result).1, expected);
    }
    let nothing = run(&csv_at(&folder.path("nada-*.csv")), &["limit: 1"], &output);
    let message = nothing.as_ref().map_or_else(Failure::to_string, |()| "Ok".to_owned());
    check_contains(&message, "nada-*.csv");

    let yaml = parse_pipeline("input: 1").map(|_| ()).map_err(Failure::from);
    same(text!("code for a wrong file", "código para un archivo incorrecto"), outcome(&yaml).1, 2);
    let broken = || io::Error::other("the disk is on fire");
    let context =
        |error: PolarsError| error.context("while writing".into()).context("at the end".into());
    let failures = [
        (4, Failure::Io(broken())),
        (4, Failure::Polars(broken().into())),
        (4, Failure::Polars(context(broken().into()))),
        (3, Failure::Polars(context(PolarsError::NoData("empty".into())))),
        (4, Failure::Step { step: 1, error: context(broken().into()) }),
        (2, Failure::Config("who knows".to_owned().into())),
    ];
    for (expected, failure) in failures {
        let what = text!("code for {failure:?}", "código para {failure:?}");
        same(what, exit_code(&failure), expected);
    }
}

/// Where the test may write, as a URL.
fn s3_folder(endpoint: &Endpoint) -> String {
    let bucket = endpoint.variables.iter().find(|(name, _)| name == "AWS_BUCKET");
    format!("s3://{}/{}", bucket.unwrap().1, endpoint.prefix)
}

/// Deletes what the test has written, through a client of its own, and returns the names.
fn clean_up(endpoint: &Endpoint) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut builder = AmazonS3Builder::new();
    for (name, value) in &endpoint.variables {
        if let Ok(key) = name.to_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    let store = builder.build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut names = BTreeSet::new();
        let listing = store.list_with_delimiter(Some(&endpoint.prefix)).await?;
        for object in listing.objects {
            store.delete(&object.location).await?;
            names.extend(object.location.filename().map(str::to_owned));
        }
        Ok(names)
    })
}

#[test]
fn the_same_pipeline_runs_in_s3() {
    let endpoint = match Endpoint::find() {
        Ok(endpoint) => endpoint,
        Err(reason) => return checks::not_run(reason),
    };
    let env = CloudEnv::new(endpoint.variables.clone());
    let place = |name: &str| format!("{}/{name}", s3_folder(&endpoint));
    let run = |input: &str, steps: &[&str], output: &str| {
        let result = execute(&pipeline(input, steps, output), &env);
        let message = result.as_ref().map_or_else(Failure::to_string, |()| "Ok".to_owned());
        (message, outcome(&result).1)
    };
    let folder = Folder::new();
    let local = csv_at(&folder.write("ventas.csv", "id;monto\n1;10\n2;veinte\n3;30\n"));
    let results = [
        run(&local, &["limit: 1"], &parquet_at(&place("a.parquet"))),
        run(&local, &["filter: id == '3'"], &parquet_at(&place("b.parquet"))),
        // Both, through a pattern, back to this machine.
        run(
            &parquet_at(&place("*.parquet")),
            &["sort: {by: [id]}"],
            &csv_at(&folder.path("todo.csv")),
        ),
    ];
    for (message, code) in results {
        same(text!("code in S3: {message}", "código en S3: {message}"), code, 0);
    }
    let what = text!("what comes back from S3", "lo que vuelve de S3");
    same(what, folder.read("todo.csv"), "id;monto\n1;10\n3;30\n".into());

    // Neither a new object nor another one in place of the old.
    for name in ["c.parquet", "a.parquet"] {
        let (message, code) =
            run(&local, &["cast: {column: monto, to: int64}"], &parquet_at(&place(name)));
        let what = text!(
            "code of a failing run: {message}",
            "código de una ejecución que falla: {message}"
        );
        same(what, code, 3);
    }
    let (message, code) =
        run(&parquet_at(&place("d.parquet")), &["limit: 1"], &csv_at(&folder.path("d.csv")));
    same(
        text!("code for a missing object: {message}", "código si falta el objeto: {message}"),
        code,
        4,
    );
    check_contains(&message, "d.parquet");
    let (message, code) =
        run(&parquet_at(&place("*.parquet")), &[], &parquet_at(&place("e.parquet")));
    same(
        text!("code for its own input: {message}", "código si es su propia entrada: {message}"),
        code,
        2,
    );

    let result = run(&parquet_at(&place("a.parquet")), &[], &csv_at(&folder.path("a.csv")));
    let (message, code) = result;
    same(text!("code in S3: {message}", "código en S3: {message}"), code, 0);
    let what = text!(
        "the old object after a failing run",
        "el objeto anterior tras una ejecución que falla"
    );
    same(what, folder.read("a.csv"), "id;monto\n1;10\n".into());

    let found = clean_up(&endpoint).unwrap();
    let expected: BTreeSet<String> = ["a.parquet".to_owned(), "b.parquet".to_owned()].into();
    same(text!("objects in the end", "objetos al final"), found, expected);
}

#[test]
fn wrong_keys_are_reported_and_never_printed() {
    const SECRET: &str = "a-secret-that-nobody-may-see";
    let endpoint = match Endpoint::with_unknown_keys() {
        Ok(endpoint) => endpoint,
        Err(reason) => return checks::not_run(reason),
    };
    let mut variables = endpoint.variables.clone();
    for (_, value) in variables.iter_mut().filter(|(name, _)| name == "AWS_SECRET_ACCESS_KEY") {
        *value = SECRET.to_owned();
    }
    let env = CloudEnv::new(variables);
    let folder = Folder::new();
    let in_s3 = parquet_at(&format!("{}/ventas.parquet", s3_folder(&endpoint)));
    let on_disk = csv_at(&folder.write("ventas.csv", "monto\n1\n"));
    let download = pipeline(&in_s3, &["limit: 1"], &csv_at(&folder.path("salida.csv")));
    let upload = pipeline(&on_disk, &["limit: 1"], &in_s3);
    let results =
        [execute(&download, &env), dry_run(&download, &env).map(|_| ()), execute(&upload, &env)];
    for result in results {
        let message = result.as_ref().map_or_else(Failure::to_string, |()| "Ok".to_owned());
        let what =
            text!("code with wrong keys: {message}", "código con claves equivocadas: {message}");
        same(what, outcome(&result).1, 4);
        check_contains(&message, "ventas.parquet");
        let everything = format!("{message} {result:?} {env:?}");
        let what = text!("the secret is in the message", "el secreto está en el mensaje");
        same(what, everything.contains(SECRET), false);
    }
}
