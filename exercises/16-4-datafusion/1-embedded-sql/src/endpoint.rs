//! Finds an S3 endpoint. Complete as it is: nothing to solve here.
//!
//! By default it starts `moto_server`, a program in Python that behaves like S3 and keeps all objects
//! in memory: `pip install 'moto[server]'`. It is looked for in the path; the environment variable
//! `WORKBOOK_MOTO` may name another file.
//!
//! To use an endpoint of yours instead, name a bucket that you may write to in `WORKBOOK_S3_BUCKET`,
//! and the rest in the usual variables: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID` and
//! `AWS_SECRET_ACCESS_KEY`, and `AWS_ALLOW_HTTP=true` if the URL begins with `http:`. Everything is
//! written below `workbook-16-4-1/` and deleted in the end.
//!
//! Where `HTTP_PROXY` is set, set `NO_PROXY=127.0.0.1` too.

use std::env;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use checks::text;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

/// Names and values, as in the environment.
type Variables = Vec<(String, String)>;

/// An S3 endpoint that is up while this value lives.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// A client for the bucket.
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) bucket: String,
    /// Where objects may be written: nobody else uses this prefix.
    prefix: Path,
    /// Stopped when the endpoint is dropped.
    _moto: Option<Moto>,
}

impl Endpoint {
    /// An endpoint, or the reason why there is none.
    pub(crate) fn find() -> Result<Self, String> {
        let run = RandomState::new().hash_one(std::process::id());
        let prefix = Path::from(format!("workbook-16-4-1/{run:016x}"));
        if let Ok(bucket) = env::var("WORKBOOK_S3_BUCKET") {
            let variables: Variables =
                env::vars().filter(|(name, _)| name.starts_with("AWS_")).collect();
            let store = client(&variables, &bucket)?;
            return Ok(Self { store, bucket, prefix, _moto: None });
        }
        let moto = Moto::start().ok_or_else(how_to_get_one)?;
        let store = client(&on_this_machine(moto.port), BUCKET)?;
        Ok(Self { store, bucket: BUCKET.to_owned(), prefix, _moto: Some(moto) })
    }

    /// The URL of the object or folder `name`.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("s3://{}/{}/{name}", self.bucket, self.prefix)
    }

    pub(crate) async fn put(&self, name: &str, data: Vec<u8>) -> object_store::Result<()> {
        self.store.put(&self.path(name), data.into()).await.map(|_| ())
    }

    pub(crate) async fn delete(&self, name: &str) -> object_store::Result<()> {
        self.store.delete(&self.path(name)).await
    }

    fn path(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.prefix))
    }
}

/// A client for the bucket that the variables describe; the reason if they do not describe one.
fn client(variables: &[(String, String)], bucket: &str) -> Result<Arc<dyn ObjectStore>, String> {
    let mut builder = AmazonS3Builder::new();
    for (name, value) in variables {
        if let Ok(key) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    let s3 = builder.with_bucket_name(bucket).build().map_err(|error| error.to_string())?;
    Ok(Arc::new(s3))
}

/// How to reach a server on this machine.
fn on_this_machine(port: u16) -> Variables {
    let url = format!("http://127.0.0.1:{port}");
    let variables = [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "eu-south-2"),
        ("AWS_ACCESS_KEY_ID", "WORKBOOKKEY"),
        ("AWS_SECRET_ACCESS_KEY", "workbook-secret"),
    ];
    variables.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

const BUCKET: &str = "workbook";

fn how_to_get_one() -> String {
    text!(
        "no S3 endpoint: `moto_server` does not start; install it with `pip install 'moto[server]'` and put it in the path, or set `WORKBOOK_MOTO` to its file, or name an endpoint of yours as `src/endpoint.rs` says",
        "no hay servidor S3: `moto_server` no arranca; instálalo con `pip install 'moto[server]'` y ponlo en el `PATH`, o indica su archivo en `WORKBOOK_MOTO`, o nombra un servidor tuyo como explica `src/endpoint.rs`"
    )
}

/// `moto_server` with an empty bucket.
#[derive(Debug)]
struct Moto {
    server: Child,
    port: u16,
}

impl Moto {
    fn start() -> Option<Self> {
        let mut commands = match env::var_os("WORKBOOK_MOTO") {
            Some(program) => vec![Command::new(program)],
            None => vec![Command::new("moto_server"), Command::new("python3")],
        };
        if let Some(python) = commands.get_mut(1) {
            python.args(["-m", "moto.server"]);
        }
        commands.into_iter().find_map(Self::run)
    }

    fn run(mut command: Command) -> Option<Self> {
        // The system chooses a free port for port 0.
        command.args(["-H", "127.0.0.1", "-p", "0"]);
        let pipes = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut moto = Self { server: pipes.spawn().ok()?, port: 0 };
        let mut log = BufReader::new(moto.server.stderr.take()?);
        moto.port = port_in(&mut log)?;
        // A full pipe would stop the server: read on, and forget.
        thread::spawn(move || io::copy(&mut log, &mut io::sink()));
        moto.create_bucket().ok()?;
        Some(moto)
    }

    fn create_bucket(&self) -> io::Result<()> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port))?;
        let request = format!(
            "PUT /{BUCKET} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        connection.write_all(request.as_bytes())?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        let created = answer.split(' ').nth(1) == Some("200");
        if created { Ok(()) } else { Err(io::Error::other(answer)) }
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // If it has ended by itself, there is nothing to stop.
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// Waits for the line in which the server says where it listens; `None` if it ends before.
fn port_in(log: &mut impl BufRead) -> Option<u16> {
    let line =
        log.lines().map_while(Result::ok).find(|line| line.contains("Running on http://"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
