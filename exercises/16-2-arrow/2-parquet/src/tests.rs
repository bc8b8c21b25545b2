use std::fmt::Display;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, StringArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field};
use bytes::Bytes;
use checks::{same, text};
use checks_arrow::{same_batches, same_schema};
use datasets::Stream;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::statistics::Statistics;

use super::*;

fn seed() -> u64 {
    checks::seed(1622)
}

/// `n` sales with nulls and NaN; their `id` is 0 to `n - 1`.
fn sales(n: u64) -> RecordBatch {
    sales::batch(&Ventas::new(&Dataset::hostile(n, seed())), 0..n)
}

fn count(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

/// The value, or a failed test that names the error.
#[track_caller]
fn ok<T, E: Display>(what: &str, result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!(
            "{}",
            text!(
                "{what}: expected a value, found the error: {error}",
                "{what}: se esperaba un valor, se encontró el error: {error}"
            )
        ),
    }
}

/// Fails unless there is an error.
#[track_caller]
fn is_error<T, E>(what: &str, result: Result<T, E>) {
    let what = text!("{what}: is it an error?", "{what}: ¿es un error?");
    same(what, result.is_err(), true);
}

/// What the student's function writes.
#[track_caller]
fn write(
    batches: &[RecordBatch],
    schema: SchemaRef,
    rows_per_group: usize,
) -> (Bytes, WriteReport) {
    let mut bytes = Vec::new();
    let report = write_parquet(&mut bytes, schema, batches, count(rows_per_group));
    let report = ok("write_parquet", report);
    (Bytes::from(bytes), report)
}

/// A finished file, opened by the parquet crate.
#[track_caller]
fn open(bytes: &Bytes) -> ParquetRecordBatchReaderBuilder<Bytes> {
    let size = bytes.len();
    let what = text!(
        "opening the {size} bytes that write_parquet wrote",
        "al abrir los {size} bytes que escribió write_parquet"
    );
    ok(&what, ParquetRecordBatchReaderBuilder::try_new(bytes.clone()))
}

/// The oracle for reading: a file that the student's code did not write.
fn file(batch: &RecordBatch, rows_per_group: usize, statistics: EnabledStatistics) -> Bytes {
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(rows_per_group))
        .set_statistics_enabled(statistics)
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    Bytes::from(bytes)
}

/// How many rows each row group has, according to the footer.
fn group_sizes(metadata: &ParquetMetaData) -> Vec<i64> {
    metadata.row_groups().iter().map(|group| group.num_rows()).collect()
}

/// `n` in pieces of `size`; the last may be smaller.
fn pieces(n: usize, size: usize) -> Vec<usize> {
    (0..n).step_by(size).map(|start| size.min(n - start)).collect()
}

#[test]
fn files_end_with_what_they_hold() {
    for (n, rows_per_group) in [(1_usize, 1), (250, 100), (300, 100), (7, 1_000), (50, 1)] {
        let batch = sales(n as u64);
        let (bytes, report) = write(std::slice::from_ref(&batch), batch.schema(), rows_per_group);
        let what = text!(
            "{n} rows in groups of {rows_per_group}",
            "{n} filas en grupos de {rows_per_group}"
        );
        let metadata = Arc::clone(open(&bytes).metadata());
        let rows = text!("{what}: rows according to the footer", "{what}: filas según el footer");
        same(rows, metadata.file_metadata().num_rows(), n as i64);
        let row_groups = n.div_ceil(rows_per_group);
        let expected = WriteReport { rows: n as i64, row_groups };
        same(format!("{what}: WriteReport"), report, expected);
    }
}

#[test]
fn row_groups_have_the_size_asked_for() {
    let all = sales(250);
    let lengths = [1, 130, 0, 119];
    let starts = [0, 1, 131, 131];
    let batches: Vec<RecordBatch> =
        starts.iter().zip(lengths).map(|(&start, length)| all.slice(start, length)).collect();
    for rows_per_group in [1, 64, 100, 250, 1_000] {
        let (bytes, _) = write(&batches, all.schema(), rows_per_group);
        let what = text!(
            "rows of each group: batches of {lengths:?} rows, groups of {rows_per_group}",
            "filas de cada grupo: lotes de {lengths:?} filas, grupos de {rows_per_group}"
        );
        let expected: Vec<i64> =
            pieces(250, rows_per_group).iter().map(|&rows| rows as i64).collect();
        same(what, group_sizes(open(&bytes).metadata()), expected);
    }
}

/// Values that careless code changes.
fn unusual() -> RecordBatch {
    let integers = [Some(i64::MIN), None, Some(0), Some(i64::MAX), Some(-1)];
    let floats = [Some(f64::NAN), Some(-0.0), None, Some(f64::INFINITY), Some(f64::MIN_POSITIVE)];
    let texts = [Some(""), Some("数据"), Some("niño"), None, Some("null")];
    let columns: [(&str, ArrayRef, bool); 3] = [
        ("n", Arc::new(Int64Array::from(integers.to_vec())), true),
        ("x", Arc::new(Float64Array::from(floats.to_vec())), true),
        ("t", Arc::new(StringArray::from(texts.to_vec())), true),
    ];
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

#[test]
fn what_is_written_comes_back() {
    for (batch, rows_per_group) in [(unusual(), 2), (unusual(), 10), (sales(3_000), 700)] {
        let cut = [batch.slice(0, 3), batch.slice(3, batch.num_rows() - 3)];
        let (bytes, _) = write(&cut, batch.schema(), rows_per_group);
        let builder = open(&bytes);
        let what = text!("written and read again", "escrito y vuelto a leer");
        same_schema(&what, builder.schema(), &batch.schema());
        let found: Vec<RecordBatch> = builder.build().unwrap().map(Result::unwrap).collect();
        same_batches(what, &found, &[batch]);
    }
}

#[test]
fn files_without_rows_have_a_schema() {
    let nothing = sales(3).slice(0, 0);
    for batches in [&[][..], std::slice::from_ref(&nothing)] {
        let (bytes, report) = write(batches, nothing.schema(), 100);
        let given = batches.len();
        let what = text!("{given} batches, 0 rows", "{given} lotes, 0 filas");
        same(&what, report, WriteReport { rows: 0, row_groups: 0 });
        same_schema(what, open(&bytes).schema(), &nothing.schema());
    }
}

#[test]
fn columns_are_compressed_with_snappy() {
    let batch = sales(100);
    let (bytes, _) = write(std::slice::from_ref(&batch), batch.schema(), 100);
    for column in open(&bytes).metadata().row_group(0).columns() {
        let name = column.column_path().string();
        let what = text!("compression of `{name}`", "compresión de `{name}`");
        same(what, column.compression(), Compression::SNAPPY);
    }
}

#[test]
fn another_schema_is_an_error() {
    let schema = Arc::new(Schema::new(vec![
        Field::new("debe", DataType::Int64, false),
        Field::new("haber", DataType::Int64, false),
    ]));
    let column = |n: i64| -> ArrayRef { Arc::new(Int64Array::from(vec![n])) };
    let good = RecordBatch::try_new(Arc::clone(&schema), vec![column(1), column(2)]).unwrap();
    let more = [("debe", column(1)), ("haber", column(2)), ("saldo", column(3))];
    let text: ArrayRef = Arc::new(StringArray::from(vec!["2"]));
    let cases = [
        (
            text!("columns in another order", "columnas en otro orden"),
            good.project(&[1, 0]).unwrap(),
        ),
        (text!("a column is missing", "falta una columna"), good.project(&[0]).unwrap()),
        (text!("one column more", "una columna de más"), RecordBatch::try_from_iter(more).unwrap()),
        (
            text!("another type", "otro tipo"),
            RecordBatch::try_from_iter([("debe", column(1)), ("haber", text)]).unwrap(),
        ),
    ];
    for (what, bad) in cases {
        let batches = [good.clone(), bad];
        is_error(&what, write_parquet(Vec::new(), Arc::clone(&schema), &batches, count(10)));
    }
}

#[test]
fn batches_have_the_size_asked_for() {
    let all = sales(250);
    let bytes = file(&all, 100, EnabledStatistics::Page);
    for size in [1, 64, 100, 249, 250, 100_000] {
        let what = text!(
            "250 rows in groups of 100, read {size} at a time",
            "250 filas en grupos de 100, leídas de {size} en {size}"
        );
        let found = ok(&what, read_parquet(bytes.clone(), count(size)));
        let sizes: Vec<usize> = found.iter().map(RecordBatch::num_rows).collect();
        let rows = text!("{what}: rows of each batch", "{what}: filas de cada batch");
        same(rows, sizes, pieces(250, size));
        same_batches(what, &found, std::slice::from_ref(&all));
    }
    let nothing = file(&all.slice(0, 0), 100, EnabledStatistics::Page);
    let what = text!("batches of a file without rows", "lotes de un archivo sin filas");
    same(&what, ok(&what, read_parquet(nothing, count(10))).len(), 0);
}

#[test]
fn broken_files_are_errors() {
    let whole = file(&sales(100), 100, EnabledStatistics::Page);
    let size = whole.len();
    let texts = [
        (0, Bytes::new()),
        (4, Bytes::from_static(b"PAR1")),
        (9, Bytes::from_static(b"id,monto\n")),
    ];
    let cut = [size - 1, size - 8, size / 2].map(|left| (left, whole.slice(..left)));
    for (left, bytes) in texts.into_iter().chain(cut) {
        let what =
            text!("read_parquet, {left} of {size} bytes", "read_parquet, {left} de {size} bytes");
        is_error(&what, read_parquet(bytes.clone(), count(10)));
        let what =
            text!("scan_range, {left} of {size} bytes", "scan_range, {left} de {size} bytes");
        is_error(&what, scan_range(bytes, "id", 0..=9, &["id"]));
    }
}

/// The values of an `Int64` column.
fn integers(batch: &RecordBatch, column: &str) -> Vec<Option<i64>> {
    let array = batch.column_by_name(column).unwrap();
    array.as_any().downcast_ref::<Int64Array>().unwrap().iter().collect()
}

/// The oracle for `prune_row_groups`, from the values themselves: the groups whose minimum and maximum
/// enclose some value of `range`.
fn needed_groups(
    values: &[Option<i64>],
    rows_per_group: usize,
    range: &RangeInclusive<i64>,
) -> Vec<usize> {
    let is_needed = |group: &[Option<i64>]| {
        let (min, max) = (group.iter().flatten().min(), group.iter().flatten().max());
        let overlaps = |min, max| min <= range.end() && max >= range.start();
        !range.is_empty() && min.zip(max).is_some_and(|(min, max)| overlaps(min, max))
    };
    let groups = values.chunks(rows_per_group).enumerate();
    groups.filter(|(_, group)| is_needed(group)).map(|(index, _)| index).collect()
}

#[track_caller]
fn pruned(bytes: &Bytes, column: &str, range: &RangeInclusive<i64>) -> Vec<usize> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes.clone()).unwrap();
    let what = format!("prune_row_groups(.., {column:?}, {range:?})");
    ok(&what, prune_row_groups(builder.metadata(), builder.schema(), column, range))
}

/// Ranges of all kinds around the numbers from 0 to `n - 1`.
fn ranges(n: i64) -> Vec<RangeInclusive<i64>> {
    let stream = Stream::new(seed(), "ranges");
    let random = (0..20).map(|i| {
        let start = stream.below(2 * i, n as u64) as i64;
        start..=start + stream.below(2 * i + 1, n as u64 / 4) as i64
    });
    let fixed = [
        0..=0,
        99..=100,
        100..=199,
        n - 1..=n - 1,
        n..=i64::MAX,
        i64::MIN..=-1,
        i64::MIN..=0,
        i64::MIN..=i64::MAX,
    ];
    fixed.into_iter().chain(random).collect()
}

#[test]
fn groups_outside_the_range_are_left_out() {
    let sales = sales(2_000);
    let bytes = file(&sales, 100, EnabledStatistics::Chunk);
    for (column, top) in [("id", 2_000), ("user_id", 40)] {
        let values = integers(&sales, column);
        for range in ranges(top) {
            let what = format!("prune_row_groups(.., {column:?}, {range:?})");
            same(what, pruned(&bytes, column, &range), needed_groups(&values, 100, &range));
        }
    }
}

#[test]
fn unknown_groups_stay() {
    let sales = sales(500);
    let unknown = file(&sales, 100, EnabledStatistics::None);
    let what = text!("5 groups without statistics", "5 grupos sin estadísticas");
    same(what, pruned(&unknown, "id", &(0..=9)), vec![0, 1, 2, 3, 4]);
    check_scan(&unknown, &sales, "id", &(250..=349), &[0, 2]);

    // Whether a group of nulls stays is left open: its count of nulls would prove it useless.
    let values = [None, None, Some(5), None, Some(70), Some(80), None, None];
    let column: ArrayRef = Arc::new(Int64Array::from(values.to_vec()));
    let batch = RecordBatch::try_from_iter_with_nullable([("n", column, true)]).unwrap();
    let bytes = file(&batch, 2, EnabledStatistics::Chunk);
    let mut found = pruned(&bytes, "n", &(0..=9));
    found.retain(|group| [1, 2].contains(group));
    let what = text!(
        "{values:?} in groups of 2; those of groups 1 and 2 that stay for 0..=9",
        "{values:?} en grupos de 2; cuáles de los grupos 1 y 2 quedan para 0..=9"
    );
    same(what, found, vec![1]);
    check_half_known(Some(50), None, &(60..=70));
    check_half_known(None, Some(-40), &(-45..=-42));
}

/// Some writers know one bound of a group and not the other. That does not exclude a range beside it.
#[track_caller]
fn check_half_known(min: Option<i64>, max: Option<i64>, range: &RangeInclusive<i64>) {
    let column: ArrayRef = Arc::new(Int64Array::from(vec![0]));
    let batch = RecordBatch::try_from_iter([("n", column)]).unwrap();
    let bytes = file(&batch, 1, EnabledStatistics::Chunk);
    let footer = ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap().metadata().clone();
    let group = footer.row_group(0).clone();
    let bounds = Statistics::int64(min, max, None, None, false);
    let column = group.column(0).clone().into_builder().set_statistics(bounds).build().unwrap();
    let group = group.into_builder().set_column_metadata(vec![column]).build().unwrap();
    let footer = footer.as_ref().clone().into_builder().set_row_groups(vec![group]).build();
    let what = text!(
        "a group with minimum {min:?} and maximum {max:?}: groups that stay for {range:?}",
        "un grupo con mínimo {min:?} y máximo {max:?}: grupos que quedan para {range:?}"
    );
    let found = ok(&what, prune_row_groups(&footer, &batch.schema(), "n", range));
    same(what, found, vec![0]);
}

#[test]
fn ranges_without_numbers_need_no_group() {
    // One group holds all numbers from 0 to 499, and so both ends of some of these ranges.
    let bytes = file(&sales(500), 500, EnabledStatistics::Chunk);
    for (start, end) in [(200, 199), (450, 3), (i64::MAX, i64::MIN)] {
        let range = RangeInclusive::new(start, end);
        same(format!("prune_row_groups(.., {range:?})"), pruned(&bytes, "id", &range), vec![]);
        let what = text!("rows of scan_range(.., {range:?})", "filas de scan_range(.., {range:?})");
        let scan = ok(&what, scan_range(bytes.clone(), "id", range, &["id"]));
        same(what, scan.batches.iter().map(RecordBatch::num_rows).sum(), 0);
    }
}

#[test]
fn unusable_columns_are_errors() {
    let bytes = file(&sales(10), 10, EnabledStatistics::Page);
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes.clone()).unwrap();
    for column in ["importe", "monto", "region", "fecha"] {
        let pruned = prune_row_groups(builder.metadata(), builder.schema(), column, &(0..=9));
        is_error(&format!("prune_row_groups(.., {column:?}, ..)"), pruned);
        let scan = scan_range(bytes.clone(), column, 0..=9, &["id"]);
        is_error(&format!("scan_range(.., {column:?}, ..)"), scan);
    }
    let projection = ["id", "importe"];
    let what = format!("scan_range(.., {projection:?})");
    is_error(&what, scan_range(bytes, "id", 0..=9, &projection));
}

/// The oracle for `scan_range`: read everything, keep the rows, then the columns.
fn filtered(
    all: &RecordBatch,
    column: &str,
    range: &RangeInclusive<i64>,
    shown: &[usize],
) -> RecordBatch {
    let is_within = |value: Option<i64>| value.is_some_and(|value| range.contains(&value));
    let rows = integers(all, column).into_iter().map(is_within).enumerate();
    let kept: Vec<RecordBatch> =
        rows.filter(|(_, keep)| *keep).map(|(row, _)| all.slice(row, 1)).collect();
    concat_batches(&all.schema(), &kept).unwrap().project(shown).unwrap()
}

#[track_caller]
fn check_scan(
    bytes: &Bytes,
    all: &RecordBatch,
    column: &str,
    range: &RangeInclusive<i64>,
    shown: &[usize],
) -> Scan {
    let names: Vec<String> = shown.iter().map(|&i| all.schema().field(i).name().clone()).collect();
    // The order in which the columns are asked for does not matter.
    let projection: Vec<&str> = names.iter().rev().map(String::as_str).collect();
    let what = format!("scan_range(.., {column:?}, {range:?}, {projection:?})");
    let scan = ok(&what, scan_range(bytes.clone(), column, range.clone(), &projection));
    same_batches(what, &scan.batches, &[filtered(all, column, range, shown)]);
    scan
}

#[test]
fn scans_find_the_rows_of_a_full_read() {
    let sales = sales(2_000);
    let bytes = file(&sales, 100, EnabledStatistics::Page);
    for range in ranges(40) {
        check_scan(&bytes, &sales, "user_id", &range, &[1, 4]);
    }
    for range in ranges(2_000) {
        check_scan(&bytes, &sales, "id", &range, &[0]);
    }
    // All that a null could be taken for.
    check_scan(&bytes, &sales, "user_id", &(i64::MIN..=0), &[1]);
}

#[test]
fn scans_show_columns_without_the_one_they_test() {
    let sales = sales(1_000);
    let bytes = file(&sales, 100, EnabledStatistics::Page);
    for shown in [&[4][..], &[2, 3], &[1, 2, 3, 4]] {
        check_scan(&bytes, &sales, "id", &(150..=420), shown);
    }
}

#[test]
fn scans_say_which_groups_they_read() {
    let sales = sales(2_000);
    let bytes = file(&sales, 100, EnabledStatistics::Page);
    let values = integers(&sales, "id");
    for range in ranges(2_000) {
        let scan = check_scan(&bytes, &sales, "id", &range, &[0]);
        let what = format!("scan_range(.., \"id\", {range:?}).row_groups");
        same(what, scan.row_groups, needed_groups(&values, 100, &range));
    }
}

/// `n` rows of 8, 32 and 8 bytes; `id` is sorted.
fn wide(n: u64) -> RecordBatch {
    let stream = Stream::new(seed(), "nota");
    let nota = |row| format!("{:016x}{:016x}", stream.at(2 * row), stream.at(2 * row + 1));
    let monto = |row| stream.at(row) as f64;
    let columns: [(&str, ArrayRef); 3] = [
        ("id", Arc::new(Int64Array::from_iter_values(0..n as i64))),
        ("nota", Arc::new(StringArray::from_iter_values((0..n).map(nota)))),
        ("monto", Arc::new(Float64Array::from_iter_values((0..n).map(monto)))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

/// Fails unless `scan_range` reads less than `percent` % of the file. A counter in front of the file
/// adds up what is read, the footer included.
#[track_caller]
fn check_bytes(bytes: &Bytes, range: RangeInclusive<i64>, projection: &[&str], percent: u64) {
    let read = BytesRead::default();
    let source = CountingReader::new(bytes.clone(), &read);
    let what = format!("scan_range(.., \"id\", {range:?}, {projection:?})");
    ok(&what, scan_range(source, "id", range, projection));
    let (read, size) = (read.get(), bytes.len());
    let what = text!(
        "{what}: {read} of {size} bytes read; is that less than {percent} %?",
        "{what}: {read} de {size} bytes leídos; ¿es menos del {percent} %?"
    );
    same(what, read * 100 < percent * size as u64, true);
}

#[test]
fn a_twentieth_of_the_rows_costs_a_tenth_of_the_bytes() {
    let bytes = file(&wide(20_000), 1_000, EnabledStatistics::Page);
    check_bytes(&bytes, 19_000..=19_999, &["id", "nota", "monto"], 10);
    check_bytes(&bytes, 7_100..=7_200, &["id", "nota", "monto"], 10);
}

#[test]
fn columns_that_nobody_asked_for_are_not_read() {
    let bytes = file(&wide(20_000), 1_000, EnabledStatistics::Page);
    // `id` and `monto` are 16 of 48 bytes in a row.
    check_bytes(&bytes, 0..=19_999, &["monto"], 60);
}

#[test]
fn folder_names_give_values() {
    let value = |name: &str, value: &str| Some((name.to_owned(), Some(value.to_owned())));
    let cases = [
        ("year=2024", value("year", "2024")),
        ("region=", value("region", "")),
        ("fórmula=a=b", value("fórmula", "a=b")),
        ("región=S%C3%A3o%20Paulo", value("región", "São Paulo")),
        ("a%3Db=c%2Fd", value("a=b", "c/d")),
        ("descuento=100%", value("descuento", "100%")),
        ("region=__HIVE_DEFAULT_PARTITION__", Some(("region".to_owned(), None))),
        ("2024", None),
        ("=2024", None),
        ("", None),
    ];
    for (folder, expected) in cases {
        same(format!("partition_value({folder:?})"), partition_value(folder), expected);
    }
}

/// A path below the root, and the values that its folders give.
type Expected<'a> = (&'a str, &'a [(&'a str, Option<&'a str>)]);

/// Makes empty files in a new folder, which is partitioned itself, and looks what is found there.
#[track_caller]
fn check_partitions(files: &[&str], expected: &[Expected]) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("pais=co");
    fs::create_dir_all(&root).unwrap();
    for file in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    let found = ok("hive_partitions", hive_partitions(&root));
    let text = |value: &str| value.to_owned();
    let values = |values: &[(&str, Option<&str>)]| -> PartitionValues {
        values.iter().map(|(name, value)| (text(name), value.map(text))).collect()
    };
    let found: Vec<(String, PartitionValues)> = found
        .into_iter()
        .map(|file| {
            (file.path.strip_prefix(&root).unwrap_or(&file.path).display().to_string(), file.values)
        })
        .collect();
    let expected: Vec<(String, PartitionValues)> =
        expected.iter().map(|(path, of)| (text(path), values(of))).collect();
    let what = text!(
        "hive_partitions with the files {files:?}",
        "hive_partitions con los archivos {files:?}"
    );
    checks::same_rows(what, &found, &expected);
}

#[test]
fn partitioned_files_are_found_in_order() {
    check_partitions(&[], &[]);
    let files = [
        "year=2024/month=02/b.parquet",
        "year=2024/month=02/a.parquet",
        "year=2023/month=12/c.parquet",
        "year=2024/month=__HIVE_DEFAULT_PARTITION__/d.parquet",
        "todo.parquet",
    ];
    let values = |year, month| [("year", Some(year)), ("month", month)];
    check_partitions(
        &files,
        &[
            ("todo.parquet", &[]),
            ("year=2023/month=12/c.parquet", &values("2023", Some("12"))),
            ("year=2024/month=02/a.parquet", &values("2024", Some("02"))),
            ("year=2024/month=02/b.parquet", &values("2024", Some("02"))),
            ("year=2024/month=__HIVE_DEFAULT_PARTITION__/d.parquet", &values("2024", None)),
        ],
    );
    check_partitions(
        &["copia/year=2024/a.parquet", "copia/b.parquet", "carpeta.parquet/c.parquet"],
        &[
            ("carpeta.parquet/c.parquet", &[]),
            ("copia/b.parquet", &[]),
            ("copia/year=2024/a.parquet", &[("year", Some("2024"))]),
        ],
    );
    let folder = tempfile::tempdir().unwrap();
    let what =
        text!("hive_partitions of a missing folder", "hive_partitions de una carpeta que falta");
    is_error(&what, hive_partitions(&folder.path().join("nada")));
}

#[test]
fn logs_and_unfinished_files_are_skipped() {
    let files = [
        "_delta_log/0.checkpoint.parquet",
        "year=2024/_temporary/0/a.parquet",
        "year=2024/.b.parquet",
        "year=2024/_SUCCESS",
        "year=2024/c.csv",
        "year=2024/d.parquet",
    ];
    check_partitions(&files, &[("year=2024/d.parquet", &[("year", Some("2024"))])]);
}
