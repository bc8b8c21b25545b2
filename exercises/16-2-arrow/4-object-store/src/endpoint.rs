//! Finds an S3 endpoint. Complete as it is: nothing to solve here.
//!
//! By default it starts `moto_server`, a program in Python that behaves like S3 and keeps all objects
//! in memory: `pip install 'moto[server]'`. It is looked for in the path; the environment variable
//! `WORKBOOK_MOTO` may name another file.
//!
//! To use an endpoint of yours instead, name a bucket that you may write to in `WORKBOOK_S3_BUCKET`,
//! and the rest in the usual variables: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID` and
//! `AWS_SECRET_ACCESS_KEY`, and `AWS_ALLOW_HTTP=true` if the URL begins with `http:`. Everything is
//! written below `workbook-16-2-4/` and deleted in the end.
//!
//! Where `HTTP_PROXY` is set, set `NO_PROXY=127.0.0.1` too.

use std::env;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;

use checks::text;
use object_store::path::Path;

/// Names and values, as in the environment.
pub(crate) type Variables = Vec<(String, String)>;

/// An S3 endpoint that is up while this value lives.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// How to reach it, with keys that it knows.
    pub(crate) variables: Variables,
    /// Where objects may be written: nobody else uses this prefix.
    pub(crate) prefix: Path,
    /// Stopped when the endpoint is dropped.
    _moto: Option<Moto>,
}

impl Endpoint {
    /// An endpoint, or the reason why there is none.
    pub(crate) fn find() -> Result<Self, String> {
        Self::new(Keys::Any)
    }

    /// An endpoint that checks keys, and keys that it does not know.
    pub(crate) fn with_unknown_keys() -> Result<Self, String> {
        let mut endpoint = Self::new(Keys::Checked)?;
        let is_key = |name: &str| name == "AWS_ACCESS_KEY_ID" || name == "AWS_SECRET_ACCESS_KEY";
        for (_, value) in endpoint.variables.iter_mut().filter(|(name, _)| is_key(name)) {
            *value = "NOBODYKNOWSTHISKEY".to_owned();
        }
        Ok(endpoint)
    }

    fn new(keys: Keys) -> Result<Self, String> {
        let run = RandomState::new().hash_one(std::process::id());
        let prefix = Path::from(format!("workbook-16-2-4/{run:016x}"));
        if let Ok(bucket) = env::var("WORKBOOK_S3_BUCKET") {
            let mut variables: Variables =
                env::vars().filter(|(name, _)| name.starts_with("AWS_")).collect();
            variables.push(("AWS_BUCKET".to_owned(), bucket));
            return Ok(Self { variables, prefix, _moto: None });
        }
        let moto = Moto::start(keys).ok_or_else(how_to_get_one)?;
        Ok(Self { variables: on_this_machine(moto.port), prefix, _moto: Some(moto) })
    }
}

/// How to reach a server on this machine.
pub(crate) fn on_this_machine(port: u16) -> Variables {
    let url = format!("http://127.0.0.1:{port}");
    let variables = [
        ("AWS_ENDPOINT_URL", url.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_BUCKET", BUCKET),
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

/// Which keys `moto_server` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Any keys: what it does unless told otherwise.
    Any,
    /// Those of users that were created before: nobody's.
    Checked,
}

/// `moto_server` with an empty bucket.
#[derive(Debug)]
struct Moto {
    server: Child,
    port: u16,
}

impl Moto {
    fn start(keys: Keys) -> Option<Self> {
        let mut commands = match env::var_os("WORKBOOK_MOTO") {
            Some(program) => vec![Command::new(program)],
            None => vec![Command::new("moto_server"), Command::new("python3")],
        };
        if let Some(python) = commands.get_mut(1) {
            python.args(["-m", "moto.server"]);
        }
        commands.into_iter().find_map(|command| Self::run(command, keys))
    }

    fn run(mut command: Command, keys: Keys) -> Option<Self> {
        // The system chooses a free port for port 0.
        command.args(["-H", "127.0.0.1", "-p", "0"]);
        if keys != Keys::Any {
            // The first request is the one below.
            command.env("INITIAL_NO_AUTH_ACTION_COUNT", "1");
        }
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
