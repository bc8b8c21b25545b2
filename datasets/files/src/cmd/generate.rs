//! `datagen generate`

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use clap::CommandFactory;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use dataset_files::{Compression, Folder, Options, ensure, human_bytes};
use datasets::{Dataset, FileEntry, Format, MANIFEST_FILE, Strings, Table, parse_rows};
use serde_json::json;
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Style};

use super::Root;
use crate::progress::{Progress, Written};
use crate::{Cli, interrupt};

/// Generate datasets, or make sure that they are there and whole
///
/// A dataset is one folder, named after its parameters. The same parameters give the same bytes on
/// every machine and with any number of threads. Files that exist are verified and kept; missing
/// tables are added.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  datagen generate --rows 1M
  datagen generate --rows 1M,10M,100M --tables ventas,clientes
  datagen generate --rows 250k --null-rate 0.05 --nan-rate 0.02 --skew 1.5
  datagen generate --rows 1M --format parquet,arrow --compression zstd --out big-disk")]
pub(crate) struct Args {
    /// Rows of `ventas`, such as 250k or 10M; several make several datasets
    #[arg(long, value_delimiter = ',', value_parser = parse_rows, default_value = "1M")]
    rows: Vec<u64>,
    /// Chooses one of 2^64 datasets of the same shape
    #[arg(long, default_value_t = Dataset::default().seed)]
    seed: u64,
    /// How unequal regions and users are, 0 (all alike) to 4
    #[arg(long, default_value_t = Dataset::default().skew)]
    skew: f64,
    /// Share of nulls in each nullable column, 0 to 1
    #[arg(long, default_value_t = 0.0)]
    null_rate: f64,
    /// Share of NaN among the amounts, 0 to 1
    #[arg(long, default_value_t = 0.0)]
    nan_rate: f64,
    /// Order `ventas` by `fecha`
    #[arg(long)]
    sorted: bool,
    /// How text columns are declared
    #[arg(long, value_parser = strings(), default_value = "plain")]
    strings: Strings,
    /// Which tables to write
    #[arg(
        long,
        value_delimiter = ',',
        value_parser = table(),
        default_value = "ventas,clientes,entregas,eventos"
    )]
    tables: Vec<Table>,
    /// File formats
    #[arg(long, value_delimiter = ',', value_parser = format(), default_value = "parquet")]
    format: Vec<Format>,
    /// Compression; Arrow files know no Snappy and stay uncompressed with it
    #[arg(long, value_parser = compression(), default_value = "snappy")]
    compression: Compression,
    /// Threads that make rows [default: one per processor]
    #[arg(long)]
    threads: Option<NonZeroUsize>,
    #[command(flatten)]
    root: Root,
    /// Start over if the folder is damaged or was written with other settings
    #[arg(long)]
    force: bool,
    /// Leave out the exact answers
    #[arg(long)]
    no_answers: bool,
    /// Print one JSON object per dataset
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: Args) -> anyhow::Result<()> {
    for &rows in &args.rows {
        validate(&args.dataset(rows));
    }
    interrupt::listen()?;
    let progress = Progress::new();
    let options = args.options(&progress);
    for &rows in &args.rows {
        let start = Instant::now();
        let folder = ensure(&args.dataset(rows), &args.tables, &args.root.path(), &options)?;
        let (written, elapsed) = (progress.take_written(), start.elapsed());
        match args.json {
            true => println!("{}", json(&folder, &written, elapsed)),
            false => println!("{}", summary(&folder, &written, elapsed)),
        }
    }
    Ok(())
}

impl Args {
    fn dataset(&self, rows: u64) -> Dataset {
        Dataset {
            rows,
            seed: self.seed,
            skew: self.skew,
            null_rate: self.null_rate,
            nan_rate: self.nan_rate,
            sorted: self.sorted,
            strings: self.strings,
        }
    }

    fn options<'a>(&'a self, progress: &'a Progress) -> Options<'a> {
        let default = Options::default();
        Options {
            formats: &self.format,
            compression: self.compression,
            threads: self.threads.unwrap_or(default.threads),
            answers: !self.no_answers,
            force: self.force,
            observer: progress,
            ..default
        }
    }
}

/// Ends the process like any other usage error if a parameter is out of range.
fn validate(dataset: &Dataset) {
    if let Err(error) = dataset.validate() {
        Cli::command().error(ErrorKind::ValueValidation, error).exit();
    }
}

fn json(folder: &Folder, written: &[Written], elapsed: Duration) -> serde_json::Value {
    let file = |file: &FileEntry| {
        let seconds = found(written, file).map(|written| written.elapsed.as_secs_f64());
        json!({
            "name": file.name,
            "table": file.table,
            "format": file.format,
            "compression": file.compression,
            "rows": file.rows,
            "size_bytes": file.size_bytes,
            "blake3": file.blake3,
            "seconds": seconds,
        })
    };
    json!({
        "folder": folder.path(),
        "manifest": folder.path().join(MANIFEST_FILE),
        "id": folder.manifest().id,
        "generated": !written.is_empty(),
        "seconds": elapsed.as_secs_f64(),
        "files": folder.manifest().files.iter().map(file).collect::<Vec<_>>(),
    })
}

fn found<'a>(written: &'a [Written], file: &FileEntry) -> Option<&'a Written> {
    written.iter().find(|written| written.name == file.name)
}

fn summary(folder: &Folder, written: &[Written], elapsed: Duration) -> String {
    let mut table = Builder::default();
    table.push_record(["file", "rows", "size", "seconds", "rows/s", "blake3"]);
    for file in &folder.manifest().files {
        let (seconds, rate) = match found(written, file) {
            Some(written) => (
                format!("{:.2}", written.elapsed.as_secs_f64()),
                format!("{:.1}M", written.rows_per_second() / 1e6),
            ),
            None => ("verified".into(), String::new()),
        };
        let (rows, size) = (file.rows.to_string(), human_bytes(file.size_bytes));
        table.push_record([&file.name, &rows, &size, &seconds, &rate, &file.blake3[..12]]);
    }
    let mut table = table.build();
    table.with(Style::blank()).modify(Columns::new(1..5), Alignment::right());
    format!("{} in {:.2} s\n{table}", folder.path().display(), elapsed.as_secs_f64())
}

fn table() -> impl TypedValueParser<Value = Table> {
    one_of(Table::ALL.map(|table| (table.name(), table)))
}

fn format() -> impl TypedValueParser<Value = Format> {
    one_of([Format::Parquet, Format::Arrow].map(|format| (format.extension(), format)))
}

fn compression() -> impl TypedValueParser<Value = Compression> {
    let all = [Compression::Snappy, Compression::Zstd, Compression::None];
    one_of(all.map(|compression| (compression.name(), compression)))
}

fn strings() -> impl TypedValueParser<Value = Strings> {
    one_of([("plain", Strings::Plain), ("dictionary", Strings::Dictionary)])
}

/// A value that is chosen by its name.
fn one_of<T, const N: usize>(choices: [(&'static str, T); N]) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(choices.map(|(name, _)| name)).map(move |name| {
        let choice = choices.iter().find(|(candidate, _)| *candidate == name);
        choice.expect("clap has checked the name").1
    })
}
