use std::iter;

use checks::{same, same_rows, text};
use datasets::Stream;
use futures::future;
use parquet::file::metadata::ParquetMetaDataReader;
use tokio::runtime;

use super::*;
use crate::probe::Counts;

fn seed() -> u64 {
    checks::seed(1624)
}

/// `n` bytes that look like nothing else.
fn random_bytes(name: &str, n: usize) -> Bytes {
    let stream = Stream::new(seed(), name);
    (0..n as u64).flat_map(|i| stream.at(i).to_le_bytes()).take(n).collect()
}

/// The last `n` bytes of `data`, or all of it.
fn last(data: &Bytes, n: usize) -> Bytes {
    data.slice(data.len().saturating_sub(n)..)
}

/// What must hold for the store of this name, which is empty.
type Check = fn(&str, Arc<dyn ObjectStore>);

/// Runs `check` on memory and on disk.
fn on_local_stores(check: impl Fn(&str, Arc<dyn ObjectStore>)) {
    check("InMemory", Arc::new(InMemory::new()));
    let directory = tempfile::tempdir().unwrap();
    let disk = LocalFileSystem::new_with_prefix(directory.path()).unwrap();
    check("LocalFileSystem", Arc::new(disk));
}

fn put(store: &dyn ObjectStore, path: &Path, data: &Bytes) {
    block_on(store.put(path, data.clone().into())).unwrap();
}

/// A store in memory with one object, behind a [`Probe`].
fn probe_with(path: &Path, data: &Bytes, faults: &[Fault]) -> Probe<InMemory> {
    let store = InMemory::new();
    put(&store, path, data);
    Probe::new(store, faults)
}

/// The kind of an error, or `Ok`.
fn outcome_kind<T>(result: &object_store::Result<T>) -> &'static str {
    result.as_ref().map_or_else(kind, |_| "Ok")
}

/// The kind of the `object_store` error in `result`, if that is what it is.
fn store_error_kind<T>(result: &Result<T, Box<dyn Error + Send + Sync>>) -> &'static str {
    match result {
        Ok(_) => "Ok",
        Err(error) => error.downcast_ref().map_or("another error", kind),
    }
}

/// Compares a listing with the expected one, key by key.
#[track_caller]
fn same_listing(
    what: impl AsRef<str>,
    found: object_store::Result<BTreeMap<String, u64>>,
    expected: BTreeMap<String, u64>,
) {
    let found: Vec<_> = found.unwrap().into_iter().collect();
    same_rows(what, &found, &expected.into_iter().collect::<Vec<_>>());
}

/// The keys of the listing tests. Sizes come from the seed.
const KEYS: [&str; 8] = [
    "ventas/2024/01/a.parquet",
    "ventas/2024/02/a.parquet",
    "ventas/2024/02/b.parquet",
    "ventas/2025/01/a.parquet",
    "ventas/región=norte/ñ.csv",
    "ventas/100%25/a.csv",
    "ventas2/2024/01/a.parquet",
    "clientes.parquet",
];

/// The prefixes of the listing tests: some end within a segment, one is an object, one is nothing.
const PREFIXES: [&str; 10] = [
    "",
    "ventas",
    "ventas/",
    "ventas/2024",
    "ventas/2024/02/",
    "ventas/región=norte",
    "ventas/100%25",
    "vent",
    "clientes.parquet",
    "nada",
];

/// The oracle: whole segments decide.
fn is_below(key: &str, prefix: &str) -> bool {
    let prefix = prefix.trim_end_matches('/');
    prefix.is_empty() || key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'))
}

fn check_listing(name: &str, store: Arc<dyn ObjectStore>) {
    let stream = Stream::new(seed(), "listing");
    let sizes: Vec<u64> = (0..).map(|i| stream.below(i, 500)).take(KEYS.len()).collect();
    for (key, &size) in KEYS.iter().zip(&sizes) {
        put(&store, &Path::parse(key).unwrap(), &random_bytes(key, size as usize));
    }
    for prefix in PREFIXES {
        let found = block_on(list_sizes(&store, prefix));
        let objects = KEYS.iter().zip(&sizes).filter(|(key, _)| is_below(key, prefix));
        let expected = objects.map(|(key, &size)| (key.to_string(), size)).collect();
        let what = text!(
            "{name}: keys and sizes below `{prefix}`, ordered by key",
            "{name}: claves y tamaños por debajo de `{prefix}`, ordenados por clave"
        );
        same_listing(what, found, expected);
    }
}

#[test]
fn listings_hold_what_is_below_the_prefix() {
    on_local_stores(check_listing);
}

#[test]
fn a_listing_that_breaks_off_is_an_error() {
    let store = Arc::new(InMemory::new());
    for key in KEYS {
        put(&store, &Path::parse(key).unwrap(), &Bytes::from_static(b"x"));
    }
    for fault in [Fault::Cut, Fault::Unavailable] {
        let store = Probe::new(Arc::clone(&store), &[fault]);
        let found = block_on(list_sizes(&store, "ventas"));
        let what = text!(
            "a listing with the fault {fault:?} is an error; it returned {found:?}; kind of error",
            "un listado con el fallo {fault:?} es un error; devolvió {found:?}; clase de error"
        );
        same(what, outcome_kind(&found), "Generic");
    }
    let prefix = "ventas//2024";
    let what = text!(
        "`{prefix}` cannot be a key: kind of error",
        "`{prefix}` no puede ser una clave: clase de error"
    );
    same(what, outcome_kind(&block_on(list_sizes(&store, prefix))), "InvalidPath");
}

/// Several writers, one object: only one writes it.
fn check_puts(name: &str, store: Arc<dyn ObjectStore>) {
    for size in [0, 1, 4 << 20] {
        let path = Path::from(format!("absent/{size}"));
        let data = random_bytes("first", size);
        for (turn, data) in [(1, &data), (2, &random_bytes("second", size + 1))] {
            let written = block_on(put_if_absent(&store, &path, data.clone())).unwrap();
            let what = text!(
                "{name}: put_if_absent of {size} bytes, time number {turn}, wrote",
                "{name}: put_if_absent de {size} bytes, vez número {turn}, escribió"
            );
            same(what, written, turn == 1);
        }
        let found = block_on(async { store.get(&path).await?.bytes().await }).unwrap();
        let what = text!(
            "{name}: the object still holds the first {size} bytes",
            "{name}: el objeto conserva los {size} bytes del principio"
        );
        same(what, found == data, true);
    }
    let path = Path::from("race");
    let writers = (0..8).map(|i| put_if_absent(&store, &path, vec![i].into()));
    let written = block_on(future::try_join_all(writers)).unwrap();
    let winners: Vec<u8> = (0..).zip(&written).filter(|(_, won)| **won).map(|(i, _)| i).collect();
    let what = text!(
        "{name}: 8 writers at the same time; how many got `true`: {written:?}",
        "{name}: 8 escritores a la vez; cuántos obtuvieron `true`: {written:?}"
    );
    same(what, winners.len(), 1);
    let found = block_on(async { store.get(&path).await?.bytes().await }).unwrap();
    let what = text!(
        "{name}: the object comes from the writer that got `true`",
        "{name}: el objeto es del escritor que obtuvo `true`"
    );
    same(what, found.as_ref(), winners.as_slice());
}

#[test]
fn one_writer_puts_what_is_absent() {
    // The probe lets the other writers run before every request.
    on_local_stores(|name, store| check_puts(name, Arc::new(Probe::new(store, &[]))));
    let store = Probe::new(InMemory::new(), &[]);
    block_on(put_if_absent(&store, &Path::from("a"), Bytes::new())).unwrap();
    let what = text!("requests of put_if_absent", "peticiones de put_if_absent");
    same(what, store.counts(), Counts { puts: 1, ..Counts::default() });
}

#[test]
fn a_failed_put_is_not_an_object_that_exists() {
    for (fault, expected) in [(Fault::Unavailable, "Generic"), (Fault::Denied, "PermissionDenied")]
    {
        let store = Probe::new(InMemory::new(), &[fault]);
        let found = block_on(put_if_absent(&store, &Path::from("a"), Bytes::from_static(b"x")));
        let what = text!(
            "put_if_absent with the fault {fault:?}: it returned {found:?}; kind of error",
            "put_if_absent con el fallo {fault:?}: devolvió {found:?}; clase de error"
        );
        same(what, outcome_kind(&found), expected);
    }
}

fn check_tails(name: &str, store: Arc<dyn ObjectStore>) {
    let path = Path::from("tail/object");
    let data = random_bytes("tail", 100_000);
    put(&store, &path, &data);
    for n in [1, 8, 4_321, 99_999, 100_000, 100_001, 5_000_000] {
        let found = block_on(tail(&store, &path, n as u64)).unwrap();
        let what = text!(
            "{name}: the last {n} bytes of an object of 100000 bytes",
            "{name}: los últimos {n} bytes de un objeto de 100000 bytes"
        );
        same_rows(what, &found, &last(&data, n));
    }
    let missing = block_on(tail(&store, &Path::from("tail/none"), 8));
    let what = text!(
        "{name}: kind of error for an object that is not there",
        "{name}: clase de error para un objeto que no existe"
    );
    same(what, outcome_kind(&missing), "NotFound");
}

#[test]
fn a_tail_costs_one_request_and_no_byte_more() {
    on_local_stores(check_tails);
    let path = Path::from("a");
    let store = probe_with(&path, &random_bytes("tail", 100_000), &[]);
    block_on(tail(&store, &path, 4_321)).unwrap();
    let what = text!(
        "requests and bytes for the last 4321 bytes of 100000",
        "peticiones y bytes para los últimos 4321 bytes de 100000"
    );
    same(what, store.counts(), Counts { gets: 1, bytes: 4_321, ..Counts::default() });
}

/// A Parquet file of generated sales with `groups` row groups.
fn parquet_file(rows: u64, groups: u64) -> Bytes {
    let ventas = Ventas::new(&Dataset { seed: seed(), ..Dataset::with_rows(rows) });
    sales::parquet(&ventas, rows.div_ceil(groups) as usize).unwrap()
}

/// Compares the metadata with what a reader of the whole file finds.
#[track_caller]
fn same_metadata(name: &str, found: &ParquetMetaData, file: &Bytes) {
    let expected = ParquetMetaDataReader::new().parse_and_finish(file).unwrap();
    let rows = |metadata: &ParquetMetaData| -> Vec<i64> {
        metadata.row_groups().iter().map(|group| group.num_rows()).collect()
    };
    let what = text!("{name}: rows in each row group", "{name}: filas de cada grupo de filas");
    same_rows(what, &rows(found), &rows(&expected));
    let what = text!(
        "{name}: the metadata equal those read from the whole file",
        "{name}: los metadatos coinciden con los leídos del archivo entero"
    );
    same(what, *found == expected, true);
}

fn check_footer(name: &str, store: Arc<dyn ObjectStore>) {
    let (file, path) = (parquet_file(500, 3), Path::from("ventas.parquet"));
    put(&store, &path, &file);
    let found = block_on(read_footer(&store, &path)).unwrap();
    same_metadata(name, &found, &file);
    let missing = block_on(read_footer(&store, &Path::from("none.parquet")));
    let what = text!(
        "{name}: kind of error for a file that is not there",
        "{name}: clase de error para un archivo que no existe"
    );
    same(what, store_error_kind(&missing), "NotFound");
}

#[test]
fn a_footer_takes_two_requests_at_most() {
    on_local_stores(check_footer);
    // A large file with small metadata, and the other way round.
    for (rows, groups) in [(60_000, 3), (3_000, 300)] {
        let (file, path) = (parquet_file(rows, groups), Path::from("ventas.parquet"));
        let store = probe_with(&path, &file, &[]);
        let found = block_on(read_footer(&store, &path)).unwrap();
        let name = text!("{rows} rows in {groups} groups", "{rows} filas en {groups} grupos");
        same_metadata(&name, &found, &file);

        let Counts { gets, bytes, .. } = store.counts();
        let what = text!(
            "{name}: requests, of which there are {gets}; 1 or 2",
            "{name}: peticiones, que son {gets}; 1 o 2"
        );
        same(what, (1..=2).contains(&gets), true);
        let limit = u64::from(metadata_bytes(&file)) + (64 << 10);
        let size = file.len();
        let what = text!(
            "{name}: of {size} bytes it read {bytes}; the limit is {limit}",
            "{name}: de {size} bytes leyó {bytes}; el límite es {limit}"
        );
        same(what, bytes <= limit, true);
    }
}

/// How long the metadata of a Parquet file are, as its footer says.
fn metadata_bytes(file: &Bytes) -> u32 {
    let length = file.slice(file.len() - 8..file.len() - 4);
    u32::from_le_bytes(length.as_ref().try_into().unwrap())
}

#[test]
fn what_is_not_parquet_is_an_error() {
    let file = parquet_file(100, 1);
    let claims = |length: u32| [b"PAR1", &length.to_le_bytes()[..], b"PAR1"].concat();
    let damaged: [(&str, Vec<u8>); 9] = [
        ("empty", vec![]),
        ("one-byte", vec![b'P']),
        ("seven-bytes", b"100PAR1".to_vec()),
        ("text", b"id;monto\n1;10.50\n2;99.99\n".to_vec()),
        ("cut-at-the-end", file[..file.len() - 1].to_vec()),
        ("start-cut-off", last(&file, metadata_bytes(&file) as usize).to_vec()),
        ("claims-a-byte-more", claims(13)),
        ("claims-too-much", claims(1_000)),
        ("claims-4-gib", claims(u32::MAX)),
    ];
    for (name, data) in damaged {
        let path = Path::from(name);
        let store = probe_with(&path, &data.into(), &[]);
        let found = block_on(read_footer(&store, &path)).map(|metadata| metadata.num_row_groups());
        let what = text!(
            "the object `{name}` is not Parquet: is it an error? It returned {found:?}",
            "el objeto `{name}` no es Parquet: ¿es un error? Devolvió {found:?}"
        );
        same(what, found.is_err(), true);
    }
}

/// Reads an object through a store with faults, and compares what comes and how often it was asked
/// for.
#[track_caller]
fn check_retries(faults: &[Fault], max_retries: usize, expected_gets: usize, expected: &str) {
    let (path, data) = (Path::from("a"), random_bytes("retry", 1_000));
    let store = probe_with(&path, &data, faults);
    let found = block_on(get_with_retry(&store, &path, max_retries));
    let shown = &faults[..faults.len().min(4)];
    let of = text!(
        "{max_retries} retries, the first faults are {shown:?}",
        "{max_retries} reintentos, los primeros fallos son {shown:?}"
    );
    same(text!("{of}: requests", "{of}: peticiones"), store.counts().gets, expected_gets);
    same(text!("{of}: result", "{of}: resultado"), outcome_kind(&found), expected);
    if let Ok(found) = found {
        same_rows(text!("{of}: bytes", "{of}: bytes"), &found, &data);
    }
}

#[test]
fn retries_end_with_the_first_answer() {
    use Fault::Unavailable;
    check_retries(&[], 3, 1, "Ok");
    check_retries(&[], 0, 1, "Ok");
    check_retries(&[Unavailable; 2], 5, 3, "Ok");
    check_retries(&[Unavailable; 2], 2, 3, "Ok");
    check_retries(&[Unavailable; 3], 2, 3, "Generic");
    check_retries(&[Unavailable; 90], 4, 5, "Generic");
    check_retries(&[Unavailable; 1], 0, 1, "Generic");
}

#[test]
fn an_answer_that_breaks_off_is_asked_for_again() {
    use Fault::{Cut, Unavailable};
    check_retries(&[Cut], 1, 2, "Ok");
    check_retries(&[Cut, Unavailable, Cut], 3, 4, "Ok");
    check_retries(&[Cut; 2], 1, 2, "Generic");
}

#[test]
fn a_refusal_is_an_answer() {
    use Fault::{Denied, Unavailable};
    check_retries(&[Denied], 5, 1, "PermissionDenied");
    check_retries(&[Unavailable, Denied], 5, 2, "PermissionDenied");
    let store = Probe::new(InMemory::new(), &[]);
    let found = block_on(get_with_retry(&store, &Path::from("none"), 5));
    let what = text!("an object that is not there", "un objeto que no existe");
    same(&what, (outcome_kind(&found), store.counts().gets), ("NotFound", 1));
}

/// What S3 answers when it is asked for a listing.
const LISTING: &str = "<ListBucketResult><Name>workbook</Name><IsTruncated>false</IsTruncated>\
    <Contents><Key>ventas/a.csv</Key><Size>12</Size>\
    <LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;1&quot;</ETag></Contents>\
    </ListBucketResult>";

#[test]
fn the_bridge_carries_from_anywhere() {
    let path = Path::from("ventas/a.csv");
    let expected = || BTreeMap::from([(path.to_string(), 12)]);
    let store: Arc<dyn ObjectStore> =
        Arc::new(probe_with(&path, &Bytes::from_static(b"123456789012"), &[]));
    let listing = || list_sizes_blocking(Arc::clone(&store), "ventas");

    let what = text!("called from a plain thread", "llamada desde un hilo normal");
    same_listing(what, listing(), expected());

    let what = text!("called within `block_on`", "llamada dentro de `block_on`");
    same_listing(what, block_on(async { listing() }), expected());

    let what = text!("called from a task of Tokio", "llamada desde una tarea de Tokio");
    let pool = runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let store = Arc::clone(&store);
    let task = pool.spawn(async move { list_sizes_blocking(store, "ventas") });
    let found = pool.block_on(task).unwrap_or_else(|e| std::panic::resume_unwind(e.into_panic()));
    same_listing(what, found, expected());

    let what = text!("an error passes the bridge", "un error cruza el puente");
    let unavailable = Arc::new(Probe::new(InMemory::new(), &[Fault::Unavailable]));
    same(what, outcome_kind(&list_sizes_blocking(unavailable, "ventas")), "Generic");

    let what = text!("over HTTP, after a 503", "por HTTP, tras un 503");
    let server = Scripted::start(LISTING, &[Reply::Status(503), Reply::Serve]).unwrap();
    let s3 = Arc::new(s3_from(&server.variables(), 2).unwrap());
    same_listing(what, list_sizes_blocking(s3, "ventas"), expected());
}

/// Reads the object `ventas/a.csv` through a client with these settings.
fn get_from_s3(variables: &[(String, String)], max_retries: usize) -> object_store::Result<Bytes> {
    let s3 = s3_from(variables, max_retries)?;
    block_on(async { s3.get(&Path::from("ventas/a.csv")).await?.bytes().await })
}

#[test]
fn variables_describe_the_endpoint() {
    let server = Scripted::start("hello", &[Reply::Serve]).unwrap();
    let mut variables = server.variables();
    let others = [
        ("AWS_SESSION_TOKEN", "token-of-the-session"),
        // A later value of the same name counts.
        ("AWS_BUCKET", "the-bucket"),
        ("AWS_NOBODY_KNOWS_THIS", "?"),
        ("BUCKET", "not-this-one"),
        ("ENDPOINT", "not a url"),
        ("TIMEOUT", "not a time"),
        ("HOME", "/home/nobody"),
    ];
    variables.extend(others.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let found = get_from_s3(&variables, 0).unwrap();
    same(text!("object", "objeto"), found.as_ref(), b"hello");

    let requests = server.requests();
    same(text!("number of requests", "número de peticiones"), requests.len(), 1);
    let what = text!("first line of the request", "primera línea de la petición");
    same(what, requests[0].lines().next(), Some("GET /the-bucket/ventas/a.csv HTTP/1.1"));
    let what = text!("header with the session token", "cabecera con el token de la sesión");
    let token = scripted::header(&requests[0], "x-amz-security-token");
    same(what, token, Some("token-of-the-session"));
    let signature = scripted::header(&requests[0], "authorization").unwrap_or_default();
    for part in ["Credential=WORKBOOKKEY/", "/eu-south-2/s3/"] {
        let what = text!(
            "the signature names `{part}`; it is `{signature}`",
            "la firma nombra `{part}`; es `{signature}`"
        );
        same(what, signature.contains(part), true);
    }
}

#[test]
fn plain_http_and_the_bucket_must_be_asked_for() {
    for left_out in ["AWS_ALLOW_HTTP", "AWS_BUCKET"] {
        let server = Scripted::start("hello", &[Reply::Serve]).unwrap();
        let mut variables = server.variables();
        variables.retain(|(name, _)| name != left_out);
        let found = get_from_s3(&variables, 0);
        let what = text!(
            "without {left_out}: kind of error; it returned {found:?}",
            "sin {left_out}: clase de error; devolvió {found:?}"
        );
        same(what, outcome_kind(&found), "Generic");
        let what = text!("without {left_out}: requests", "sin {left_out}: peticiones");
        same(what, server.requests().len(), 0);
    }
}

/// Reads an object from a server that follows `script`, and compares the result and the number of
/// requests.
#[track_caller]
fn check_client(script: &[Reply], max_retries: usize, expected_requests: usize, expected: &str) {
    let data = random_bytes("client", 50_000);
    let server = Scripted::start(data.as_ref(), script).unwrap();
    let found = get_from_s3(&server.variables(), max_retries);
    let of = text!(
        "a client with {max_retries} retries, a server with the script {script:?}",
        "un cliente con {max_retries} reintentos, un servidor con el guion {script:?}"
    );
    same(text!("{of}: result", "{of}: resultado"), outcome_kind(&found), expected);
    let requests = server.requests().len();
    same(text!("{of}: requests", "{of}: peticiones"), requests, expected_requests);
    if let Ok(found) = found {
        same_rows(text!("{of}: bytes", "{of}: bytes"), &found, &data);
    }
}

#[test]
fn the_client_retries_as_often_as_it_was_told() {
    use Reply::{Cut, Drop, Hold, Serve, Status};
    check_client(&[Status(503), Serve], 0, 1, "Generic");
    check_client(&[Serve], 10, 1, "Ok");
    check_client(&[Status(503), Status(500), Serve], 10, 3, "Ok");
    check_client(&[Status(503)], 3, 4, "Generic");
    check_client(&[Status(429), Serve], 1, 2, "Ok");
    check_client(&[Drop, Serve], 1, 2, "Ok");
    // The client asks for the rest of the object only.
    check_client(&[Cut, Serve], 1, 2, "Ok");
    for (status, kind) in [(404, "NotFound"), (403, "PermissionDenied"), (400, "Generic")] {
        check_client(&[Status(status), Serve], 10, 1, kind);
    }

    // The waits have no effect that can be counted; what the client prints of itself names them.
    let s3 = s3_from(&checks::moto::variables(1), 7).unwrap();
    let waits = format!("{BACKOFF:?}");
    let what = text!("the client waits as in {waits}", "el cliente espera como en {waits}");
    same(what, format!("{s3:?}").contains(&waits), true);

    // A server that keeps silent: the client gives up on the first request and sends another. Its
    // patience is in the variables. On a busy machine it may lose it more than once.
    let server = Scripted::start("hello", &[Hold, Serve]).unwrap();
    let mut variables = server.variables();
    variables.push(("AWS_TIMEOUT".to_owned(), "80ms".to_owned()));
    let found = get_from_s3(&variables, 50);
    let what = text!("a server that keeps silent once", "un servidor que calla una vez");
    same(&what, outcome_kind(&found), "Ok");
    let what = text!("{what}: 2 requests or more", "{what}: 2 peticiones o más");
    same(what, server.requests().len() >= 2, true);
}

#[test]
fn the_same_code_works_on_s3() {
    let endpoint = match Endpoint::find() {
        Ok(endpoint) => endpoint,
        Err(reason) => return checks::not_run(reason),
    };
    let s3 = s3_from(&endpoint.variables, 3).unwrap();
    let store: Arc<dyn ObjectStore> = Arc::new(PrefixStore::new(s3, endpoint.prefix.clone()));
    let checks: [Check; 4] = [check_listing, check_puts, check_tails, check_footer];
    for (i, check) in iter::zip(0.., checks) {
        // Each check expects an empty store.
        check("S3", Arc::new(PrefixStore::new(Arc::clone(&store), format!("check-{i}"))));
    }
    let found = list_sizes_blocking(Arc::clone(&store), "").unwrap();
    let what = text!("S3: there are objects now", "S3: ahora hay objetos");
    same(what, found.is_empty(), false);
    for key in found.keys() {
        block_on(store.delete(&Path::parse(key).unwrap())).unwrap();
    }
}

#[test]
fn unknown_keys_are_refused_at_once() {
    let endpoint = match Endpoint::with_unknown_keys() {
        Ok(endpoint) => endpoint,
        Err(reason) => return checks::not_run(reason),
    };
    let s3 = Probe::new(s3_from(&endpoint.variables, 3).unwrap(), &[]);
    let found = block_on(get_with_retry(&s3, &endpoint.prefix.clone().join("a"), 3));
    let what = text!(
        "S3 with keys that it does not know: kind of error, and requests",
        "S3 con claves que no conoce: clase de error y peticiones"
    );
    same(what, (outcome_kind(&found), s3.counts().gets), ("PermissionDenied", 1));
}
