//! 16.2.2: Parquet, and reading as little of it as possible.
//!
//! The tests say what each function must do: `cargo ex 16.2.2`. Then `cargo ex run 16.2.2` runs
//! `main`, below, on two hundred thousand generated sales.

#[path = "../../../../exercises/16-2-arrow/2-parquet/src/counting.rs"]
mod counting;
#[path = "../../../../exercises/16-2-arrow/2-parquet/src/percent.rs"]
mod percent;
#[path = "../../../../exercises/16-2-arrow/2-parquet/src/sales.rs"]
mod sales;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use counting::{BytesRead, CountingReader};
use datasets::{Dataset, REGIONS, Ventas};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReaderBuilder, RowSelection, RowSelector};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::ChunkReader;

/// What a written file holds, according to its footer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WriteReport {
    rows: i64,
    row_groups: usize,
}

// ANCHOR: write_parquet
/// Writes a Parquet file with the rows of all batches, in order, compressed with Snappy.
///
/// Every row group has `rows_per_group` rows, except that the last may have fewer: `n` rows make
/// `n / rows_per_group` groups, rounded up. Without rows, the file still has its schema. The report
/// comes from the metadata that ends the file.
///
/// # Errors
///
/// * a batch has other fields than `schema`, or has them in another order
/// * `out` cannot be written to
fn write_parquet<W: Write + Send>(
    out: W,
    schema: SchemaRef,
    batches: &[RecordBatch],
    rows_per_group: NonZeroUsize,
) -> Result<WriteReport, ParquetError> {
    let another_schema = |found: &Schema| {
        let (found, expected) = (found.fields(), schema.fields());
        ParquetError::General(format!("a batch has the fields {found:?}, expected {expected:?}"))
    };
    // solution:begin write_parquet: todo!("{} {rows_per_group} {} {}", size_of_val(&out), batches.len(), another_schema(&schema))
    use parquet::arrow::ArrowWriter;
    use parquet::basic::Compression;
    use parquet::file::properties::WriterProperties;

    if let Some(batch) = batches.iter().find(|batch| batch.schema().fields() != schema.fields()) {
        return Err(another_schema(batch.schema_ref()));
    }
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(rows_per_group.get()))
        .build();
    let mut writer = ArrowWriter::try_new(out, schema, Some(properties))?;
    for batch in batches {
        writer.write(batch)?;
    }
    let metadata = writer.close()?;
    let (rows, row_groups) = (metadata.file_metadata().num_rows(), metadata.num_row_groups());
    Ok(WriteReport { rows, row_groups })
    // solution:end
}
// ANCHOR_END: write_parquet

// ANCHOR: read_parquet
/// Reads all rows in batches of `batch_size` rows; the last may have fewer. Batches do not care where
/// row groups end. A file without rows gives no batches.
fn read_parquet<R: ChunkReader + 'static>(
    source: R,
    batch_size: NonZeroUsize,
) -> Result<Vec<RecordBatch>, ParquetError> {
    // solution:begin read_parquet: todo!("read {} bytes, {batch_size} rows at a time", source.len())
    let builder = ParquetRecordBatchReaderBuilder::try_new(source)?;
    let reader = builder.with_batch_size(batch_size.get()).build()?;
    Ok(reader.collect::<Result<_, _>>()?)
    // solution:end
}
// ANCHOR_END: read_parquet

// ANCHOR: prune_row_groups
/// The indices of the row groups that may hold a value of `column` within `range`, in order.
///
/// The footer says of most groups which minimum and maximum `column` has there. A group is left out
/// only if they prove that no value lies within `range`: without statistics it stays. A `range` that
/// contains nothing, such as `9..=1`, needs no groups.
///
/// # Errors
///
/// * `schema` has no such column
/// * the column is not `Int64`
fn prune_row_groups(
    metadata: &ParquetMetaData,
    schema: &Schema,
    column: &str,
    range: &RangeInclusive<i64>,
) -> Result<Vec<usize>, ParquetError> {
    let not_int64 = || ParquetError::General(format!("column `{column}` is not Int64"));
    // solution:begin prune_row_groups: todo!("{range:?} {} {} {}", metadata.num_row_groups(), schema.fields().len(), not_int64())
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::Int64Type;
    use parquet::arrow::arrow_reader::statistics::StatisticsConverter;

    let parquet_schema = metadata.file_metadata().schema_descr();
    let statistics = StatisticsConverter::try_new(column, schema, parquet_schema)?;
    let min = statistics.row_group_mins(metadata.row_groups())?;
    let max = statistics.row_group_maxes(metadata.row_groups())?;
    let min = min.as_primitive_opt::<Int64Type>().ok_or_else(not_int64)?;
    let max = max.as_primitive_opt::<Int64Type>().ok_or_else(not_int64)?;
    let may_hold = |&group: &usize| {
        let is_known = min.is_valid(group) && max.is_valid(group);
        !is_known || (min.value(group) <= *range.end() && max.value(group) >= *range.start())
    };
    let groups = if range.is_empty() { 0 } else { metadata.num_row_groups() };
    Ok((0..groups).filter(may_hold).collect())
    // solution:end
}
// ANCHOR_END: prune_row_groups

/// What [`scan_range`] found, and where it looked.
#[derive(Debug)]
struct Scan {
    batches: Vec<RecordBatch>,
    /// The row groups that were read.
    row_groups: Vec<usize>,
}

// ANCHOR: scan_range
/// Reads the rows whose `column` lies within `range`, in order, with the columns in `projection`.
///
/// The columns stand in the order of the file. `column` need not be among them. A null is in no range.
///
/// Reads no more than it has to: of the row groups that [`prune_row_groups`] names, `column` to find
/// the rows, and the columns in `projection`.
///
/// # Errors
///
/// * a column of `projection` is not in the file
/// * as [`prune_row_groups`]
fn scan_range<R: ChunkReader + 'static>(
    source: R,
    column: &str,
    range: RangeInclusive<i64>,
    projection: &[&str],
) -> Result<Scan, ParquetError> {
    // solution:begin scan_range: todo!("{projection:?} of {}, {column} in {range:?}", source.len())
    use arrow::array::Int64Array;
    use arrow::compute::and;
    use arrow::compute::kernels::cmp::{gt_eq, lt_eq};
    use parquet::arrow::arrow_reader::{ArrowPredicateFn, RowFilter};

    let builder = ParquetRecordBatchReaderBuilder::try_new(source)?;
    for name in projection {
        builder.schema().index_of(name)?;
    }
    let row_groups = prune_row_groups(builder.metadata(), builder.schema(), column, &range)?;
    let shown = ProjectionMask::columns(builder.parquet_schema(), projection.iter().copied());
    let tested = ProjectionMask::columns(builder.parquet_schema(), [column]);
    let (start, end) = range.into_inner();
    let is_within = ArrowPredicateFn::new(tested, move |batch| {
        let values = batch.column(0);
        let from_start = gt_eq(values, &Int64Array::new_scalar(start))?;
        and(&from_start, &lt_eq(values, &Int64Array::new_scalar(end))?)
    });
    let reader = builder
        .with_row_groups(row_groups.clone())
        .with_projection(shown)
        .with_row_filter(RowFilter::new(vec![Box::new(is_within)]))
        .build()?;
    Ok(Scan { batches: reader.collect::<Result<_, _>>()?, row_groups })
    // solution:end
}
// ANCHOR_END: scan_range

/// The values that a path gives to columns, by name; `None` is null.
type PartitionValues = BTreeMap<String, Option<String>>;

/// A Parquet file below a folder that is partitioned in the manner of Hive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct PartitionFile {
    path: PathBuf,
    values: PartitionValues,
}

/// What Hive calls the folder of the rows whose value is null.
const NULL_PARTITION: &str = "__HIVE_DEFAULT_PARTITION__";

// ANCHOR: hive_partitions
/// Reads the name of a folder such as `year=2024`: the column and its value.
///
/// The name ends at the first `=`; later ones belong to the value. Escapes such as `%20` are decoded
/// in both, after they were taken apart. [`NULL_PARTITION`] is null. A folder without `=`, or with
/// nothing before it, says nothing: `None`.
fn partition_value(folder: &str) -> Option<(String, Option<String>)> {
    let decode = percent::decode;
    // solution:begin partition_value: todo!("{NULL_PARTITION} or not: {}", decode(folder))
    let (name, value) = folder.split_once('=').filter(|(name, _)| !name.is_empty())?;
    Some((decode(name), (value != NULL_PARTITION).then(|| decode(value))))
    // solution:end
}

/// Finds every file below `root` whose name ends in `.parquet`, ordered by path, with the values that
/// the folders between `root` and the file give it.
///
/// Folders without a value are searched too. Files and folders whose names begin with `_` or `.` are
/// skipped, as other tools do: they hold logs and unfinished work.
fn hive_partitions(root: &Path) -> io::Result<Vec<PartitionFile>> {
    // solution:begin hive_partitions: todo!("walk through {root:?} and its folders")
    let mut found = Vec::new();
    let mut folders = vec![(root.to_owned(), PartitionValues::new())];
    while let Some((folder, values)) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let mut values = values.clone();
            if name.starts_with(['_', '.']) {
                continue;
            } else if entry.file_type()?.is_dir() {
                values.extend(partition_value(&name));
                folders.push((path, values));
            } else if name.ends_with(".parquet") {
                found.push(PartitionFile { path, values });
            }
        }
    }
    found.sort();
    Ok(found)
    // solution:end
}
// ANCHOR_END: hive_partitions

/// Rows of the file that `main` writes.
const ROWS: u64 = 200_000;
/// The `id`s that `main` looks for.
const WANTED: RangeInclusive<i64> = 199_500..=199_999;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ventas.parquet");
    let ventas = Ventas::new(&Dataset { null_rate: 0.05, ..Dataset::with_rows(ROWS) });
    let batches: Vec<RecordBatch> =
        (0..ROWS).step_by(10_000).map(|row| sales::batch(&ventas, row..row + 10_000)).collect();
    let rows_per_group = NonZeroUsize::new(10_000).expect("10000 is not 0");
    let report = write_parquet(File::create(&path)?, sales::schema(), &batches, rows_per_group)?;
    println!("{} rows in {} row groups.", report.rows, report.row_groups);

    show_metadata(&path)?;
    show_batches(&path)?;
    show_bytes(&path)?;
    show_unfinished(&batches[0])?;
    show_partitions(folder.path(), &batches[0])?;
    Ok(())
}

/// Prints what the footer of a file says.
fn show_metadata(path: &Path) -> Result<(), ParquetError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let file = builder.metadata().file_metadata();
    println!("\nThe footer says:");
    println!(
        "  created by {}, format version {}",
        file.created_by().unwrap_or("?"),
        file.version()
    );
    for entry in file.key_value_metadata().into_iter().flatten() {
        println!("  key `{}`, {} bytes", entry.key, entry.value.as_ref().map_or(0, String::len));
    }
    for column in builder.metadata().row_group(0).columns() {
        println!(
            "  {:<8} {:<10} {:>6} bytes, {:>6} without compression",
            column.column_path().string(),
            column.column_type().to_string(),
            column.compressed_size(),
            column.uncompressed_size(),
        );
    }
    Ok(())
}

/// Prints into which batches the rows of a file come, and how much memory the largest takes.
fn show_batches(path: &Path) -> Result<(), ParquetError> {
    println!("\nBatches of the same rows:");
    for size in [1_024, 65_536, 1_000_000] {
        let size = NonZeroUsize::new(size).expect("the sizes are not 0");
        let batches = read_parquet(File::open(path)?, size)?;
        let bytes = batches.iter().map(RecordBatch::get_array_memory_size).max().unwrap_or(0);
        let rows = batches.first().map_or(0, RecordBatch::num_rows);
        println!(
            "  asked for {size:>7}: {:>3} batches of {rows:>6} rows, {bytes:>9} bytes",
            batches.len()
        );
    }
    Ok(())
}

/// Prints how much of a file different questions read.
fn show_bytes(path: &Path) -> Result<(), ParquetError> {
    println!("\nBytes read for          rows      bytes   of the file");
    show_plan(path, "everything", |builder| builder)?;
    show_plan(path, "one column", |builder| {
        let mask = ProjectionMask::columns(builder.parquet_schema(), ["monto"]);
        builder.with_projection(mask)
    })?;
    show_plan(path, "10 rows", |builder| builder.with_limit(10))?;
    show_plan(path, "the last row group", |builder| builder.with_row_groups(vec![19]))?;
    // Pages are read whole, and here a column has one page in each row group.
    show_plan(path, "its last 500 rows", |builder| {
        let last = [RowSelector::skip(9_500), RowSelector::select(500)];
        builder.with_row_groups(vec![19]).with_row_selection(RowSelection::from(last.to_vec()))
    })?;

    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
    let groups = prune_row_groups(builder.metadata(), builder.schema(), "id", &WANTED)?;
    println!("  {WANTED:?} can only lie in the row groups {groups:?}:");
    let bytes_read = BytesRead::default();
    let source = CountingReader::new(File::open(path)?, &bytes_read);
    let scan = scan_range(source, "id", WANTED, &["id", "monto"])?;
    show_share("scan_range", &scan.batches, bytes_read.get(), path)?;
    println!("  scan_range read the row groups {:?}.", scan.row_groups);
    Ok(())
}

type Builder = ParquetRecordBatchReaderBuilder<CountingReader<File>>;

/// Reads what `plan` leaves to read, and prints how much that was.
fn show_plan(
    path: &Path,
    name: &str,
    plan: impl FnOnce(Builder) -> Builder,
) -> Result<(), ParquetError> {
    let bytes_read = BytesRead::default();
    let source = CountingReader::new(File::open(path)?, &bytes_read);
    let reader = plan(ParquetRecordBatchReaderBuilder::try_new(source)?).build()?;
    let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>()?;
    show_share(name, &batches, bytes_read.get(), path)
}

fn show_share(
    name: &str,
    batches: &[RecordBatch],
    bytes: u64,
    path: &Path,
) -> Result<(), ParquetError> {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let percent = 100.0 * bytes as f64 / fs::metadata(path)?.len() as f64;
    println!("  {name:<19} {rows:>7} {bytes:>10}       {percent:>5.1} %");
    Ok(())
}

/// Prints what is left of a file whose writer was not closed.
fn show_unfinished(batch: &RecordBatch) -> Result<(), ParquetError> {
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None)?;
    writer.write(batch)?;
    drop(writer);
    println!("\nA writer that was dropped and not closed leaves {} bytes.", bytes.len());
    match ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)) {
        Ok(_) => println!("  They are a Parquet file."),
        Err(error) => println!("  {error}"),
    }
    Ok(())
}

/// Writes a file for each of two regions and a month, and finds them again.
fn show_partitions(root: &Path, batch: &RecordBatch) -> Result<(), Box<dyn Error>> {
    let month = "fecha=2024%2D01";
    for region in &REGIONS[..2] {
        let folder = root.join("por_region").join(format!("region={region}")).join(month);
        fs::create_dir_all(&folder)?;
        let rows_per_group = NonZeroUsize::new(batch.num_rows()).ok_or("the batch has no rows")?;
        let file = File::create(folder.join("parte-0.parquet"))?;
        write_parquet(file, batch.schema(), std::slice::from_ref(batch), rows_per_group)?;
    }
    println!("\nThe folder `{month}` says {:?}. Partitions:", partition_value(month));
    for file in hive_partitions(&root.join("por_region"))? {
        println!("  {:?} in {}", file.values, file.path.strip_prefix(root)?.display());
    }
    Ok(())
}

#[cfg(test)]
#[path = "../../../../exercises/16-2-arrow/2-parquet/src/tests.rs"]
mod tests;
