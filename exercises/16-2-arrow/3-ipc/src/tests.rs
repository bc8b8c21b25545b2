use std::cell::{Cell, RefCell};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use arrow::array::{Array, ArrayData, DictionaryArray, StringArray};
use arrow::datatypes::Int32Type;
use checks::{allocations, close, same, same_rows, text};
use checks_arrow::{same_batch, same_batches, same_schema};
use datasets::REGIONS;

use super::*;

/// Shows whether the steps that are timed do any work.
#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

fn seed() -> u64 {
    checks::seed(1623)
}

/// Sales with nulls and NaN, and a column of each kind that IPC treats in its own way: text and
/// dictionary-encoded text.
fn table(rows: u64) -> RecordBatch {
    let ventas = Ventas::new(&Dataset::hostile(rows, seed()));
    let rows: Vec<_> = (0..rows).map(|row| ventas.row(row)).collect();
    let region = |region: Option<u8>| region.map(|region| REGIONS[usize::from(region)]);
    let regions: Vec<Option<&str>> = rows.iter().map(|row| region(row.region)).collect();
    let columns: [(&str, ArrayRef); 4] = [
        ("id", Arc::new(rows.iter().map(|row| Some(row.id)).collect::<Int64Array>())),
        ("monto", Arc::new(rows.iter().map(|row| row.monto.value()).collect::<Float64Array>())),
        ("region", Arc::new(regions.iter().copied().collect::<StringArray>())),
        ("codigo", Arc::new(regions.into_iter().collect::<DictionaryArray<Int32Type>>())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
        .unwrap()
}

/// Three batches of different lengths.
fn three_batches() -> Vec<RecordBatch> {
    let table = table(60);
    vec![table.slice(0, 10), table.slice(10, 20), table.slice(30, 30)]
}

/// The oracle: a stream with the writer of the `arrow` crate, and where its messages end.
fn stream(batches: &[RecordBatch]) -> (Vec<u8>, Vec<usize>) {
    let schema = table(0).schema();
    let schema = batches.first().map_or(schema, RecordBatch::schema);
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).unwrap();
    let mut borders = vec![writer.get_ref().len()];
    for batch in batches {
        writer.write(batch).unwrap();
        borders.push(writer.get_ref().len());
    }
    (writer.into_inner().unwrap(), borders)
}

/// A reader under test, with its name.
type ReadIpc = (&'static str, fn(&[u8]) -> Result<Vec<RecordBatch>, ArrowError>);

const READERS: [ReadIpc; 2] = [
    ("from_ipc", |bytes| from_ipc(bytes)),
    ("from_ipc_zero_copy", |bytes| from_ipc_zero_copy(Bytes::from(bytes.to_vec()))),
];

/// Unwraps a result that must be `Ok`.
#[track_caller]
fn ok<T, E: std::fmt::Display>(what: &str, result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{}", text!("{what} fails: {error}", "{what} falla: {error}")),
    }
}

/// Writes with `to_ipc`, and compares what `arrow` itself and both readers make of it.
#[track_caller]
fn check_round_trip(what: &str, batches: &[RecordBatch]) {
    let bytes = ok("to_ipc", to_ipc(&batches[0].schema(), batches));
    let read: Result<Vec<RecordBatch>, _> =
        StreamReader::try_new(&bytes[..], None).and_then(|reader| reader.collect());
    let read = ok("`StreamReader`", read);
    same_batches(text!("{what}, written", "{what}, al escribir"), &read, batches);
    for (name, reader) in READERS {
        let read = ok(name, reader(&bytes));
        let of = text!("{what}, read by {name}", "{what}, al leer con {name}");
        same_batches(&of, &read, batches);
        let lens = |batches: &[RecordBatch]| -> Vec<usize> {
            batches.iter().map(RecordBatch::num_rows).collect()
        };
        same_rows(
            text!("rows per batch: {of}", "filas por lote: {of}"),
            &lens(&read),
            &lens(batches),
        );
    }
}

#[test]
fn what_is_written_is_read() {
    let table = table(500);
    check_round_trip(&text!("one batch", "un lote"), slice::from_ref(&table));
    check_round_trip(&text!("three batches", "tres lotes"), &three_batches());
    check_round_trip(&text!("a batch without rows", "un lote sin filas"), &[table.slice(0, 0)]);
    let with_empty = [table.slice(3, 7), table.slice(10, 0), table.slice(100, 400)];
    check_round_trip(&text!("an empty batch in between", "un lote vacío en medio"), &with_empty);
    let unequal: ArrayRef =
        Arc::new(Float64Array::from(vec![f64::NAN, -0.0, f64::INFINITY, f64::MIN_POSITIVE]));
    let unequal = RecordBatch::try_from_iter([("x", unequal)]).unwrap();
    check_round_trip(&text!("special numbers", "números especiales"), &[unequal]);
}

#[test]
fn only_the_rows_of_a_slice_are_written() {
    let ids: ArrayRef = Arc::new((0..100_000).map(Some).collect::<Int64Array>());
    let all = RecordBatch::try_from_iter([("id", ids)]).unwrap();
    let slice = all.slice(500, 10);
    let bytes = ok("to_ipc", to_ipc(&all.schema(), slice::from_ref(&slice)));
    let expected = stream(&[slice]).0.len();
    let what = text!("bytes for 10 of 100000 rows", "bytes de 10 de 100000 filas");
    same(what, bytes.len(), expected);
}

#[test]
fn without_batches_there_is_a_schema() {
    let schema = table(1).schema();
    let bytes = ok("to_ipc", to_ipc(&schema, &[]));
    let reader = ok("`StreamReader`", StreamReader::try_new(&bytes[..], None));
    let what = text!("schema of a stream without batches", "esquema de un flujo sin lotes");
    same_schema(what, &reader.schema(), &schema);
    for (name, reader) in READERS {
        let read = ok(name, reader(&bytes));
        same(text!("{name}: number of batches", "{name}: número de lotes"), read.len(), 0);
    }
}

#[test]
fn a_stream_is_complete_with_its_marker() {
    let (bytes, borders) = stream(&three_batches());
    let check = |what: String, bytes: &[u8], expected| {
        let what = text!("is_complete_stream: {what}", "is_complete_stream: {what}");
        same(what, is_complete_stream(bytes), expected);
    };
    check(text!("the whole stream", "el flujo entero"), &bytes, true);
    for len in 0..bytes.len() {
        let what = text!(
            "the first {len} bytes; messages end at {borders:?}",
            "los primeros {len} bytes; los mensajes terminan en {borders:?}"
        );
        check(what, &bytes[..len], false);
    }
    let longer = [&bytes[..], &[0]].concat();
    check(text!("one more byte after the marker", "un byte más tras la marca"), &longer, false);
    let twice = [&bytes[..], &END_OF_STREAM].concat();
    check(text!("two markers", "dos marcas"), &twice, false);
    let empty = stream(&[table(0)]).0;
    check(text!("a batch without rows", "un lote sin filas"), &empty, true);

    // The last of eight ids has the bytes of the marker, and 64 bytes need no padding.
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3, 4, 5, 6, 7, 0xffff_ffff]));
    let (bytes, borders) = stream(&[RecordBatch::try_from_iter([("id", ids)]).unwrap()]);
    let cut = &bytes[..borders[1]];
    assert!(cut.ends_with(&END_OF_STREAM), "the data end like the marker");
    let what = text!(
        "cut after a batch whose last value is 4294967295",
        "cortado tras un lote cuyo último valor es 4294967295"
    );
    check(what, cut, false);
    check(text!("the same stream, uncut", "el mismo flujo, sin cortar"), &bytes, true);
}

#[test]
fn a_cut_stream_is_an_error_wherever_it_is_cut() {
    let (bytes, borders) = stream(&three_batches());
    let all = bytes.len();
    let rows = |batches: Vec<RecordBatch>| batches.iter().map(RecordBatch::num_rows).sum::<usize>();
    for (name, reader) in READERS {
        for len in 0..all {
            let found = reader(&bytes[..len]).map(rows).map_err(|_| ());
            let what = text!(
                "{name} with {len} of {all} bytes, 60 rows; messages end at {borders:?}",
                "{name} con {len} de {all} bytes, 60 filas; los mensajes terminan en {borders:?}"
            );
            same(what, found, Err(()));
        }
        let longer = [&bytes[..], b"more"].concat();
        let found = reader(&longer).map(rows).map_err(|_| ());
        let what = text!("{name} with 4 bytes too many", "{name} con 4 bytes de más");
        same(what, found, Err(()));
    }
}

/// The buffers of an array with their lengths: values, validity, and those of a dictionary.
fn buffers(data: &ArrayData) -> Vec<(*const u8, usize)> {
    let own = data.buffers().iter().map(|buffer| (buffer.as_ptr(), buffer.len()));
    let nulls = data.nulls().map(|nulls| (nulls.validity().as_ptr(), nulls.validity().len()));
    let children = data.child_data().iter().flat_map(buffers);
    own.chain(nulls).chain(children).filter(|&(_, len)| len > 0).collect()
}

#[test]
fn zero_copy_leaves_the_values_where_they_are() {
    let batches = three_batches();
    let bytes = Bytes::from(stream(&batches).0);
    let read = ok("from_ipc_zero_copy", from_ipc_zero_copy(bytes.clone()));
    same_batches(text!("batches", "lotes"), &read, &batches);
    for (number, batch) in read.iter().enumerate() {
        for (column, field) in batch.columns().iter().zip(batch.schema().fields()) {
            let name = field.name();
            for (pointer, len) in buffers(&column.to_data()) {
                let what = text!(
                    "batch {number}, `{name}`: its {len} bytes lie inside the stream",
                    "lote {number}, `{name}`: sus {len} bytes están dentro del flujo"
                );
                same(what, bytes.as_ptr_range().contains(&pointer), true);
            }
        }
    }
    let shifted = Bytes::from([&[0][..], &bytes[..]].concat()).slice(1..);
    let read = from_ipc_zero_copy(shifted).map(|batches| batches.len()).map_err(|_| ());
    let what = text!(
        "from_ipc_zero_copy: a stream that begins one byte after an aligned address",
        "from_ipc_zero_copy: un flujo que empieza un byte después de una dirección alineada"
    );
    same(what, read, Err(()));
}

#[test]
fn json_has_a_line_for_each_row() {
    let batch = table(300);
    let bytes = ok("to_json_lines", to_json_lines(&batch));
    let json = String::from_utf8(bytes).unwrap();
    let (ids, amounts) = (
        batch.column(0).as_primitive::<Int64Type>(),
        batch.column(1).as_primitive::<Float64Type>(),
    );
    let regions = batch.column(2).as_string::<i32>();
    for (row, line) in json.lines().enumerate() {
        let object: serde_json::Map<String, serde_json::Value> = match serde_json::from_str(line) {
            Ok(object) => object,
            Err(error) => panic!(
                "{}",
                text!(
                    "line {row} is no JSON object ({error}): {line:.200}",
                    "la línea {row} no es un objeto JSON ({error}): {line:.200}"
                )
            ),
        };
        let of = text!("line {row}, {line}", "línea {row}, {line}");
        same(
            format!("{of}: `id`"),
            object.get("id").and_then(serde_json::Value::as_i64),
            Some(ids.value(row)),
        );
        let region = regions.is_valid(row).then(|| regions.value(row));
        same(
            format!("{of}: `region`"),
            object.get("region").and_then(|value| value.as_str()),
            region,
        );
        let amount = amounts.is_valid(row).then(|| amounts.value(row));
        let what = text!("{of}: has the key `monto`", "{of}: tiene la clave `monto`");
        same(what, object.contains_key("monto"), amount.is_some());
        let Some(amount) = amount else { continue };
        match object["monto"].as_f64() {
            // Amounts are below 1e4; reading decimals may be off by the last bit, which is below 1e-11.
            Some(found) => close(format!("{of}: `monto`"), found, amount, 1e-9),
            None => same(format!("{of}: `monto`, NaN"), amount.is_nan(), true),
        }
    }
    same(text!("number of lines", "número de líneas"), json.lines().count(), batch.num_rows());
}

#[test]
fn costs_are_per_value_and_sizes_exact() {
    let rows = 2_000;
    let sales = sales(rows, seed());
    let calls = Cell::new(0);
    let made = RefCell::new(Vec::new());
    // A clock on which the first step takes 1 ms, the second 2 ms, and so on.
    let clock = |work: &mut dyn FnMut()| {
        calls.set(calls.get() + 1);
        work();
        made.borrow_mut().push(allocations::during(&mut *work).1.count);
        f64::from(calls.get()) * 1e6
    };
    let [ipc, json] = ok("compare", compare(&sales, clock));
    same(text!("number of timed steps", "número de pasos medidos"), calls.get(), 4);
    let expected = stream(&[sales_batch(&sales)]).0.len();
    same(text!("bytes of IPC", "bytes de IPC"), ipc.size_bytes, expected);
    let expected = serde_json::to_vec(&sales).unwrap().len();
    same(text!("bytes of JSON", "bytes de JSON"), json.size_bytes, expected);
    let found = [
        ipc.write_ns_per_value,
        ipc.read_ns_per_value,
        json.write_ns_per_value,
        json.read_ns_per_value,
    ];
    for (step, found) in (1..).zip(found) {
        let ns = f64::from(step) * 1e6;
        let what = text!(
            "step {step} took {ns} ns for {rows} rows of 2 columns: ns per value",
            "el paso {step} tardó {ns} ns con {rows} filas de 2 columnas: ns por valor"
        );
        // One division, rounded to about 1e-13; 1e-6 leaves room for another order of operations.
        close(what, found, ns / (2.0 * rows as f64), 1e-6);
    }
    let works = made.borrow().iter().all(|&count| count > 0);
    let what = text!(
        "every timed step does its work inside the closure",
        "cada paso medido hace su trabajo dentro de la clausura"
    );
    same(what, works, true);
    // Without optimization the ratio says nothing. With it, 27 and more were measured, under load.
    if !cfg!(debug_assertions) {
        let [ipc, json] = ok("compare", compare(&self::sales(100_000, seed()), fastest_ns));
        let ratio = json.read_ns_per_value / ipc.read_ns_per_value;
        let what = text!(
            "reading JSON takes 5 times as long as reading IPC, or longer: {ratio} times",
            "leer JSON tarda 5 veces más que leer IPC, o más aún: {ratio} veces"
        );
        same(what, ratio >= 5.0, true);
    }
}

/// A command of the shell, or `None` where there is no such shell.
fn shell(script: &str) -> Option<Command> {
    if !cfg!(unix) {
        checks::not_run(text!(
            "needs the commands of a Unix shell",
            "necesita las órdenes de un intérprete de Unix"
        ));
        return None;
    }
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    Some(command)
}

/// Sends a batch to a command. Two processes that wait for each other never end: after a time that is
/// ample for a few megabytes, the test fails.
#[track_caller]
fn send(mut command: Command, batch: &RecordBatch) -> Result<RecordBatch, String> {
    let batch = batch.clone();
    let (sender, receiver) = mpsc::channel();
    let thread = thread::spawn(move || {
        let answer = send_between_processes(&mut command, &batch);
        sender.send(answer.map_err(|error| error.to_string()))
    });
    match receiver.recv_timeout(Duration::from_secs(20)) {
        Ok(answer) => answer,
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            std::panic::resume_unwind(thread.join().expect_err("it sent nothing"))
        }
        Err(mpsc::RecvTimeoutError::Timeout) => panic!(
            "{}",
            text!(
                "the two processes wait for each other: one pipe is full and nobody reads it, or the child's input was never closed",
                "los dos procesos se esperan el uno al otro: una tubería está llena y nadie la lee, o la entrada del hijo nunca se cerró"
            )
        ),
    }
}

#[test]
fn a_batch_travels_to_a_process_and_back() {
    // `cat` answers while it reads. The second batch is far larger than both pipes together.
    for rows in [10, 50_000] {
        let Some(command) = shell("cat") else { return };
        let batch = table(rows);
        let answer = ok("send_between_processes", send(command, &batch));
        let what = text!("{rows} rows, back from `cat`", "{rows} filas, de vuelta de `cat`");
        same_batch(what, &answer, &batch);
    }
}

#[test]
fn a_child_that_fails_is_an_error() {
    // Some answer well and fail then, some stop reading, some answer with too little. What
    // `cat` has to pass on is small here, so that no pipe is full.
    let (small, large) = (table(10), table(50_000));
    let children = [
        ("cat; exit 3", &small),
        ("exit 3", &large),
        ("head -c 1000", &large),
        ("cat > /dev/null", &small),
        ("head -c 1000; cat > /dev/null", &small),
    ];
    for (script, batch) in children {
        let Some(command) = shell(script) else { return };
        let found = send(command, batch).map(|answer| answer.num_rows());
        let message = found.as_ref().err().cloned().unwrap_or_default();
        let what = text!("result of the child `{script}`", "resultado del hijo `{script}`");
        same(what, found.map_err(|_| ()), Err(()));
        if script == "cat; exit 3" {
            let what = text!(
                "`{script}`: the error has the exit status 3: {message:?}",
                "`{script}`: el error lleva el estado de salida 3: {message:?}"
            );
            same(what, message.contains('3'), true);
        }
    }
    let found = send(Command::new("there-is-no-such-program"), &small).map(|_| ());
    let what = text!("result of an unknown program", "resultado de un programa desconocido");
    same(what, found.map_err(|_| ()), Err(()));
}

#[test]
fn a_child_answers_with_one_batch() {
    let (small, large) = (table(10), table(50_000));
    let whole = stream(slice::from_ref(&small)).0;
    let cases = [
        ("no-batch", stream(&[]).0, "cat > /dev/null; cat \"$ANSWER\"", Err(())),
        ("one-batch", whole.clone(), "cat > /dev/null; cat \"$ANSWER\"", Ok(10)),
        (
            "two-batches",
            stream(&three_batches()[..2]).0,
            "cat > /dev/null; cat \"$ANSWER\"",
            Err(()),
        ),
        // A good answer to a question that nobody read to its end.
        ("unread", whole, "cat \"$ANSWER\"", Err(())),
    ];
    for (name, answer, script, expected) in cases {
        let Some(mut command) = shell(script) else { return };
        let file = format!("workbook-16-2-3-{}-{name}.arrows", std::process::id());
        let file = std::env::temp_dir().join(file);
        std::fs::write(&file, answer).unwrap();
        command.env("ANSWER", &file);
        let found = send(command, &large).map(|answer| answer.num_rows()).map_err(|_| ());
        std::fs::remove_file(&file).unwrap();
        let what = text!("rows of the answer `{name}`", "filas de la respuesta `{name}`");
        same(what, found, expected);
    }
}
