//! The cluster that an engine can leave its work to, by the URL of its scheduler.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};

use crate::engines::EngineSpec;
use crate::record::Plan;

/// How long a scheduler may take to accept a connection, and to answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A list of thousands of executors is shorter.
const MAX_ANSWER_BYTES: u64 = 64 << 20;

/// Parses a URL such as `df://localhost:50050`.
///
/// # Errors
///
/// If it is anything but scheme, host and port; the error is written for the command line.
pub fn parse_url(text: &str) -> Result<String, String> {
    match host_and_port(text) {
        Some(_) => Ok(text.into()),
        None => Err("expected `df://`, a host and a port, such as `df://localhost:50050`".into()),
    }
}

fn host_and_port(url: &str) -> Option<(&str, u16)> {
    let (host, port) = url.strip_prefix("df://")?.rsplit_once(':')?;
    let plain = |c: char| !matches!(c, '/' | '?' | '#' | '@') && !c.is_whitespace();
    let port = port.parse().ok().filter(|&port| port > 0)?;
    (!host.is_empty() && host.chars().all(plain)).then_some((host, port))
}

/// Checks that an engine of `plan` uses its cluster, if it has one, and that the cluster has a scheduler
/// and an executor. Otherwise that would only show after the data is generated.
///
/// # Errors
///
/// If no engine uses the cluster, or it is not there; the error says how to start what is missing.
pub fn check(plan: &Plan) -> anyhow::Result<()> {
    let Some(url) = &plan.cluster else { return Ok(()) };
    let uses_it = |name: &String| EngineSpec::find(name).is_ok_and(|engine| engine.takes_cluster);
    if !plan.engines.iter().any(uses_it) {
        bail!("no engine of this run can use `--cluster`: add `ballista` to `--engines`");
    }
    let Some((host, port)) = host_and_port(url) else {
        bail!("`{url}` is not the URL of a cluster, such as `df://localhost:50050`");
    };
    let executor = format!("`ballista-executor --scheduler-host {host} --scheduler-port {port}`");
    let connection = connect(host, port).map_err(|error| {
        anyhow!(
            "no scheduler answers at `{url}` ({error}): start one with `ballista-scheduler \
             --bind-port {port}`, and at least one executor with {executor}"
        )
    })?;
    match count_executors(connection, host) {
        Ok(0) => bail!("the scheduler at `{url}` has no executor: start one with {executor}"),
        Ok(_) => Ok(()),
        Err(error) => bail!(
            "what listens at `{url}` does not list its executors as Ballista's scheduler does \
             ({error:#}): name the host and the port of a `ballista-scheduler`"
        ),
    }
}

/// Connects to any of the addresses of `host`.
fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut outcome = Err(io::Error::other("the host has no address"));
    for address in format!("{host}:{port}").to_socket_addrs()? {
        outcome = TcpStream::connect_timeout(&address, TIMEOUT);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// Asks a scheduler's REST API, which is on the port of everything else, how many executors it has.
fn count_executors(mut connection: TcpStream, host: &str) -> anyhow::Result<usize> {
    connection.set_read_timeout(Some(TIMEOUT))?;
    // With HTTP 1.0 the server hangs up after its answer.
    write!(connection, "GET /api/executors HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
    let mut answer = String::new();
    connection.take(MAX_ANSWER_BYTES).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("its answer is not HTTP")?;
    let status = head.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) != Some("200") {
        bail!("its answer is `{status}`");
    }
    let executors: Vec<serde_json::Value> = serde_json::from_str(body)?;
    Ok(executors.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_has_a_scheme_a_host_and_a_port() {
        assert_eq!(host_and_port("df://localhost:50050"), Some(("localhost", 50_050)));
        assert_eq!(host_and_port("df://[::1]:50050"), Some(("[::1]", 50_050)));
        for bad in ["localhost:50050", "df://localhost", "df://:1", "df://a:0", "df://a:1/b"] {
            assert_eq!(host_and_port(bad), None, "{bad}");
        }
    }
}
