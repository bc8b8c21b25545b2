use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, SeekFrom, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Date64Array, Decimal128Array,
    DictionaryArray, Float32Array, Float64Array, Int8Array, Int64Array, LargeStringArray,
    NullArray, RecordBatch, StringArray, StringViewArray, TimestampMillisecondArray, UInt16Array,
    UInt64Array,
};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{Date32Type, Float64Type, Int32Type, Int64Type};
use arrow::ipc::reader::FileReader;
use datasets::{Answer, Cell, Dataset, Format, MANIFEST_FILE, Strings, Table, Workload};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use tempfile::TempDir;

use crate::{Compression, Folder, Observer, Options, TableRows, ensure, read_answer};

const ROWS: u64 = 10_000;
const BOTH: &[Format] = &[Format::Parquet, Format::Arrow];

/// Small row groups, so that a small table has several.
fn options() -> Options<'static> {
    Options { formats: BOTH, group_rows: 777, ..Options::default() }
}

fn generated(dataset: &Dataset, options: &Options) -> (TempDir, Folder) {
    let root = tempfile::tempdir().unwrap();
    let folder = ensure(dataset, &Table::ALL, root.path(), options).unwrap();
    (root, folder)
}

/// The whole of a generated file, by the readers of the arrow and parquet crates.
fn read(folder: &Folder, table: Table, format: Format) -> RecordBatch {
    let path = folder.file(table, format).unwrap();
    let file = std::fs::File::open(path).unwrap();
    let batches: Vec<RecordBatch> = match format {
        Format::Parquet => {
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
            reader.collect::<Result<_, _>>().unwrap()
        }
        Format::Arrow => {
            FileReader::try_new(file, None).unwrap().collect::<Result<_, _>>().unwrap()
        }
    };
    let schema = crate::schema(table, folder.manifest().dataset.strings);
    concat_batches(&schema, &batches).unwrap()
}

#[track_caller]
fn check_error(result: anyhow::Result<impl Sized>, expected: &[&str]) {
    let error = match result {
        Ok(_) => panic!("nothing was found to be wrong"),
        Err(error) => format!("{error:#}"),
    };
    for part in expected {
        assert!(error.contains(part), "`{part}` is not in: {error}");
    }
}

// What is written.

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    for compression in [Compression::Snappy, Compression::Zstd, Compression::None] {
        let with = |threads| {
            let threads = NonZeroUsize::new(threads).unwrap();
            let options = Options { threads, compression, ..options() };
            generated(&Dataset::hostile(ROWS, 3), &options).1.manifest().clone()
        };
        let alone = with(1);
        assert_eq!(alone.files.len(), 8);
        assert_eq!(alone, with(2));
        assert_eq!(alone, with(3));
    }
}

#[test]
fn files_hold_the_rows_of_the_pure_crate() {
    for (strings, compression) in [
        (Strings::Plain, Compression::Snappy),
        (Strings::Dictionary, Compression::Zstd),
        (Strings::Plain, Compression::None),
    ] {
        let dataset = Dataset { strings, ..Dataset::hostile(ROWS, 5) };
        let (_root, folder) = generated(&dataset, &Options { compression, ..options() });
        for table in Table::ALL {
            let rows = TableRows::new(&dataset, table);
            for &format in BOTH {
                let file = read(&folder, table, format);
                assert_eq!(file, rows.batch(0..rows.rows()), "{table} {format:?} {strings:?}");
                let entry = folder.manifest().file(table, format).unwrap();
                assert_eq!(entry.rows, table.rows(&dataset));
            }
        }
    }
}

#[test]
fn any_row_range_alone_is_that_slice_of_the_table() {
    let dataset = Dataset::hostile(ROWS, 8);
    for table in Table::ALL {
        let rows = TableRows::new(&dataset, table);
        let whole = rows.batch(0..rows.rows());
        for (start, length) in [(0, 1), (0, 0), (17, 100), (189, 1), (rows.rows() - 3, 3)] {
            let alone = rows.batch(start..start + length);
            assert_eq!(alone, whole.slice(start as usize, length as usize), "{table} at {start}");
        }
    }
}

#[test]
fn dictionaries_and_plain_strings_hold_the_same_text() {
    let plain = Dataset::hostile(ROWS, 5);
    let dictionary = Dataset { strings: Strings::Dictionary, ..plain.clone() };
    for table in Table::ALL {
        let expected = TableRows::new(&plain, table).batch(0..190);
        let batch = TableRows::new(&dictionary, table).batch(0..190);
        for (column, expected) in batch.columns().iter().zip(expected.columns()) {
            assert_eq!(&cast(column, expected.data_type()).unwrap(), expected);
        }
    }
}

#[test]
fn nulls_and_nan_reach_the_file_at_their_rates() {
    let dataset = Dataset { null_rate: 0.2, nan_rate: 0.1, ..Dataset::with_rows(20_000) };
    let (_root, folder) = generated(&dataset, &options());
    for &format in BOTH {
        let ventas = read(&folder, Table::Ventas, format);
        for column in ["user_id", "region", "monto"] {
            let nulls = ventas.column_by_name(column).unwrap().null_count();
            assert!((3_700..4_300).contains(&nulls), "{nulls} of 20 000 {column} are null");
        }
        let monto = ventas.column_by_name("monto").unwrap().as_primitive::<Float64Type>();
        let nan = monto.iter().flatten().filter(|amount| amount.is_nan()).count();
        assert!((1_400..1_800).contains(&nan), "{nan} of 16 000 amounts are NaN");
        let destino = read(&folder, Table::Entregas, format);
        let lost = destino.column_by_name("lat_destino").unwrap().null_count();
        assert!((330..470).contains(&lost), "{lost} of 2 000 destinations are null");
    }
}

#[test]
fn a_column_without_nulls_has_no_validity_bitmap() {
    let batch = TableRows::new(&Dataset::with_rows(100), Table::Ventas).batch(0..100);
    assert!(batch.columns().iter().all(|column| column.nulls().is_none()));
}

#[test]
fn columns_of_eventos_that_do_not_belong_to_the_type_are_null() {
    let batch = TableRows::new(&Dataset::with_rows(5_000), Table::Eventos).batch(0..5_000);
    let column = |name| batch.column_by_name(name).unwrap();
    let tipo = column("tipo").as_string::<i32>();
    let owned =
        [("monto", "compra"), ("region", "compra"), ("pagina", "click"), ("mensaje", "error")];
    for (name, owner) in owned {
        let filled = column(name).logical_nulls().unwrap();
        for row in 0..batch.num_rows() {
            assert_eq!(filled.is_valid(row), tipo.value(row) == owner, "{name} of row {row}");
        }
    }
}

#[test]
fn empty_tables_are_valid_files() {
    for strings in [Strings::Plain, Strings::Dictionary] {
        let dataset = Dataset { strings, ..Dataset::with_rows(0) };
        let (_root, folder) = generated(&dataset, &options());
        for &format in BOTH {
            assert_eq!(read(&folder, Table::Ventas, format).num_rows(), 0);
            assert_eq!(read(&folder, Table::Entregas, format).num_rows(), 0);
        }
        folder.verify().unwrap();
        assert!(datasets::oracle::is_complete(&folder.manifest().answers));
    }
}

#[test]
fn columns_in_the_manifest_account_for_the_file() {
    let (_root, folder) = generated(&Dataset::with_rows(ROWS), &options());
    let ventas = folder.manifest().file(Table::Ventas, Format::Parquet).unwrap();
    let names: Vec<&str> = ventas.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "user_id", "region", "fecha", "monto"]);
    assert_eq!(ventas.columns[2].data_type, "Utf8");
    assert!(ventas.columns[1].nullable && !ventas.columns[0].nullable);
    let data: u64 = ventas.columns.iter().map(|column| column.size_bytes).sum();
    assert!(data < ventas.size_bytes && data > ventas.size_bytes / 2, "{data} bytes");
    assert_eq!((ventas.group_rows, ventas.compression.as_str()), (777, "snappy"));
}

// The answers.

/// The sales as any reader of the Parquet file sees them: user, region and a number as amount.
fn sales(folder: &Folder) -> Vec<(Option<i64>, Option<String>, f64)> {
    let ventas = read(folder, Table::Ventas, Format::Parquet);
    let column = |name| ventas.column_by_name(name).unwrap();
    let user = column("user_id").as_primitive::<Int64Type>().iter();
    let region = column("region").as_string::<i32>().iter();
    let monto = column("monto").as_primitive::<Float64Type>().iter();
    let rows = user.zip(region).zip(monto);
    rows.filter_map(|((user, region), monto)| {
        let monto = monto.filter(|amount| !amount.is_nan())?;
        Some((user, region.map(String::from), monto))
    })
    .collect()
}

#[test]
fn answers_agree_with_a_naive_count_over_the_file() {
    let (_root, folder) = generated(&Dataset::hostile(ROWS, 21), &options());
    let exact = |id: &str, variant: usize| &folder.manifest().answers[id][variant];
    let sales = sales(&folder);
    let total: f64 = sales.iter().map(|(.., monto)| monto).sum();
    exact("sum", 0).check(&Answer { rows: vec![vec![Cell::Float(total)]] }).unwrap();
    for (variant, &literal) in Workload::find("star").unwrap().literals.iter().enumerate() {
        let found = naive_star(&sales, literal);
        exact("star", variant).check(&found).unwrap();
    }
}

fn naive_star(sales: &[(Option<i64>, Option<String>, f64)], above: f64) -> Answer {
    let mut groups: BTreeMap<Option<&str>, (f64, u32, BTreeSet<i64>)> = BTreeMap::new();
    for (user, region, monto) in sales.iter().filter(|(.., monto)| *monto > above) {
        let (revenue, count, users) = groups.entry(region.as_deref()).or_default();
        *revenue += monto;
        *count += 1;
        users.extend(user);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0));
    let row = |(region, (revenue, count, users)): (Option<&str>, (f64, u32, BTreeSet<i64>))| {
        let region = region.map_or(Cell::Null, |name| Cell::Text(name.into()));
        let mean = revenue / f64::from(count);
        vec![region, Cell::Float(revenue), Cell::Int(users.len() as i64), Cell::Float(mean)]
    };
    Answer { rows: groups.into_iter().map(row).collect() }
}

#[test]
fn daily_revenue_agrees_with_a_naive_count_over_the_file() {
    let (_root, folder) = generated(&Dataset::with_rows(ROWS), &options());
    let ventas = read(&folder, Table::Ventas, Format::Parquet);
    let fecha = ventas.column_by_name("fecha").unwrap().as_primitive::<Date32Type>();
    let monto = ventas.column_by_name("monto").unwrap().as_primitive::<Float64Type>();
    let mut days: BTreeMap<i32, (i64, f64)> = BTreeMap::new();
    for (&day, &amount) in fecha.values().iter().zip(monto.values()) {
        if amount > 5.0 {
            let (count, revenue) = days.entry(day).or_default();
            (*count, *revenue) = (*count + 1, *revenue + amount);
        }
    }
    let row = |(day, (count, revenue)): (i32, (i64, f64))| {
        vec![Cell::Int(day.into()), Cell::Int(count), Cell::Float(revenue)]
    };
    let found = Answer { rows: days.into_iter().map(row).collect() };
    folder.manifest().answers["etl"][1].check(&found).unwrap();
}

#[test]
fn answers_can_be_left_out_and_added_later() {
    let root = tempfile::tempdir().unwrap();
    let dataset = Dataset::hostile(ROWS, 2);
    let without = Options { answers: false, ..options() };
    let bare = ensure(&dataset, &Table::ALL, root.path(), &without).unwrap();
    assert!(bare.manifest().answers.is_empty());
    let answered = ensure(&dataset, &Table::ALL, root.path(), &options()).unwrap();
    assert_eq!(answered.manifest().files, bare.manifest().files);
    assert_eq!(answered.manifest().answers, generated(&dataset, &options()).1.manifest().answers);
}

// What is kept, added and refused.

/// Counts the files that are written.
#[derive(Default)]
struct Count(AtomicUsize);

impl Observer for Count {
    fn file_started(&self, _name: &str, _rows: u64) {
        self.0.fetch_add(1, Relaxed);
    }
}

#[test]
fn tables_and_formats_are_added_to_what_is_there() {
    let (root, dataset) = (tempfile::tempdir().unwrap(), Dataset::with_rows(ROWS));
    let count = Count::default();
    let parquet = Options { formats: &[Format::Parquet], observer: &count, ..options() };
    let both = Options { formats: BOTH, ..parquet };
    let written = |tables: &[Table], options| {
        let folder = ensure(&dataset, tables, root.path(), options).unwrap();
        (count.0.swap(0, Relaxed), folder.manifest().answers.len())
    };
    assert_eq!(written(&[Table::Clientes], &parquet), (1, 0));
    assert_eq!(written(&[Table::Ventas, Table::Ventas], &parquet), (1, 7));
    assert_eq!(written(&[Table::Ventas, Table::Clientes], &parquet), (0, 7));
    assert_eq!(written(&[Table::Entregas], &both), (2, 8));
    assert_eq!(written(&Table::ALL, &both), (4, 8));
    assert_eq!(written(&Table::ALL, &both), (0, 8));
}

#[test]
fn of_several_at_once_only_one_generates() {
    let (root, dataset) = (tempfile::tempdir().unwrap(), Dataset::with_rows(ROWS));
    let count = Count::default();
    let options = Options { formats: &[Format::Parquet], observer: &count, ..options() };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| ensure(&dataset, &[Table::Ventas], root.path(), &options).unwrap());
        }
    });
    assert_eq!(count.0.load(Relaxed), 1);
}

#[test]
fn other_settings_are_refused_unless_forced() {
    let (root, dataset) = (tempfile::tempdir().unwrap(), Dataset::with_rows(ROWS));
    let ensure_with = |options: &Options| ensure(&dataset, &[Table::Ventas], root.path(), options);
    ensure_with(&options()).unwrap();
    let zstd = Options { compression: Compression::Zstd, ..options() };
    check_error(
        ensure_with(&zstd),
        &["compression snappy", "but zstd", "`datagen generate --rows 10000 --force`"],
    );
    check_error(
        ensure_with(&Options { group_rows: 500, ..options() }),
        &["groups of 777 rows", "groups of 500 rows"],
    );
    let folder = ensure_with(&Options { force: true, ..zstd }).unwrap();
    assert_eq!(folder.manifest().files[0].compression, "zstd");
}

#[test]
fn too_little_room_is_refused_before_anything_is_written() {
    let root = tempfile::tempdir().unwrap();
    let dataset = Dataset::with_rows(1_000_000_000);
    let poor = Options { free_bytes: |_| Ok(1_000_000), ..Options::default() };
    check_error(
        ensure(&dataset, &[Table::Ventas], root.path(), &poor),
        &["GB are needed and 1.0 MB are free", "`--out DIR`"],
    );
    assert!(!root.path().join(dataset.id()).exists());
}

#[test]
fn the_estimate_covers_the_file_and_is_not_far_off() {
    for dataset in [Dataset::with_rows(150_000), Dataset::hostile(150_000, 1)] {
        for table in Table::ALL {
            for &format in BOTH {
                let options = Options { answers: false, ..Options::default() };
                let estimate = crate::write::estimated_bytes(&dataset, (table, format), &options);
                let root = tempfile::tempdir().unwrap();
                let options = Options { formats: &[format], ..options };
                let folder = ensure(&dataset, &[table], root.path(), &options).unwrap();
                let size = folder.manifest().files[0].size_bytes;
                let range = size..size + size / 4;
                let estimate = estimate.unwrap();
                assert!(range.contains(&estimate), "{table} {format:?}: {estimate} for {size}");
            }
        }
    }
}

/// Asks to stop at the first occasion.
struct StopEarly;

impl Observer for StopEarly {
    fn stop_requested(&self) -> bool {
        true
    }
}

#[test]
fn an_interrupted_generation_leaves_no_file_behind() {
    let (root, dataset) = (tempfile::tempdir().unwrap(), Dataset::with_rows(ROWS));
    let stopping = Options { observer: &StopEarly, ..options() };
    check_error(ensure(&dataset, &Table::ALL, root.path(), &stopping), &["interrupted"]);
    let folder = root.path().join(dataset.id());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    check_error(Folder::open(&folder), &["no `manifest.json`", "run `datagen generate` again"]);
    ensure(&dataset, &Table::ALL, root.path(), &options()).unwrap().verify().unwrap();
}

#[test]
fn leftovers_of_a_crash_are_cleaned_and_other_files_stay() {
    let (root, dataset) = (tempfile::tempdir().unwrap(), Dataset::with_rows(ROWS));
    let folder = root.path().join(dataset.id());
    std::fs::create_dir(&folder).unwrap();
    for name in ["ventas.parquet.tmp", "clientes.parquet", "manifest.json.tmp", "notes.txt"] {
        std::fs::write(folder.join(name), "half a file").unwrap();
    }
    let parquet = Options { formats: &[Format::Parquet], ..options() };
    ensure(&dataset, &[Table::Ventas], root.path(), &parquet).unwrap();
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["manifest.json", "notes.txt", "ventas.parquet"]);
}

#[test]
fn an_invalid_dataset_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let dataset = Dataset { null_rate: 2.0, ..Dataset::with_rows(10) };
    check_error(ensure(&dataset, &Table::ALL, root.path(), &options()), &["`null_rate` is 2"]);
}

// What damage is found.

/// Damages a generated folder, and checks that both `verify` and `ensure` say what is wrong.
#[track_caller]
fn check_damage(damage: impl FnOnce(&Path), expected: &[&str]) {
    let dataset = Dataset::hostile(1_000, 4);
    let (root, folder) = generated(&dataset, &options());
    damage(folder.path());
    check_error(Folder::open(folder.path()).and_then(|folder| folder.verify()), expected);
    check_error(ensure(&dataset, &Table::ALL, root.path(), &options()), expected);
    let force = Options { force: true, ..options() };
    ensure(&dataset, &Table::ALL, root.path(), &force).unwrap().verify().unwrap();
}

#[test]
fn a_truncated_file_is_found() {
    check_damage(
        |folder| {
            let file = std::fs::OpenOptions::new().write(true).open(folder.join("ventas.parquet"));
            file.unwrap().set_len(100).unwrap();
        },
        &["`ventas.parquet` has 100 bytes instead of", "--seed 4 --skew 1.5", "--force` to write"],
    );
}

#[test]
fn a_flipped_byte_is_found() {
    let digest_of = |folder: &Path| crate::digest::digest_of(&folder.join("eventos.arrow"));
    check_damage(
        |folder| {
            let before = digest_of(folder).unwrap();
            let path = folder.join("eventos.arrow");
            let byte = std::fs::read(&path).unwrap()[5_000];
            let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
            file.seek(SeekFrom::Start(5_000)).unwrap();
            file.write_all(&[!byte]).unwrap();
            assert_ne!(before, digest_of(folder).unwrap());
        },
        &["`eventos.arrow` has digest ", " instead of "],
    );
}

#[test]
fn a_missing_file_is_found() {
    check_damage(
        |folder| std::fs::remove_file(folder.join("clientes.parquet")).unwrap(),
        &["`clientes.parquet` is missing"],
    );
}

#[test]
fn a_file_of_another_dataset_is_found() {
    check_damage(
        |folder| {
            let (_root, other) = generated(&Dataset::hostile(1_000, 5), &options());
            let file = other.file(Table::Ventas, Format::Parquet).unwrap();
            std::fs::copy(file, folder.join("ventas.parquet")).unwrap();
        },
        &["`ventas.parquet` has "],
    );
}

#[test]
fn a_stray_data_file_is_found() {
    check_damage(
        |folder| std::fs::write(folder.join("other.parquet"), "?").unwrap(),
        &["`other.parquet` does not belong here"],
    );
}

#[test]
fn every_problem_is_told() {
    let (_root, folder) = generated(&Dataset::with_rows(1_000), &options());
    std::fs::remove_file(folder.path().join("clientes.parquet")).unwrap();
    std::fs::write(folder.path().join("ventas.arrow"), "").unwrap();
    check_error(
        folder.verify(),
        &["`ventas.arrow` has 0 bytes instead of ", "; `clientes.parquet` is missing; run"],
    );
}

#[test]
fn a_manifest_of_another_seed_is_found() {
    check_damage(
        |folder| {
            let (_root, other) = generated(&Dataset::hostile(1_000, 5), &options());
            let manifest = other.path().join(MANIFEST_FILE);
            std::fs::copy(manifest, folder.join(MANIFEST_FILE)).unwrap();
        },
        &["holds the dataset `1k-s5-", "but the folder has another name"],
    );
}

/// Replaces text in the manifest.
fn edit_manifest(folder: &Path, from: &str, to: &str) {
    let path = folder.join(MANIFEST_FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn an_edited_parameter_is_found() {
    check_damage(
        |folder| edit_manifest(folder, "\"seed\": 4,", "\"seed\": 6,"),
        &["it is called `1k-s4-", "but its parameters make `1k-s6-"],
    );
}

#[test]
fn another_version_of_the_manifest_is_found() {
    check_damage(
        |folder| edit_manifest(folder, "datasets/1", "datasets/0"),
        &["schema `datasets/0` and this program reads `datasets/1`", "--force"],
    );
}

#[test]
fn a_manifest_that_is_something_else_is_found() {
    check_damage(
        |folder| std::fs::write(folder.join(MANIFEST_FILE), "{\"name\": \"app\"}").unwrap(),
        &["schema `none`"],
    );
    check_damage(
        |folder| std::fs::write(folder.join(MANIFEST_FILE), "half a").unwrap(),
        &["it is not JSON"],
    );
}

#[test]
fn a_folder_that_does_not_exist_is_named() {
    check_error(Folder::open(Path::new("nowhere")), &["`nowhere` does not exist"]);
}

#[test]
fn a_table_that_was_not_asked_for_is_named() {
    let root = tempfile::tempdir().unwrap();
    let dataset = Dataset::with_rows(1_000);
    let folder = ensure(&dataset, &[Table::Ventas], root.path(), &options()).unwrap();
    check_error(
        folder.file(Table::Eventos, Format::Arrow),
        &["holds no `eventos` as arrow", "--rows 1000 --tables eventos --format arrow`"],
    );
}

// Answers of engines.

/// Writes one column to a Parquet file and reads it back as an answer.
fn answer_of(column: ArrayRef) -> anyhow::Result<Answer> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.parquet");
    let batch = RecordBatch::try_from_iter_with_nullable([("total", column, true)]).unwrap();
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    read_answer(&path)
}

#[track_caller]
fn check_cells(column: impl Array + 'static, expected: &[Cell]) {
    let answer = answer_of(Arc::new(column)).unwrap();
    let cells: Vec<Cell> = answer.rows.into_iter().flatten().collect();
    assert_eq!(cells, expected);
}

#[test]
fn integers_of_all_widths_are_ints() {
    check_cells(Int64Array::from(vec![Some(i64::MIN), None]), &[Cell::Int(i64::MIN), Cell::Null]);
    check_cells(Int8Array::from(vec![-3]), &[Cell::Int(-3)]);
    check_cells(UInt16Array::from(vec![65_535]), &[Cell::Int(65_535)]);
    check_cells(UInt64Array::from(vec![7]), &[Cell::Int(7)]);
}

#[test]
fn an_integer_beyond_63_bits_is_an_error_and_not_a_null() {
    check_error(
        answer_of(Arc::new(UInt64Array::from(vec![u64::MAX]))),
        &["column `total`", "18446744073709551615"],
    );
}

#[test]
fn dates_are_days() {
    check_cells(Date32Array::from(vec![Some(19_358), None]), &[Cell::Int(19_358), Cell::Null]);
    check_cells(Date64Array::from(vec![86_400_000]), &[Cell::Int(1)]);
}

#[test]
fn floats_are_floats() {
    check_cells(Float64Array::from(vec![Some(0.1), None]), &[Cell::Float(0.1), Cell::Null]);
    check_cells(Float32Array::from(vec![0.5]), &[Cell::Float(0.5)]);
}

#[test]
fn text_of_every_layout_is_text() {
    let cells = [Cell::Text("sur".into()), Cell::Null];
    check_cells(StringArray::from(vec![Some("sur"), None]), &cells);
    check_cells(LargeStringArray::from(vec![Some("sur"), None]), &cells);
    check_cells(StringViewArray::from(vec![Some("sur"), None]), &cells);
    check_cells(DictionaryArray::<Int32Type>::from_iter([Some("sur"), None]), &cells);
}

#[test]
fn a_column_of_nulls_is_null() {
    check_cells(NullArray::new(2), &[Cell::Null, Cell::Null]);
}

#[test]
fn other_types_are_named() {
    let decimal = Decimal128Array::from(vec![100]).with_precision_and_scale(38, 2).unwrap();
    check_error(answer_of(Arc::new(decimal)), &["column `total`", "`Decimal128(38, 2)`", "cast"]);
    let timestamp = TimestampMillisecondArray::from(vec![0]);
    check_error(answer_of(Arc::new(timestamp)), &["Timestamp"]);
    check_error(answer_of(Arc::new(BooleanArray::from(vec![true]))), &["`Boolean`"]);
}

#[test]
fn a_file_that_is_not_parquet_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.parquet");
    check_error(read_answer(&path), &["answer.parquet"]);
    std::fs::write(&path, "region,total").unwrap();
    check_error(read_answer(&path), &["cannot read `", "answer.parquet`"]);
}

#[test]
fn a_generated_table_reads_as_an_answer_in_row_order() {
    let dataset = Dataset::hostile(1_000, 1);
    let (_root, folder) = generated(&dataset, &options());
    let answer = read_answer(&folder.file(Table::Clientes, Format::Parquet).unwrap()).unwrap();
    let clientes = datasets::Clientes::new(&dataset);
    for (row, cells) in answer.rows.iter().enumerate() {
        let expected = clientes.row(row as u64);
        let region = datasets::REGIONS[usize::from(expected.region)];
        assert_eq!(cells[..2], [Cell::Int(expected.id), Cell::Text(region.into())]);
    }
    assert_eq!(answer.rows.len() as u64, clientes.rows());
}
