//! 16.2.3: Arrow IPC.
//!
//! The tests say what each function must do: `cargo ex 16.2.3`. Then `cargo ex run 16.2.3` runs
//! `main`, below: it damages streams, starts a second process and compares formats.

mod formats;
mod messages;

use std::error::Error;
use std::hint::black_box;
use std::io::{Read, Write, stdin, stdout};
use std::process::{Command, Stdio};
use std::slice;
use std::sync::Arc;
use std::time::Instant;

use arrow::array::{ArrayRef, AsArray, Float64Array, Int64Array, RecordBatch};
use arrow::datatypes::{Float64Type, Int64Type, Schema};
use arrow::error::ArrowError;
use arrow::ipc::CompressionType;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use bytes::Bytes;
use datasets::{Dataset, Ventas};
use messages::{END_OF_STREAM, message_len};
use serde::{Deserialize, Serialize};

/// Writes batches as an IPC stream: the schema, each batch, the end marker.
///
/// Every batch has the schema `schema`. There may be no batches at all: the schema is written anyway.
fn to_ipc(schema: &Schema, batches: &[RecordBatch]) -> Result<Vec<u8>, ArrowError> {
    todo!("write {} batches of {schema:?}", batches.len())
}

/// Returns whether `bytes` are whole messages, then [`END_OF_STREAM`], then nothing more.
///
/// The eight bytes of the marker may also occur inside a message, as data: only those after a message
/// count. What is in the messages is not looked at.
fn is_complete_stream(bytes: &[u8]) -> bool {
    todo!("go through the messages of {} bytes", bytes.len())
}

/// Reads all batches of an IPC stream, in order. Their values are copies.
///
/// # Errors
///
/// The stream is not complete, as [`is_complete_stream`] has it. The reader of the `arrow` crate finds
/// nothing wrong with a stream that was cut between two messages; this function does.
fn from_ipc(bytes: &[u8]) -> Result<Vec<RecordBatch>, ArrowError> {
    todo!("read all batches in {} bytes, or none", bytes.len())
}

/// As [`from_ipc`], but copies nothing: the values stay where they are, in `bytes`, which live as long
/// as the batches.
///
/// # Errors
///
/// As [`from_ipc`]. Besides, values may lie at addresses that their type does not allow, because
/// `bytes` do not begin at a multiple of 8: an error, since only a copy could help.
fn from_ipc_zero_copy(bytes: Bytes) -> Result<Vec<RecordBatch>, ArrowError> {
    todo!("decode {} bytes in place", bytes.len())
}

/// Writes a batch as JSON: one object per row, each on a line of its own.
///
/// The keys of an object are the names of the columns. The key of a null is left out. JSON has no NaN
/// and no infinity: they become `null`.
fn to_json_lines(batch: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    todo!("write {} rows as lines of JSON", batch.num_rows())
}

/// A sale as JSON has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sale {
    id: i64,
    monto: Option<f64>,
}

/// The first sales of a generated table.
fn sales(rows: usize, seed: u64) -> Vec<Sale> {
    let ventas = Ventas::new(&Dataset { seed, ..Dataset::with_rows(rows as u64) });
    let sale = |row| Sale { id: row as i64, monto: ventas.row(row).monto.value() };
    (0..ventas.rows()).map(sale).collect()
}

/// The same sales as Arrow has them: the columns `id` (Int64) and `monto` (Float64).
fn sales_batch(sales: &[Sale]) -> RecordBatch {
    let ids: Int64Array = sales.iter().map(|sale| Some(sale.id)).collect();
    let amounts: Float64Array = sales.iter().map(|sale| sale.monto).collect();
    let columns: [(&str, ArrayRef); 2] = [("id", Arc::new(ids)), ("monto", Arc::new(amounts))];
    RecordBatch::try_from_iter(columns).expect("the columns have the same length")
}

/// What a format costs. A row of `m` columns has `m` values, null or not.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost {
    size_bytes: usize,
    write_ns_per_value: f64,
    read_ns_per_value: f64,
}

/// Measures Arrow IPC (first) and JSON (second) with the same sales, of which there is at least one.
///
/// IPC: [`to_ipc`] with the one batch of [`sales_batch`], then [`from_ipc`]. JSON: one array of all
/// sales, written with `serde_json::to_vec` and read back into a `Vec<Sale>`.
///
/// `time_ns` runs what it is given, perhaps many times, and returns how many nanoseconds one run took.
/// It is called four times: write IPC, read IPC, write JSON, read JSON. Whatever does not belong to
/// that one step, such as making the batch, happens outside.
fn compare(
    sales: &[Sale],
    time_ns: impl Fn(&mut dyn FnMut()) -> f64,
) -> Result<[Cost; 2], Box<dyn Error>> {
    todo!("time {} sales; no work takes {} ns", sales.len(), time_ns(&mut || ()))
}

/// Starts `child`, sends it a batch as an IPC stream through its standard input, and returns the one
/// batch that it answers through its standard output.
///
/// The child may answer while it still reads, so both pipes have to move at the same time: each holds
/// only some 64 KiB, and a process that writes to a full pipe waits.
///
/// # Errors
///
/// * the child cannot be started
/// * it ends with failure, whatever it answered; the message has its exit status
/// * it does not read all of its input
/// * its answer is not a complete stream of exactly one batch
fn send_between_processes(
    child: &mut Command,
    batch: &RecordBatch,
) -> Result<RecordBatch, Box<dyn Error>> {
    child.stdin(Stdio::piped()).stdout(Stdio::piped());
    todo!("send {} rows to {child:?}", batch.num_rows())
}

/// What the other process does: it passes on every batch as soon as it has read it.
fn relay(input: impl Read, output: impl Write) -> Result<(), ArrowError> {
    let reader = StreamReader::try_new(input, None)?;
    let mut writer = StreamWriter::try_new(output, &reader.schema())?;
    for batch in reader {
        writer.write(&batch?)?;
    }
    writer.finish()
}

/// The argument that makes this program the other process.
const RELAY: &str = "relay";

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some(RELAY) {
        return Ok(relay(stdin().lock(), stdout().lock())?);
    }
    show_messages()?;
    show_damage()?;
    show_memory()?;

    let batch = sales_batch(&sales(1_000_000, 42));
    let mut child = Command::new(std::env::current_exe()?);
    let answer = send_between_processes(child.arg(RELAY), &batch)?;
    let (rows, equal) = (answer.num_rows(), answer == batch);
    println!("\nTo another process and back: {rows} rows, equal: {equal}");

    show_sizes()?;
    show_costs(&batch)
}

/// Prints how long the parts of a stream are.
fn show_messages() -> Result<(), ArrowError> {
    let batch = sales_batch(&sales(1_000, 42));
    let stream = to_ipc(&batch.schema(), &[batch.clone(), batch.slice(0, 10)])?;
    println!("A stream of {} bytes: the schema, 1000 rows, 10 of them again", stream.len());
    let schema_len = message_len(&stream).expect("the stream begins with the schema");
    let end = &stream[stream.len() - 8..];
    println!("  its first message, the schema: {schema_len} bytes");
    println!("  its last bytes: {end:x?}, the end marker: {}", end == END_OF_STREAM);
    println!("  complete: {}", is_complete_stream(&stream));
    Ok(())
}

/// Prints what readers make of streams that were cut or changed.
fn show_damage() -> Result<(), ArrowError> {
    let batch = sales_batch(&sales(30, 42));
    let stream = to_ipc(&batch.schema(), &[batch.slice(0, 10), batch.slice(10, 20)])?;
    let schema_len = message_len(&stream).expect("the stream begins with the schema");
    let first_len = message_len(&stream[schema_len..]).expect("a batch follows");
    println!("\n30 rows in two batches, of which arrive:");
    let all = stream.len();
    let cuts =
        [("all bytes", all), ("100 less", all - 100), ("the first batch", schema_len + first_len)];
    for (what, len) in cuts {
        let read = &stream[..len];
        let lenient = StreamReader::try_new(read, None)?.filter_map(|batch| batch.ok());
        let lenient: usize = lenient.map(|batch| batch.num_rows()).sum();
        let strict = StreamReader::try_new(read, None)?.collect::<Result<Vec<_>, _>>();
        println!(
            "  {what:<16} ignoring errors {lenient:>2} rows, the reader {:<9} from_ipc {}",
            rows_or_error(strict),
            rows_or_error(from_ipc(read)),
        );
    }
    // The body of the last message ends before the marker; its last value is the last amount.
    let value = batch.column(1).as_primitive::<Float64Type>().value(29).to_le_bytes();
    let position = stream.windows(8).rposition(|bytes| bytes == value).expect("it is written");
    let mut damaged = stream;
    damaged[position + 6] ^= 0b1_0000;
    let read = from_ipc(&damaged)?;
    let amounts = read[1].column(1).as_primitive::<Float64Type>();
    println!("  One bit changed: {} reads as {}", f64::from_le_bytes(value), amounts.value(19));
    Ok(())
}

fn rows_or_error(read: Result<Vec<RecordBatch>, ArrowError>) -> String {
    match read {
        Ok(batches) => {
            format!("{} rows", batches.iter().map(RecordBatch::num_rows).sum::<usize>())
        }
        Err(_) => "an error".to_owned(),
    }
}

/// Prints where the values of the two readers lie.
fn show_memory() -> Result<(), ArrowError> {
    let batch = sales_batch(&sales(1_000, 42));
    let bytes = Bytes::from(to_ipc(&batch.schema(), slice::from_ref(&batch))?);
    let inside = |batches: &[RecordBatch]| {
        let ids = batches[0].column(0).as_primitive::<Int64Type>().values();
        bytes.as_ptr_range().contains(&ids.as_ptr().cast::<u8>())
    };
    println!("\nValues lie inside the stream:");
    println!("  from_ipc            {}", inside(&from_ipc(&bytes)?));
    println!("  from_ipc_zero_copy  {}", inside(&from_ipc_zero_copy(bytes.clone())?));
    Ok(())
}

/// Prints which format is smaller, for integers with few digits and with many.
fn show_sizes() -> Result<(), Box<dyn Error>> {
    println!("\nBytes for 1000 integers     JSON    IPC");
    for (what, factor) in [("of one digit", 1), ("of up to 13 digits", 1_000_000_007_000)] {
        let values: Vec<i64> = (0..1_000).map(|i| i % 10 * factor).collect();
        let json = serde_json::to_vec(&values)?;
        let ids: ArrayRef = Arc::new(Int64Array::from(values));
        let batch = RecordBatch::try_from_iter([("id", ids)])?;
        let ipc = to_ipc(&batch.schema(), &[batch])?;
        println!("  {what:<22} {:>7} {:>6}", json.len(), ipc.len());
    }
    Ok(())
}

/// Prints what each format costs.
fn show_costs(batch: &RecordBatch) -> Result<(), Box<dyn Error>> {
    if cfg!(debug_assertions) {
        println!("\nTimes need an optimized build: `cargo ex run 16.2.3` makes one.");
        return Ok(());
    }
    let values = batch.num_rows() * batch.num_columns();
    println!("\nFor {values} values           bytes   ns per value: write     read");
    let [ipc, json] = compare(&sales(batch.num_rows(), 42), fastest_ns)?;
    show_cost("Arrow IPC", ipc);
    show_cost("JSON, serde", json);

    let lines = to_json_lines(batch)?;
    let write = &mut || drop(black_box(to_json_lines(batch)));
    let read = &mut || drop(black_box(formats::read_json_lines(batch, &lines)));
    show_cost("JSON lines, arrow", cost(values, lines.len(), write, read));

    let codecs = [("lz4", CompressionType::LZ4_FRAME), ("zstd", CompressionType::ZSTD)];
    for (name, codec) in codecs {
        let stream = formats::compressed_ipc(batch, codec)?;
        let write = &mut || drop(black_box(formats::compressed_ipc(batch, codec)));
        let read = &mut || drop(black_box(from_ipc(&stream)));
        show_cost(&format!("Arrow IPC, {name}"), cost(values, stream.len(), write, read));
    }
    let file = Bytes::from(formats::parquet(batch)?);
    let write = &mut || drop(black_box(formats::parquet(batch)));
    let read = &mut || drop(black_box(formats::read_parquet(file.clone())));
    show_cost("Parquet, snappy", cost(values, file.len(), write, read));

    let stream = Bytes::from(to_ipc(&batch.schema(), slice::from_ref(batch))?);
    let whole_ns = fastest_ns(&mut || drop(black_box(from_ipc_zero_copy(stream.clone()))));
    println!("  Arrow IPC, zero copy: {whole_ns} ns to read all {values} values together");
    Ok(())
}

fn cost(values: usize, size_bytes: usize, write: &mut dyn FnMut(), read: &mut dyn FnMut()) -> Cost {
    let values = values as f64;
    Cost {
        size_bytes,
        write_ns_per_value: fastest_ns(write) / values,
        read_ns_per_value: fastest_ns(read) / values,
    }
}

fn show_cost(name: &str, cost: Cost) {
    let Cost { size_bytes, write_ns_per_value: write, read_ns_per_value: read } = cost;
    println!("  {name:<18} {size_bytes:>13} {write:>21.2} {read:>8.2}");
}

/// The shortest of five runs, in nanoseconds.
fn fastest_ns(work: &mut dyn FnMut()) -> f64 {
    let mut run = || {
        let start = Instant::now();
        work();
        start.elapsed().as_nanos() as f64
    };
    (0..5).map(|_| run()).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests;
