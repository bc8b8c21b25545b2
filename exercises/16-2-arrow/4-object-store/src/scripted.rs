//! A server that answers like S3, or misbehaves, as a script says. Complete as it is: nothing to solve
//! here.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::thread;

use crate::endpoint::Variables;

/// What the server does with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    /// It sends the object, or the range of bytes that was asked for.
    Serve,
    /// It sends this status and a short error message.
    Status(u16),
    /// It closes the connection without a word.
    Drop,
    /// It sends half of what it announced, then closes the connection.
    Cut,
    /// It keeps the client waiting, until the client is gone.
    Hold,
}

/// A server on this machine that holds one object and gives it to whoever asks, under any name.
#[derive(Debug)]
pub(crate) struct Scripted {
    port: u16,
    /// The first line and the headers of every request.
    requests: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// Starts the server. The first request gets the first reply, and so on; the last reply of the
    /// script is repeated. Its threads end with the program.
    pub(crate) fn start(object: impl Into<Vec<u8>>, script: &[Reply]) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (object, script) = (Arc::new(object.into()), Arc::new(script.to_vec()));
        let log = Arc::clone(&requests);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (object, script) = (Arc::clone(&object), Arc::clone(&script));
                let log = Arc::clone(&log);
                // The client may go away at any moment; that is its right.
                thread::spawn(move || answer(&connection, &object, &script, &log).ok());
            }
        });
        Ok(Self { port, requests })
    }

    /// How to reach it.
    pub(crate) fn variables(&self) -> Variables {
        checks::moto::variables(self.port)
    }

    /// The first line and the headers of every request so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("logging does not panic").clone()
    }
}

/// Reads one request and answers it. Each connection serves one request.
fn answer(
    mut connection: &TcpStream,
    object: &[u8],
    script: &[Reply],
    log: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let head = read_request(connection)?;
    let mut log = log.lock().expect("logging does not panic");
    let reply = script[log.len().min(script.len() - 1)];
    let range = requested_range(&head, object.len());
    log.push(head);
    drop(log);
    match reply {
        Reply::Serve => {
            let (head, body) = success(object, range);
            connection.write_all(&[head.as_bytes(), body].concat())
        }
        Reply::Cut => {
            let (head, body) = success(object, range);
            connection.write_all(&[head.as_bytes(), &body[..body.len() / 2]].concat())
        }
        Reply::Status(status) => {
            let body = "<Error><Code>OnPurpose</Code></Error>";
            let head = response_head(status, body.len(), "");
            connection.write_all(&[head.as_bytes(), body.as_bytes()].concat())
        }
        Reply::Drop => Ok(()),
        Reply::Hold => connection.read_to_end(&mut Vec::new()).map(drop),
    }
}

/// Reads the first line and the headers, which it returns, and the body.
fn read_request(connection: &TcpStream) -> io::Result<String> {
    let mut reader = BufReader::new(connection);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let size = header(&head, "content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    io::copy(&mut reader.take(size), &mut io::sink())?;
    Ok(head)
}

/// The value of a header, whatever the case of its name.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    headers.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The range in a header such as `Range: bytes=0-4`, `bytes=5-` or `bytes=-8`.
fn requested_range(head: &str, size: usize) -> Option<Range<usize>> {
    let (start, last) = header(head, "range")?.strip_prefix("bytes=")?.split_once('-')?;
    let end = last.parse().map_or(size, |last: usize| size.min(last + 1));
    match start.parse() {
        Ok(start) => Some(start..end),
        Err(_) => Some(size.saturating_sub(last.parse().ok()?)..size),
    }
}

fn success(object: &[u8], range: Option<Range<usize>>) -> (String, &[u8]) {
    let Some(Range { start, end }) = range else {
        return (response_head(200, object.len(), ""), object);
    };
    let content_range = format!("Content-Range: bytes {start}-{}/{}\r\n", end - 1, object.len());
    (response_head(206, end - start, &content_range), &object[start..end])
}

fn response_head(status: u16, size: usize, more: &str) -> String {
    format!(
        "HTTP/1.1 {status} Scripted\r\nContent-Length: {size}\r\nConnection: close\r\n{more}\
         ETag: \"1\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n"
    )
}
