use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use checks::{close_rows, same, same_rows, text};
use datasets::{Monto, REGIONS, Stream, Venta};
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use tempfile::TempDir;

use super::*;

fn seed() -> u64 {
    checks::seed(1633)
}

/// `n` sales with nulls and NaN. The last region has one sale, which is the last one and counts.
fn hostile_sales(n: usize) -> Vec<Venta> {
    let ventas = Ventas::new(&Dataset::hostile(10_000, seed()));
    let mut sales: Vec<Venta> = (0..n as u64).map(|row| ventas.row(row)).collect();
    for sale in &mut sales {
        sale.region = sale.region.map(|region| region % 7);
    }
    if let Some(last) = sales.last_mut() {
        *last = Venta { region: Some(7), user_id: None, monto: Monto::Cents(1_234), ..*last };
    }
    sales
}

fn count(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// A folder that lives as long as the test.
struct TestFolder {
    folder: TempDir,
}

impl TestFolder {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A Parquet file of sales, by its path.
    fn sales(&self, sales: &[Venta], group_rows: usize) -> String {
        let file = self.path("ventas.parquet");
        let schema = sales::table(&[]).unwrap();
        let groups = sales.chunks(group_rows).map(sales::table);
        sales::write_parquet(&file, schema.schema(), groups).unwrap();
        file.to_str().unwrap().to_owned()
    }

    /// The names of the files in it, in order.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// The value, or a failed test that names the error.
#[track_caller]
fn ok<T>(what: &str, result: PolarsResult<T>) -> T {
    result.unwrap_or_else(|error| {
        panic!(
            "{}",
            text!(
                "{what}: expected a value, found the error: {error}",
                "{what}: se esperaba un valor, se encontró el error: {error}"
            )
        )
    })
}

/// The footer of a finished file, read by the parquet crate.
#[track_caller]
fn footer(path: &Path) -> ParquetMetaData {
    let reader = File::open(path)
        .map_err(|error| error.to_string())
        .and_then(|file| SerializedFileReader::new(file).map_err(|error| error.to_string()));
    match reader {
        Ok(reader) => reader.metadata().clone(),
        Err(error) => {
            let message = text!(
                "stream_to_parquet: no Parquet file at `dst`: {error}",
                "stream_to_parquet: no hay un archivo Parquet en `dst`: {error}"
            );
            panic!("{message}")
        }
    }
}

/// The ids of all rows of a file, in their order.
fn ids(path: &Path) -> Vec<i64> {
    let table = scan(path.to_str().unwrap()).unwrap().select([col("id")]).collect().unwrap();
    table.column("id").unwrap().i64().unwrap().into_no_null_iter().collect()
}

/// Whether a sale counts, without Polars.
fn is_counted(sale: &Venta) -> bool {
    sale.monto.cents().is_some_and(|cents| cents > 0)
}

/// A filter that keeps every row, and adds to `seen` how many rows it has looked at.
fn counting(seen: &Arc<AtomicUsize>) -> Expr {
    let seen = Arc::clone(seen);
    let keep = move |ids: Column| {
        seen.fetch_add(ids.len(), Relaxed);
        Ok(BooleanChunked::full(ids.name().clone(), true, ids.len()).into_column())
    };
    let output = |_: &Schema, id: &Field| Ok(Field::new(id.name().clone(), DataType::Boolean));
    col("id").map(keep, output)
}

#[test]
fn written_rows_are_counted() {
    for (n, rows_per_group) in [(0, 10), (1, 1), (500, 64), (500, 10_000)] {
        let folder = TestFolder::new();
        let sales = hostile_sales(n);
        let path = folder.sales(&sales, 200);
        let dst = folder.path("copy.parquet");
        let plan = scan(&path).unwrap().filter(counts());
        let found = ok("stream_to_parquet", stream_to_parquet(plan, &dst, count(rows_per_group)));
        let expected: Vec<i64> =
            sales.iter().filter(|sale| is_counted(sale)).map(|sale| sale.id).collect();
        let what = text!(
            "{n} sales: what stream_to_parquet returns for those that count",
            "{n} ventas: lo que devuelve stream_to_parquet para las que cuentan"
        );
        same(what, found, expected.len());
        let footer = footer(&dst);
        let columns = footer.file_metadata().schema_descr().columns().iter();
        let names: Vec<&str> = columns.map(|column| column.name()).collect();
        let what = text!("columns of the file", "columnas del archivo");
        same_rows(what, &names, &["id", "user_id", "region", "fecha", "monto"]);
        let what = text!("`id` of the rows in the file", "`id` de las filas del archivo");
        same_rows(what, &ids(&dst), &expected);
    }
    let (folder, seen) = (TestFolder::new(), Arc::new(AtomicUsize::new(0)));
    let plan = sales::table(&hostile_sales(500)).unwrap().lazy().filter(counting(&seen));
    ok("stream_to_parquet", stream_to_parquet(plan, &folder.path("copy.parquet"), count(64)));
    let what = text!(
        "rows that a plan over 500 sales has worked on: does it run once?",
        "filas con las que ha trabajado un plan sobre 500 ventas: ¿se ejecuta una sola vez?"
    );
    same(what, seen.load(Relaxed), 500);
}

#[test]
fn row_groups_have_the_size_asked_for() {
    let folder = TestFolder::new();
    let path = folder.sales(&hostile_sales(250), 90);
    for rows_per_group in [1, 100, 125, 1_000] {
        let dst = folder.path("copy.parquet");
        let plan = scan(&path).unwrap();
        ok("stream_to_parquet", stream_to_parquet(plan, &dst, count(rows_per_group)));
        let groups: Vec<i64> =
            footer(&dst).row_groups().iter().map(|group| group.num_rows()).collect();
        let expected: Vec<i64> = (0..250)
            .step_by(rows_per_group)
            .map(|start| rows_per_group.min(250 - start) as i64)
            .collect();
        let what = text!(
            "rows of each group, {rows_per_group} asked for",
            "filas de cada grupo, pedidas de {rows_per_group} en {rows_per_group}"
        );
        same_rows(what, &groups, &expected);
    }
}

#[test]
fn columns_are_compressed_with_snappy() {
    let folder = TestFolder::new();
    let path = folder.sales(&hostile_sales(100), 100);
    let dst = folder.path("copy.parquet");
    ok("stream_to_parquet", stream_to_parquet(scan(&path).unwrap(), &dst, count(100)));
    for column in footer(&dst).row_group(0).columns() {
        let name = column.column_path().string();
        let what = text!("compression of `{name}`", "compresión de `{name}`");
        same(what, column.compression(), Compression::SNAPPY);
    }
}

#[test]
fn missing_folders_are_made() {
    let folder = TestFolder::new();
    let path = folder.sales(&hostile_sales(10), 10);
    let dst = folder.path("2024").join("enero").join("copy.parquet");
    ok("stream_to_parquet", stream_to_parquet(scan(&path).unwrap(), &dst, count(10)));
    footer(&dst);
}

#[test]
fn a_failed_plan_leaves_the_old_file() {
    let folder = TestFolder::new();
    let path = folder.sales(&hostile_sales(2_000), 50);
    let dst = folder.path("copy.parquet");
    fs::write(&dst, "yesterday").unwrap();
    let names = folder.names();
    // Only the last row is no number: by then the others have been written.
    let text = when(col("id").lt(lit(1_999))).then(lit("1")).otherwise(lit("one"));
    let plan = scan(&path).unwrap().with_column(text.strict_cast(DataType::Int64).alias("n"));
    let result = stream_to_parquet(plan, &dst, count(10));
    let what = text!(
        "a plan that fails in its last row: is it an error?",
        "un plan que falla en su última fila: ¿es un error?"
    );
    same(what, result.is_err(), true);
    let what = text!(
        "the file that stood at `dst` before: is it unchanged?",
        "el archivo que ya estaba en `dst`: ¿sigue igual?"
    );
    same(what, fs::read(&dst).is_ok_and(|bytes| bytes == b"yesterday"), true);
    let what = text!("files in the folder after the error", "archivos en la carpeta tras el error");
    same_rows(what, &folder.names(), &names);
}

/// Tells a process that [`again`] starts what to work on.
const CHILD: &str = "WORKBOOK_16_3_3_CHILD";

/// What [`again`] passed on, if this process is one that it prepared.
fn child_task() -> Option<String> {
    std::env::var(CHILD).ok()
}

/// A process that runs the test called `name` once more and finds `task` in [`child_task`]. Its
/// engine works with two threads, so that what it needs does not depend on the machine. The count of
/// its allocator is exact, and freed memory goes back to the system (where it has the C library of
/// GNU): neither the count nor the peak depends on which thread freed what.
fn again(name: &str, task: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("tests::{name}"), "--nocapture"])
        .env(CHILD, task)
        .env("POLARS_MAX_THREADS", "2")
        .env("POLARS_OOC_DRIFT_THRESHOLD", "0")
        .env("MALLOC_ARENA_MAX", "1")
        .env("MALLOC_MMAP_THRESHOLD_", "32768");
    command
}

/// Runs such a process, and returns what it has printed.
#[track_caller]
fn run_again(what: &str, command: &mut Command) -> String {
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stderr);
    let what = text!("{what}: did it end well? {printed}", "{what}: ¿terminó bien? {printed}");
    same(what, output.status.success(), true);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Begins the line in which such a process reports what it has measured.
const MEASURED: &str = "measured: ";

/// What such a process has reported, from what it has printed.
fn measured(printed: &str) -> Option<u64> {
    printed.lines().find_map(|line| line.strip_prefix(MEASURED)?.parse().ok())
}

/// Texts of 512 bytes in row groups of 128 KiB. They compress well: what is read and written is
/// small, what a plan holds is not. The footer keeps two texts of each group, and so little.
const TEXT_BYTES: usize = 512;
const TEXTS_PER_GROUP: usize = 256;

/// Streams the file of texts at `path` to another.
fn stream_texts(path: &str) {
    let plan = scan(path).unwrap().filter(col("id").gt_eq(lit(0)));
    let dst = Path::new(path).with_extension("copy");
    stream_to_parquet(plan, &dst, count(TEXTS_PER_GROUP)).unwrap();
    if let Some(peak_mb) = probe::peak_mb() {
        println!("\n{MEASURED}{peak_mb}");
    }
}

/// How much memory a process has used at most that streams so many row groups of texts, in megabytes,
/// where the system tells.
#[track_caller]
fn peak_of_groups(groups: usize) -> Option<u64> {
    let ids: Vec<i64> = (0..TEXTS_PER_GROUP as i64).collect();
    let texts: Vec<String> = ids.iter().map(|id| format!("{id:>TEXT_BYTES$}")).collect();
    let group = df!("id" => ids, "text" => texts).unwrap();
    let folder = TestFolder::new();
    let src = folder.path("texts.parquet");
    let copies = (0..groups).map(|_| Ok(group.clone()));
    sales::write_parquet(&src, group.schema(), copies).unwrap();
    let what = text!(
        "the process that streams {groups} row groups",
        "el proceso que pasa {groups} grupos de filas"
    );
    let mut command = again("a_sink_lets_go_of_what_it_has_written", src.to_str().unwrap());
    measured(&run_again(&what, &mut command))
}

#[test]
fn a_sink_lets_go_of_what_it_has_written() {
    if let Some(path) = child_task() {
        return stream_texts(&path);
    }
    let (few, many) = (30, 130);
    let (Some(of_few), Some(of_many)) = (peak_of_groups(few), peak_of_groups(many)) else {
        let reason = text!(
            "this system does not tell how much memory a process has used at most",
            "este sistema no dice cuánta memoria ha llegado a usar un proceso"
        );
        return checks::not_run(reason);
    };
    // Whatever is needed for any number of rows, such as the program itself, is in both peaks. So are
    // the groups on their way at one time: two threads and the sink hold some 20 of them at most.
    let (growth, added) = (
        of_many.saturating_sub(of_few),
        ((many - few) * TEXTS_PER_GROUP * TEXT_BYTES / 1_000_000) as u64,
    );
    let what = text!(
        "stream_to_parquet of {added} MB more needs {growth} MB more memory: is that less than half?",
        "stream_to_parquet con {added} MB más necesita {growth} MB más de memoria: ¿es menos de la mitad?"
    );
    same(what, growth * 2 < added, true);
}

/// A random graph in the way Polars writes it, and its nodes.
fn random_graph() -> (String, Vec<Node>) {
    let stream = Stream::new(seed(), "graph");
    let names =
        ["multi-scan[parquet]", "select", "in-memory-map", "group-by", "sort", "multiplexer"];
    // Texts of a query may look like anything. Quotes in labels are escaped.
    let details = [
        "",
        r#"\nregion = col(\"region\")"#,
        r#"\nregion = \"0.0 0.3 1.0\""#,
        r#"\n[(col(\"n\")) == (\"fillcolor=\\\"0.0 0.3 1.0\\\"];\")]"#,
        r#"\nsort \\n 17 -> 18;\nlabel="#,
    ];
    let kinds = [
        (NodeKind::Streaming, ""),
        (NodeKind::MemoryIntensive, r#",style=filled,fillcolor="0.16 0.3 1.0""#),
        (NodeKind::InMemoryFallback, r#",style=filled,fillcolor="0.0 0.3 1.0""#),
    ];
    let legend = concat!(
        "fontname=\"Helvetica\"\nfontsize=\"10\"\nlabelloc=\"b\"\nlabel=<<BR/><B>Legend</B><BR/> streaming engine ",
        "node <FONT COLOR=\"0.16 0.3 1.0\">⬤</FONT> potentially memory-intensive node ",
        "<FONT COLOR=\"0.0 0.3 1.0\">⬤</FONT> in-memory engine fallback>"
    );
    let mut dot =
        format!("digraph polars {{\nrankdir=\"BT\"\nnode [fontname=\"Monospace\"]\n{legend}\n");
    let mut nodes = Vec::new();
    for i in 0..60 {
        let pick = |position, bound: usize| stream.below(3 * i + position, bound as u64) as usize;
        let (name, detail) = (names[pick(0, names.len())], details[pick(1, details.len())]);
        let (kind, style) = kinds[pick(2, kinds.len())];
        nodes.push(Node { name: name.to_owned(), kind });
        dot.push_str(&format!("{} [label=\"{name}{detail}\"{style}];\n", (1_u64 << 32) + i));
        if i > 0 {
            dot.push_str(&format!("{} -> {};\n", (1_u64 << 32) + i - 1, (1_u64 << 32) + i));
        }
    }
    dot.push('}');
    (dot, nodes)
}

#[test]
fn nodes_are_told_from_the_rest_of_a_graph() {
    let (dot, expected) = random_graph();
    same_rows(text!("nodes of a graph", "nodos de un grafo"), &classify(&dot), &expected);
    let none = "digraph polars {\nrankdir=\"BT\"\n}";
    same_rows(text!("nodes of an empty graph", "nodos de un grafo vacío"), &classify(none), &[]);
}

/// The graph of a plan over 100 sales.
#[track_caller]
fn graph_of(plan: impl FnOnce(LazyFrame) -> LazyFrame) -> String {
    let folder = TestFolder::new();
    let sales = scan(&folder.sales(&hostile_sales(100), 100)).unwrap();
    ok("physical_graph", physical_graph(&plan(sales)))
}

fn filled_lines(graph: &str, color: &str) -> usize {
    graph.lines().filter(|line| line.ends_with(&format!("fillcolor=\"{color}\"];"))).count()
}

#[track_caller]
fn check_fallback(name: &str, graph: &str, expected: bool) {
    let what = text!(
        "{name}: does a node of this graph fall back to the in-memory engine?\n{graph}\n",
        "{name}: ¿recurre algún nodo de este grafo al motor en memoria?\n{graph}\n"
    );
    same(what, filled_lines(graph, "0.0 0.3 1.0") > 0, expected);
}

#[test]
fn graphs_show_the_optimized_physical_plan() {
    let per_region = |aggregate: Expr| {
        |sales: LazyFrame| sales.group_by([col("region")]).agg([aggregate.alias("result")])
    };
    let sums = graph_of(per_region(col("monto").sum()));
    check_fallback(&text!("sum per region", "suma por región"), &sums, false);
    let what = text!(
        "sum per region: nodes of this graph that may need much memory\n{sums}\n",
        "suma por región: nodos de este grafo que pueden necesitar mucha memoria\n{sums}\n"
    );
    same(what, filled_lines(&sums, "0.16 0.3 1.0"), 1);
    let medians = graph_of(per_region(col("monto").median()));
    check_fallback(&text!("median per region", "mediana por región"), &medians, true);

    let filtered = graph_of(|sales| sales.filter(col("monto").gt(lit(5))).select([col("id")]));
    let what = text!(
        "the scan filters the rows by itself: does this graph have a node `filter`?\n{filtered}\n",
        "la propia lectura filtra las filas: ¿tiene este grafo un nodo `filter`?\n{filtered}\n"
    );
    same(what, filtered.contains("[label=\"filter"), false);
}

/// The revenue of one region.
#[derive(Debug, Default)]
struct Totals {
    cents: i64,
    sales: u64,
    users: BTreeSet<i64>,
}

/// The oracle: adds cents as integers, so that its sums are exact. In order of region.
fn expected(sales: &[Venta]) -> BTreeMap<Option<String>, Totals> {
    let mut regions: BTreeMap<Option<String>, Totals> = BTreeMap::new();
    for sale in sales.iter().filter(|sale| is_counted(sale)) {
        let region = sale.region.map(|region| REGIONS[usize::from(region)].to_owned());
        let totals = regions.entry(region).or_default();
        totals.cents += sale.monto.cents().unwrap();
        totals.sales += 1;
        totals.users.extend(sale.user_id);
    }
    regions
}

/// A found table in order of region, after a look at its columns.
struct Found {
    regions: Vec<Option<String>>,
    revenue: Vec<f64>,
    sales: Vec<Option<u64>>,
    users: Vec<Option<u32>>,
    tickets: Vec<f64>,
}

#[track_caller]
fn found(table: PolarsResult<DataFrame>) -> Found {
    let table = ok("the table", table);
    let columns: Vec<String> =
        table.schema().iter().map(|(name, dtype)| format!("{name}: {dtype}")).collect();
    let names =
        ["region: str", "revenue: f64", "sales: u64", "unique_users: u32", "avg_ticket: f64"];
    let what = text!("columns of the table", "columnas de la tabla");
    same_rows(what, &columns, &names.map(str::to_owned));
    let table = table.sort(["region"], SortMultipleOptions::default()).unwrap();
    let column = |name: &str| table.column(name).unwrap().clone();
    let floats = |name: &str| -> Vec<f64> {
        // Where there should be a number, null is as wrong as NaN.
        column(name).f64().unwrap().iter().map(|value| value.unwrap_or(f64::NAN)).collect()
    };
    Found {
        regions: column("region").str().unwrap().iter().map(|r| r.map(str::to_owned)).collect(),
        revenue: floats("revenue"),
        sales: column("sales").u64().unwrap().iter().collect(),
        users: column("unique_users").u32().unwrap().iter().collect(),
        tickets: floats("avg_ticket"),
    }
}

/// Reads a file of sales in chunks, and returns what was read as well.
#[track_caller]
fn in_chunks(sales: &[Venta], chunk_rows: usize) -> (Found, Vec<ChunkRead>) {
    let folder = TestFolder::new();
    let file = ChunkedFile::open(&folder.sales(sales, 300)).unwrap();
    let found = found(chunked_revenue(&file, count(chunk_rows)));
    (found, file.reads())
}

/// Regions, their revenue and how many sales they have.
#[track_caller]
fn check_sums(what: &str, found: &Found, sales: &[Venta]) {
    let expected = expected(sales);
    let regions: Vec<_> = expected.keys().cloned().collect();
    same_rows(format!("{what}: `region`"), &found.regions, &regions);
    let counts: Vec<_> = expected.values().map(|totals| Some(totals.sales)).collect();
    same_rows(format!("{what}: `sales`"), &found.sales, &counts);
    let revenue: Vec<f64> = expected.values().map(|totals| totals.cents as f64 / 100.0).collect();
    // At most 2 * 10^4 positive amounts, in any order, round by less than 2 * 10^4 times 2^-53, which
    // is some 2 * 10^-12, of their sum.
    let tolerance = 1e-11 * revenue.iter().fold(0.0, |a: f64, b| a.max(*b));
    close_rows(format!("{what}: `revenue`"), &found.revenue, &revenue, tolerance);
}

fn rows_at_a_time(n: usize, chunk_rows: usize) -> String {
    text!(
        "{n} sales, {chunk_rows} rows at a time",
        "{n} ventas, de {chunk_rows} en {chunk_rows} filas"
    )
}

#[test]
fn chunks_add_up_to_the_whole() {
    let sizes =
        [(0, 10), (1, 1), (12, 1), (100, 7), (2_000, 1_999), (2_000, 2_000), (2_000, 2_001)];
    for (n, chunk_rows) in sizes {
        let sales = hostile_sales(n);
        let (found, _) = in_chunks(&sales, chunk_rows);
        check_sums(&rows_at_a_time(n, chunk_rows), &found, &sales);
    }
}

#[test]
fn averages_weigh_every_sale() {
    let sales = hostile_sales(2_000);
    for chunk_rows in [100, 2_000] {
        let (found, _) = in_chunks(&sales, chunk_rows);
        let expected = expected(&sales);
        let mean = |totals: &Totals| totals.cents as f64 / 100.0 / totals.sales as f64;
        let tickets: Vec<f64> = expected.values().map(mean).collect();
        // As for `revenue`; the division rounds once more.
        let tolerance = 1e-11 * tickets.iter().fold(0.0, |a: f64, b| a.max(*b));
        let what = format!("{}: `avg_ticket`", rows_at_a_time(2_000, chunk_rows));
        close_rows(what, &found.tickets, &tickets, tolerance);
    }
}

#[test]
fn users_in_several_chunks_count_once() {
    let sales = hostile_sales(2_000);
    for chunk_rows in [100, 2_000] {
        let (found, _) = in_chunks(&sales, chunk_rows);
        let users: Vec<Option<u32>> =
            expected(&sales).values().map(|totals| Some(totals.users.len() as u32)).collect();
        let what = format!("{}: `unique_users`", rows_at_a_time(2_000, chunk_rows));
        same_rows(what, &found.users, &users);
    }
}

#[test]
fn every_row_is_read_once() {
    for (n, chunk_rows) in [(1, 5), (10, 5), (100, 33), (100, 99), (100, 1_000)] {
        let (_, reads) = in_chunks(&hostile_sales(n), chunk_rows);
        let reads = reads.into_iter().map(|read| read.rows);
        let reads: Vec<_> = reads.filter(|rows| !rows.is_empty()).collect();
        let expected: Vec<_> =
            (0..n).step_by(chunk_rows).map(|start| start..n.min(start + chunk_rows)).collect();
        let what = rows_at_a_time(n, chunk_rows);
        let what = text!("{what}: rows read", "{what}: filas leídas");
        same_rows(what, &reads, &expected);
    }
}

/// Sales of which every chunk of [`REPEATED`] rows holds the same: their state is that of one chunk.
fn repeated_sales(chunks: usize) -> Vec<Venta> {
    std::iter::repeat_n(hostile_sales(REPEATED), chunks).flatten().collect()
}

const REPEATED: usize = 1_000;

/// Numbers of two reads, the later of which is the last. Before the earlier, everything has been
/// allocated that is needed once.
const FIRST: usize = 10;
const LAST: usize = 40;

/// Reads [`LAST`] chunks and reports how many more bytes were in use at the last read than at
/// number [`FIRST`].
fn read_repeated_sales() {
    let folder = TestFolder::new();
    let file = ChunkedFile::open(&folder.sales(&repeated_sales(LAST), REPEATED)).unwrap();
    chunked_revenue(&file, count(REPEATED)).unwrap();
    let mut reads = file.reads();
    reads.retain(|read| !read.rows.is_empty());
    let in_use = |read: Option<&ChunkRead>| read.map_or(0, |read| read.in_use_bytes);
    let grown = in_use(reads.last()).saturating_sub(in_use(reads.get(FIRST - 1)));
    println!("\n{MEASURED}{grown}");
}

#[test]
fn only_a_state_is_kept_between_chunks() {
    if child_task().is_some() {
        return read_repeated_sales();
    }
    let what = text!("the process that reads in chunks", "el proceso que lee por partes");
    let printed = run_again(&what, &mut again("only_a_state_is_kept_between_chunks", "read"));
    let grown = measured(&printed).unwrap();
    let chunk = sales::table(&repeated_sales(1)).unwrap().estimated_size();
    let read = (LAST - FIRST) * chunk;
    let what = text!(
        "chunked_revenue reads {read} bytes between two reads and keeps {grown} of them: is that less than half?",
        "chunked_revenue lee {read} bytes entre dos lecturas y conserva {grown}: ¿es menos de la mitad?"
    );
    same(what, grown * 2 < read as u64, true);
}

/// How often the same sales come again: a state that keeps even a few rows of each time shows it.
const TIMES: usize = 20;

#[test]
fn states_do_not_grow_with_the_sales() {
    let sales = hostile_sales(1_000);
    let state = |sales: &[Venta]| ok("partial", partial(sales::table(sales).unwrap()));
    let (left, right) = sales.split_at(300);
    for (left, right) in [(left, right), (right, left), (&sales[..], &[][..]), (&[], &sales)] {
        let (n, m) = (left.len(), right.len());
        let what =
            text!("states of {n} and {m} sales, merged", "estados de {n} y {m} ventas, unidos");
        let merged = ok("merge", merge(state(left), state(right)));
        check_sums(&what, &found(finish(merged)), &sales);
    }
    let once = state(&sales);
    let mut merged = once.clone();
    for _ in 1..TIMES {
        merged = ok("merge", merge(merged, once.clone()));
    }
    let repeated: Vec<Venta> = std::iter::repeat_n(sales, TIMES).flatten().collect();
    let of_repeated = state(&repeated);
    let what = text!("the same sales, {TIMES} times", "las mismas ventas, {TIMES} veces");
    check_sums(&what, &found(finish(merged.clone())), &repeated);
    let limit = 2 * once.estimated_size();
    for (function, state) in [("merge", merged), ("partial", of_repeated)] {
        let bytes = state.estimated_size();
        let what = text!(
            "{function}: bytes in the state of the same sales, {TIMES} times: {bytes}; are they at most {limit}, twice those of one time?",
            "{function}: bytes en el estado de las mismas ventas, {TIMES} veces: {bytes}; ¿son como mucho {limit}, el doble que con una vez?"
        );
        same(what, bytes <= limit, true);
    }
}

/// As many groups as rows: the streaming engine has to keep them all until the end.
fn many_groups() {
    let n: i64 = 50_000;
    let table = df!("id" => (0..n).collect::<Vec<_>>(), "monto" => vec![1.0; n as usize]).unwrap();
    let plan = table.lazy().group_by([col("id")]).agg([col("monto").sum()]);
    let groups = plan.collect_with_engine(Engine::Streaming).unwrap().unwrap_single();
    assert_eq!(groups.height(), n as usize);
    polars_ooc::flush_ooc_cleanup();
}

/// Runs [`many_groups`] in a process with a budget. Returns what is left in its folder: for each
/// process that has moved data to disk, how many of its files are still there.
#[track_caller]
fn spilled(budget_mb: u64) -> Vec<usize> {
    let folder = TestFolder::new();
    let mut command = again("a_budget_moves_groups_to_disk", "group");
    // Small pieces, so that little data is enough.
    command.env("POLARS_OOC_SPILL_MIN_BYTES", "1");
    limit_memory(&mut command, budget_mb, folder.folder.path());
    let what = text!(
        "the process with a budget of {budget_mb} MB",
        "el proceso con un presupuesto de {budget_mb} MB"
    );
    run_again(&what, &mut command);
    let files = |name: &String| fs::read_dir(folder.path(name)).unwrap().count();
    folder.names().iter().map(files).collect()
}

#[test]
fn a_budget_moves_groups_to_disk() {
    if child_task().is_some() {
        return many_groups();
    }
    let what = |budget_mb| {
        text!(
            "50 000 groups and {budget_mb} MB: files left by each process that wrote to the spill folder",
            "50 000 grupos y {budget_mb} MB: archivos que deja cada proceso que escribió en la carpeta"
        )
    };
    same_rows(what(1), &spilled(1), &[0]);
    same_rows(what(100_000), &spilled(100_000), &[]);
}
