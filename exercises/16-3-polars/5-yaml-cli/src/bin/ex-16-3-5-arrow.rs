//! The job of 16.3.5 without a query engine: Parquet and CSV, disk and S3, five steps, by arrow-rs,
//! parquet and object_store. Complete as it is: it is here to be measured beside the tool on Polars.
//!
//! It holds the whole table in memory and has no formulas, no groups and no optimizer: what the tool on
//! Polars gets for its megabytes.

use std::io::Cursor;
use std::sync::Arc;
use std::{env, fs};

use anyhow::{Context, bail};
use arrow::array::{BooleanArray, Float64Array, RecordBatch};
use arrow::compute::kernels::cmp::gt;
use arrow::compute::{and, cast, concat_batches, filter_record_batch, is_not_null};
use arrow::csv::reader::Format;
use arrow::csv::{ReaderBuilder, WriterBuilder};
use arrow::datatypes::{DataType, Schema};
use bytes::Bytes;
use object_store::ObjectStoreExt;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pipeline {
    input: Place,
    #[serde(default)]
    steps: Vec<Step>,
    output: Place,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Place {
    Csv {
        path: String,
        #[serde(default = "comma")]
        separator: char,
    },
    Parquet {
        path: String,
    },
}

fn comma() -> char {
    ','
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Step {
    Select(Vec<String>),
    Rename { from: String, to: String },
    Filter { column: String, above: f64 },
    Limit(usize),
    DropNulls(Vec<String>),
}

fn main() -> anyhow::Result<()> {
    let file = env::args().nth(1).context("expected a pipeline file")?;
    let yaml = fs::read_to_string(&file).with_context(|| format!("read `{file}`"))?;
    let pipeline: Pipeline = serde_saphyr::from_str(&yaml)?;
    let mut table = decode(&pipeline.input)?;
    for (step, number) in pipeline.steps.iter().zip(1..) {
        table = apply(&table, step).with_context(|| format!("step {number}"))?;
    }
    encode(&table, &pipeline.output)
}

fn apply(table: &RecordBatch, step: &Step) -> anyhow::Result<RecordBatch> {
    let index = |name: &String| table.schema().index_of(name);
    Ok(match step {
        Step::Select(names) => {
            let indices: Result<Vec<usize>, _> = names.iter().map(index).collect();
            table.project(&indices?)?
        }
        Step::Rename { from, to } => {
            let renamed = index(from)?;
            let schema = table.schema();
            let fields = schema.fields().iter().enumerate().map(|(i, field)| {
                if i == renamed {
                    field.as_ref().clone().with_name(to)
                } else {
                    field.as_ref().clone()
                }
            });
            let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
            RecordBatch::try_new(schema, table.columns().to_vec())?
        }
        Step::Filter { column, above } => {
            let values = cast(table.column(index(column)?), &DataType::Float64)?;
            filter_record_batch(table, &gt(&values, &Float64Array::new_scalar(*above))?)?
        }
        Step::Limit(rows) => table.slice(0, table.num_rows().min(*rows)),
        Step::DropNulls(names) => {
            let mut kept = BooleanArray::from(vec![true; table.num_rows()]);
            for name in names {
                kept = and(&kept, &is_not_null(table.column(index(name)?))?)?;
            }
            filter_record_batch(table, &kept)?
        }
    })
}

fn decode(place: &Place) -> anyhow::Result<RecordBatch> {
    let (schema, batches) = match place {
        Place::Csv { path, separator } => {
            let bytes = read(path)?;
            let format =
                Format::default().with_header(true).with_delimiter(u8::try_from(*separator)?);
            let (schema, _) = format.infer_schema(Cursor::new(&bytes), None)?;
            let schema = Arc::new(schema);
            let reader = ReaderBuilder::new(Arc::clone(&schema)).with_format(format);
            let batches: Result<Vec<_>, _> = reader.build(Cursor::new(&bytes))?.collect();
            (schema, batches?)
        }
        Place::Parquet { path } => {
            let reader = ParquetRecordBatchReaderBuilder::try_new(read(path)?)?;
            let schema = Arc::clone(reader.schema());
            let batches: Result<Vec<_>, _> = reader.build()?.collect();
            (schema, batches?)
        }
    };
    Ok(concat_batches(&schema, &batches)?)
}

fn encode(table: &RecordBatch, place: &Place) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    let path = match place {
        Place::Csv { path, separator } => {
            let writer = WriterBuilder::new().with_delimiter(u8::try_from(*separator)?);
            writer.build(&mut bytes).write(table)?;
            path
        }
        Place::Parquet { path } => {
            let mut writer = ArrowWriter::try_new(&mut bytes, table.schema(), None)?;
            writer.write(table)?;
            writer.close()?;
            path
        }
    };
    write(path, bytes)
}

fn read(path: &str) -> anyhow::Result<Bytes> {
    match in_s3(path)? {
        Some((store, key)) => Ok(block_on(async { store.get(&key).await?.bytes().await })?),
        None => Ok(fs::read(path).with_context(|| format!("read `{path}`"))?.into()),
    }
}

/// On disk under another name first, so that a reader never sees half a file.
fn write(path: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
    if let Some((store, key)) = in_s3(path)? {
        block_on(store.put(&key, bytes.into()))?;
        return Ok(());
    }
    let part = tempfile::TempPath::try_from_path(format!("{path}.part"))?;
    fs::write(&part, bytes).with_context(|| format!("write `{path}`"))?;
    Ok(part.persist(path)?)
}

/// The bucket and the key of `s3://bucket/key`, and nothing for a file on disk.
fn in_s3(path: &str) -> anyhow::Result<Option<(AmazonS3, Path)>> {
    let Some(place) = path.strip_prefix("s3://") else { return Ok(None) };
    let Some((bucket, key)) = place.split_once('/') else { bail!("expected a key in `{path}`") };
    let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
    Ok(Some((store, Path::parse(key)?)))
}

fn block_on<F: Future>(work: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("the system has resources for a runtime").block_on(work)
}
