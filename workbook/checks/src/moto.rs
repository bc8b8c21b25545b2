//! A real S3 server for exercises that read and write objects: `moto_server`, a program in Python that
//! behaves like S3 and keeps all objects in memory.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::text;

/// The bucket that there is from the start.
pub const BUCKET: &str = "workbook";

/// Which keys the server takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Any keys: what it does unless told otherwise.
    Any,
    /// Those of users that were created before: nobody's.
    Checked,
}

/// The server, with [`BUCKET`] and no objects. It ends when this value is dropped.
#[derive(Debug)]
pub struct Moto {
    server: Child,
    port: u16,
}

impl Moto {
    /// Starts the server on a free port of this machine: the program that `WORKBOOK_MOTO` names, or
    /// else that of the path or of `python3`.
    ///
    /// # Errors
    ///
    /// It does not start; the text says how to get it.
    pub fn start(keys: Keys) -> Result<Self, String> {
        let mut commands = match env::var_os("WORKBOOK_MOTO") {
            Some(program) => vec![Command::new(program)],
            None => vec![Command::new("moto_server"), Command::new("python3")],
        };
        if let Some(python) = commands.get_mut(1) {
            python.args(["-m", "moto.server"]);
        }
        commands.into_iter().find_map(|command| Self::run(command, keys)).ok_or_else(how_to_get_one)
    }

    /// How to reach it, as environment variables.
    pub fn variables(&self) -> Vec<(String, String)> {
        variables(self.port)
    }

    fn run(mut command: Command, keys: Keys) -> Option<Self> {
        // The system chooses a free port for port 0.
        command.args(["-H", "127.0.0.1", "-p", "0"]);
        if keys == Keys::Checked {
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

/// How to reach an S3 server on this machine, as environment variables: without encryption, with
/// [`BUCKET`] and keys that nobody else has.
pub fn variables(port: u16) -> Vec<(String, String)> {
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

fn how_to_get_one() -> String {
    text!(
        "no S3 endpoint: `moto_server` does not start; install it with `pip install 'moto[server]'` and put it in the path, or set `WORKBOOK_MOTO` to its file, or name an endpoint of yours as `src/endpoint.rs` says",
        "no hay servidor S3: `moto_server` no arranca; instálalo con `pip install 'moto[server]'` y ponlo en el `PATH`, o indica su archivo en `WORKBOOK_MOTO`, o nombra un servidor tuyo como explica `src/endpoint.rs`"
    )
}

/// Waits for the line in which the server says where it listens; `None` if it ends before.
fn port_in(log: &mut impl BufRead) -> Option<u16> {
    let line =
        log.lines().map_while(Result::ok).find(|line| line.contains("Running on http://"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn the_log_says_where_the_server_listens() {
        let log =
            " * Serving Flask app 'moto'\n * Running on http://127.0.0.1:40123\nPress CTRL+C\n";
        assert_eq!(port_in(&mut log.as_bytes()), Some(40_123));
        assert_eq!(port_in(&mut "no module named moto\n".as_bytes()), None);
    }
}
