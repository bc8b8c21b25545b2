//! A file server for one reader on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};

use anyhow::Context;
use fs_err as fs;

/// Serves `folder` until the process is stopped.
pub(crate) fn serve(folder: &Path, port: u16) -> anyhow::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener =
        listener.with_context(|| format!("listen on port {port}; choose another with `--port`"))?;
    println!("http://{}/ (stop with Ctrl-C)", listener.local_addr()?);
    for stream in listener.incoming() {
        // A browser that hangs up early is no reason to stop.
        if let Err(error) = stream.and_then(|stream| answer(&stream, folder)) {
            eprintln!("a request failed: {error}");
        }
    }
    Ok(())
}

fn answer(mut stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut request = String::new();
    BufReader::new(stream).read_line(&mut request)?;
    let url = request.split(' ').nth(1).unwrap_or("/");
    let file =
        file_of(url, folder).and_then(|path| Some((content_type(&path), fs::read(path).ok()?)));
    let (status, (kind, body)) = match file {
        Some(found) => ("200 OK", found),
        None => ("404 Not Found", ("text/plain", b"not found".to_vec())),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

/// The file behind a path such as `/en/index.html?search=x`; `None` if it would leave the folder.
fn file_of(url: &str, folder: &Path) -> Option<PathBuf> {
    let path = Path::new(url.split(['?', '#']).next()?.trim_start_matches('/'));
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let file = folder.join(path);
    inside.then(|| if file.is_dir() { file.join("index.html") } else { file })
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_folder() {
        let folder = Path::new("output");
        assert_eq!(file_of("/en/a.html?search=b", folder), Some(folder.join("en/a.html")));
        assert_eq!(file_of("/../Cargo.toml", folder), None);
    }
}
