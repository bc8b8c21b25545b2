//! A server that holds one object, speaks like S3 and remembers what it was asked. For the tests.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a request for the object wanted of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// How large it is.
    Size,
    /// The bytes from here on, up to some other place.
    From(usize),
}

/// The server. It is up as long as the program runs.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Starts a server on this machine that gives `object` to whoever asks, under any name.
    pub(crate) fn start(object: Vec<u8>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, object) = (Arc::clone(&asked), Arc::new(object));
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (log, object) = (Arc::clone(&log), Arc::clone(&object));
                // The client may go away at any moment; that is its right.
                thread::spawn(move || answer(&connection, &object, &log).ok());
            }
        });
        Ok(Self { port, asked })
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("logging does not panic").clone()
    }
}

/// Each connection serves one request.
fn answer(mut connection: &TcpStream, object: &[u8], log: &Mutex<Vec<Asked>>) -> io::Result<()> {
    let lines = BufReader::new(connection).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let is_head = head.first().is_some_and(|line| line.starts_with("HEAD "));
    let range = head
        .iter()
        .find_map(|line| line.to_lowercase().strip_prefix("range: bytes=").map(str::to_owned));
    let (start, end) = range.map_or((0, object.len()), |range| limits(&range, object.len()));
    let asked = if is_head { Asked::Size } else { Asked::From(start) };
    log.lock().expect("logging does not panic").push(asked);
    let status = if is_head { "200 OK" } else { "206 Partial Content" };
    let content_range = format!("Content-Range: bytes {start}-{}/{}\r\n", end - 1, object.len());
    write!(
        connection,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{}Connection: close\r\nETag: \"1\"\r\n\
         Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n",
        end - start,
        if is_head { "" } else { &content_range }
    )?;
    if is_head { Ok(()) } else { connection.write_all(&object[start..end]) }
}

/// The first byte, and the one after the last, of a range such as `0-4`, `5-` or `-8`.
fn limits(range: &str, size: usize) -> (usize, usize) {
    let (start, last) = range.split_once('-').unwrap_or((range, ""));
    match start.trim().parse() {
        Ok(start) => (start, last.trim().parse().map_or(size, |last: usize| size.min(last + 1))),
        Err(_) => (size.saturating_sub(last.trim().parse().unwrap_or(0)), size),
    }
}
