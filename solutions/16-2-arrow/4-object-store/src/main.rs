//! 16.2.4: object_store: one code for memory, disk and S3.
//!
//! The tests say what each function must do: `cargo ex 16.2.4`. Then `cargo ex run 16.2.4` runs
//! `main`, below, on three stores and on a server that misbehaves. How to get an S3 endpoint stands in
//! `src/endpoint.rs`.

#[path = "../../../../exercises/16-2-arrow/4-object-store/src/endpoint.rs"]
mod endpoint;
#[path = "../../../../exercises/16-2-arrow/4-object-store/src/probe.rs"]
mod probe;
#[path = "../../../../exercises/16-2-arrow/4-object-store/src/sales.rs"]
mod sales;
#[path = "../../../../exercises/16-2-arrow/4-object-store/src/scripted.rs"]
mod scripted;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use datasets::{Dataset, Ventas};
use object_store::aws::AmazonS3;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, ObjectStoreExt};
use parquet::file::metadata::ParquetMetaData;

use endpoint::Endpoint;
use probe::{Fault, Probe};
use scripted::{Reply, Scripted};

// ANCHOR: list_sizes
/// Returns the key and the size in bytes of every object below `prefix`, at any depth.
///
/// `prefix` is a key as other programs write it, such as `ventas/región=norte`, and may end in `/`.
/// It stands for whole segments: `ventas` is not a prefix of `ventas2/a`, nor of the object `ventas`
/// itself. The empty prefix lists everything.
///
/// # Errors
///
/// The first error of the listing: part of a listing is worse than none. A prefix that cannot be a
/// key, such as `a//b`, is [`InvalidPath`](object_store::Error::InvalidPath).
async fn list_sizes(
    store: &dyn ObjectStore,
    prefix: &str,
) -> object_store::Result<BTreeMap<String, u64>> {
    // solution:begin list_sizes: todo!("list {store} below {prefix:?}")
    use futures::TryStreamExt;

    let objects = store.list(Some(&Path::parse(prefix)?));
    objects.map_ok(|object| (object.location.to_string(), object.size)).try_collect().await
    // solution:end
}
// ANCHOR_END: list_sizes

// ANCHOR: put_if_absent
/// Writes `data` to `path` unless there is an object already, which then stays as it is. Returns
/// whether it wrote.
///
/// One request, so that of several writers at the same time exactly one gets `true`.
///
/// # Errors
///
/// Every error but the one for an object that is already there. After such an error nobody knows
/// whether the object was written.
async fn put_if_absent(
    store: &dyn ObjectStore,
    path: &Path,
    data: Bytes,
) -> object_store::Result<bool> {
    // solution:begin put_if_absent: todo!("write {data:?} to {path} in {store}, unless it is there")
    use object_store::{Error, PutMode};

    match store.put_opts(path, data.into(), PutMode::Create.into()).await {
        Ok(_) => Ok(true),
        Err(Error::AlreadyExists { .. }) => Ok(false),
        Err(error) => Err(error),
    }
    // solution:end
}
// ANCHOR_END: put_if_absent

// ANCHOR: tail
/// Reads the last `n` bytes of an object, or all of it if it has fewer. One request, and not a byte
/// more than that.
///
/// `n` is 1 or more and the object is not empty. Otherwise the stores differ: memory and disk return
/// nothing, S3 returns an error.
async fn tail(store: &dyn ObjectStore, path: &Path, n: u64) -> object_store::Result<Bytes> {
    // solution:begin tail: todo!("the last {n} bytes of {path} in {store}")
    use object_store::{GetOptions, GetRange};

    let options = GetOptions { range: Some(GetRange::Suffix(n)), ..GetOptions::default() };
    store.get_opts(path, options).await?.bytes().await
    // solution:end
}
// ANCHOR_END: tail

// ANCHOR: read_footer
/// Reads the metadata of a Parquet file: the schema, and where its row groups and columns are.
///
/// They stand at the end: the metadata, their length as 4 bytes (an unsigned integer, the lowest byte
/// first), and the 4 bytes `PAR1`. At most 2 requests, and at most 64 KiB besides the metadata.
///
/// # Errors
///
/// An [`object_store::Error`] if the object cannot be read, and any error if it is not Parquet or was
/// cut. Never a panic: the length in a damaged file may be any number.
async fn read_footer(
    store: &dyn ObjectStore,
    path: &Path,
) -> Result<ParquetMetaData, Box<dyn Error + Send + Sync>> {
    // solution:begin read_footer: todo!("the metadata of {path} in {store}")
    use parquet::file::FOOTER_SIZE;
    use parquet::file::metadata::{FooterTail, ParquetMetaDataReader};

    let end = tail(store, path, FOOTER_SIZE as u64).await?;
    let length = FooterTail::try_new(end.as_ref().try_into()?)?.metadata_length();
    let footer = tail(store, path, (length + FOOTER_SIZE) as u64).await?;
    if footer.len() < length + FOOTER_SIZE {
        return Err(format!("`{path}` ends before its {length} bytes of metadata").into());
    }
    Ok(ParquetMetaDataReader::decode_metadata(&footer[..length])?)
    // solution:end
}
// ANCHOR_END: read_footer

// ANCHOR: get_with_retry
/// Reads an object, and tries again up to `max_retries` times after a failure that may pass.
///
/// Only [`Generic`](object_store::Error::Generic) may pass: a server in trouble, a lost connection, an
/// answer that breaks off in the middle. Any other error is an answer, such as `NotFound`, and asking
/// again would not change it. The last error is returned.
///
/// It asks again at once. The wait between two tries belongs to the client: see [`BACKOFF`].
async fn get_with_retry(
    store: &dyn ObjectStore,
    path: &Path,
    max_retries: usize,
) -> object_store::Result<Bytes> {
    // solution:begin get_with_retry: todo!("read {path} in {store}, with {max_retries} retries")
    let mut retries = 0;
    loop {
        let answer = async { store.get(path).await?.bytes().await };
        match answer.await {
            Err(object_store::Error::Generic { .. }) if retries < max_retries => retries += 1,
            last => return last,
        }
    }
    // solution:end
}
// ANCHOR_END: get_with_retry

// ANCHOR: list_sizes_blocking
/// As [`list_sizes`], for code that is not `async`. It may be called from anywhere, even from a
/// function that runs on a thread of a Tokio runtime, and for any store.
///
/// A thread of its own with a runtime of its own does the work: a thread that already drives a runtime
/// may not block on another. The stores that speak HTTP need the runtime's timers and sockets.
///
/// Such a store must not have served the caller's runtime before: it keeps its connections open, and
/// they belong to a runtime that stands still while the caller waits here.
fn list_sizes_blocking(
    store: Arc<dyn ObjectStore>,
    prefix: &str,
) -> object_store::Result<BTreeMap<String, u64>> {
    // solution:begin list_sizes_blocking: todo!("list {store} below {prefix:?}, on another thread")
    let prefix = prefix.to_owned();
    let worker = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("the system has resources for one more runtime");
        runtime.block_on(list_sizes(store.as_ref(), &prefix))
    });
    // A panic over there is a panic here.
    worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    // solution:end
}
// ANCHOR_END: list_sizes_blocking

// ANCHOR: s3_from
/// The waits before the retries of an S3 client: 1 ms, then a random time of 5 ms at most. That suits
/// a server on this machine; the default is 100 ms to 15 s.
const BACKOFF: BackoffConfig = BackoffConfig {
    init_backoff: Duration::from_millis(1),
    max_backoff: Duration::from_millis(5),
    base: 2.0,
};

/// Makes a client for the bucket that `variables` describe: pairs such as
/// `("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")`, as `std::env::vars()` gives them. It sends nothing.
///
/// A name counts if it begins with `AWS_` and means something to
/// [`AmazonS3ConfigKey`](object_store::aws::AmazonS3ConfigKey), in small letters; all others are
/// skipped. Plain HTTP is allowed only if the variables say so. A failed request is tried again up to
/// `max_retries` times, after waits as in [`BACKOFF`].
///
/// # Errors
///
/// If something is missing, such as the bucket, or has a value that makes no sense.
fn s3_from(variables: &[(String, String)], max_retries: usize) -> object_store::Result<AmazonS3> {
    // solution:begin s3_from: todo!("S3 as in {variables:?}, {max_retries} retries, {BACKOFF:?}")
    use object_store::RetryConfig;
    use object_store::aws::AmazonS3Builder;

    let retry = RetryConfig { max_retries, backoff: BACKOFF, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new().with_retry(retry);
    for (name, value) in variables.iter().filter(|(name, _)| name.starts_with("AWS_")) {
        if let Ok(key) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    builder.build()
    // solution:end
}
// ANCHOR_END: s3_from

/// Anything that can go wrong in `main`.
type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

fn main() -> Outcome {
    let directory = tempfile::tempdir()?;
    println!("The same code, three stores:");
    show_store(Arc::new(InMemory::new()))?;
    show_store(Arc::new(LocalFileSystem::new_with_prefix(directory.path())?))?;
    match Endpoint::find() {
        Ok(endpoint) => {
            let s3 = s3_from(&endpoint.variables, 3)?;
            show_store(Arc::new(PrefixStore::new(s3, endpoint.prefix.clone())))?;
            block_on(show_wrong_keys())?;
        }
        Err(reason) => println!("  {reason}"),
    }
    block_on(show_ranges())?;
    show_paths();
    show_retries()
}

/// Runs asynchronous work to its end on the current thread.
fn block_on<F: Future>(work: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("the system has resources for a runtime").block_on(work)
}

/// Not `async` itself: it bridges to the stores as any other program would.
fn show_store(store: Arc<dyn ObjectStore>) -> Outcome {
    println!("  {store}");
    let path = Path::parse("ventas/región=norte/1.csv")?;
    for data in ["id;monto\n1;10.50\n", "id;monto\n1;99.99\n"] {
        let written = block_on(put_if_absent(store.as_ref(), &path, data.into()))?;
        println!("    put_if_absent {path}: {written}");
    }
    println!("    the last 6 bytes: {:?}", block_on(tail(store.as_ref(), &path, 6))?);
    println!("    everything: {:?}", block_on(list_sizes(store.as_ref(), ""))?);
    println!("    below ventas: {:?}", list_sizes_blocking(Arc::clone(&store), "ventas")?);
    block_on(store.delete(&path))?;
    Ok(())
}

async fn show_wrong_keys() -> Outcome {
    let endpoint = Endpoint::with_unknown_keys()?;
    let s3 = s3_from(&endpoint.variables, 3)?;
    let answer = get_with_retry(&s3, &endpoint.prefix, 3).await;
    println!("  with keys that the server does not know: {}", outcome(&answer));
    Ok(())
}

/// Prints what reading parts of a large object costs.
async fn show_ranges() -> Outcome {
    let file = sales::parquet(&Ventas::new(&Dataset::with_rows(100_000)), 10_000)?;
    println!("\nA Parquet file of {} bytes:", file.len());
    let path = Path::from("ventas.parquet");
    let probe = || async {
        let store = Probe::new(InMemory::new(), &[]);
        store.put(&path, file.clone().into()).await.map(|_| store)
    };

    let store = probe().await?;
    let metadata = read_footer(&store, &path).await?;
    println!("  metadata of {} row groups: {:?}", metadata.num_row_groups(), store.counts());

    for (what, distance) in [("near each other", 1_000), ("1.1 MB apart", 1_100_000)] {
        let store = probe().await?;
        let ranges = [0..10, distance..distance + 10, 2 * distance..2 * distance + 10];
        store.get_ranges(&path, &ranges).await?;
        println!("  3 ranges of 10 bytes, {what}: {:?}", store.counts());
    }

    println!("\nGet with 2 retries from a store with faults:");
    for fault in [Fault::Unavailable, Fault::Cut, Fault::Denied] {
        let store = Probe::new(probe().await?, &[fault, fault]);
        let answer = get_with_retry(&store, &path, 2).await;
        println!("  twice {fault:?}: {}, {} requests", outcome(&answer), store.counts().gets);
    }
    Ok(())
}

/// Prints what becomes of a name: `from` encodes it, `parse` takes it as it is.
fn show_paths() {
    println!("\n{:<14} {:<22} Path::parse", "name", "Path::from");
    for name in ["datos/ventas/", "/a//b/", "año=2024", "a%20b", "a/../b"] {
        let parsed = Path::parse(name).map_or_else(|_| "error".to_owned(), |path| path.to_string());
        println!("{name:<14} {:<22} {parsed}", Path::from(name).as_ref());
    }
}

/// Prints how often the S3 client asks, depending on what the server does.
fn show_retries() -> Outcome {
    println!("\nAn S3 client with 3 retries, and a server that");
    let scripts: [(&str, &[Reply]); 7] = [
        ("answers", &[Reply::Serve]),
        ("is unavailable twice (503)", &[Reply::Status(503), Reply::Status(503), Reply::Serve]),
        ("stays unavailable (503)", &[Reply::Status(503)]),
        ("has no such object (404)", &[Reply::Status(404)]),
        ("drops the connection", &[Reply::Drop, Reply::Serve]),
        ("breaks off halfway", &[Reply::Cut, Reply::Serve]),
        ("does not answer in time", &[Reply::Hold, Reply::Serve]),
    ];
    for (what, script) in scripts {
        let server = Scripted::start("hello", script)?;
        let mut variables = server.variables();
        variables.push(("AWS_TIMEOUT".to_owned(), "200ms".to_owned()));
        let s3 = s3_from(&variables, 3)?;
        let answer = block_on(async { s3.get(&Path::from("a")).await?.bytes().await });
        println!("  {what:<28} {} requests, {}", server.requests().len(), outcome(&answer));
    }
    Ok(())
}

/// The number of bytes, or the kind of the error.
fn outcome(answer: &object_store::Result<Bytes>) -> String {
    match answer {
        Ok(bytes) => format!("{} bytes", bytes.len()),
        Err(error) => kind(error).to_owned(),
    }
}

/// The name of the error's variant.
fn kind(error: &object_store::Error) -> &'static str {
    use object_store::Error;
    match error {
        Error::Generic { .. } => "Generic",
        Error::NotFound { .. } => "NotFound",
        Error::PermissionDenied { .. } => "PermissionDenied",
        Error::Unauthenticated { .. } => "Unauthenticated",
        Error::AlreadyExists { .. } => "AlreadyExists",
        Error::InvalidPath { .. } => "InvalidPath",
        _ => "another error",
    }
}

#[cfg(test)]
#[path = "../../../../exercises/16-2-arrow/4-object-store/src/tests.rs"]
mod tests;
