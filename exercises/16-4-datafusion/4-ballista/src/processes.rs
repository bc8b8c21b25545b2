//! A cluster of processes on this machine: a scheduler and its executors. Complete as it is: nothing
//! to solve here.
//!
//! Nobody is left behind. Dropping the cluster kills its processes, and should the process that
//! started it die first, they notice: their standard input comes to an end.

use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::rest::{Rest, wait_for};

/// The address that only this machine reaches.
pub(crate) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The name of the file in which a scheduler leaves its port.
const PORT_FILE: &str = "port";

/// Makes the command that runs a role, such as `["scheduler", "--folder", "..."]`, as a new process.
pub(crate) type MakeCommand = fn(&[String]) -> io::Result<Command>;

/// A running cluster.
#[derive(Debug)]
pub(crate) struct Cluster {
    executors: Vec<Process>,
    scheduler: Process,
    address: SocketAddr,
    /// What the processes write. Deleted last, since fields are dropped from top to bottom.
    folder: TempDir,
}

impl Cluster {
    /// Starts a scheduler and `executors` executors with one vcore each, named `executor-1` and so on.
    /// Returns when the scheduler knows them all.
    ///
    /// # Errors
    ///
    /// A process has ended; the error holds what it printed.
    pub(crate) fn start(executors: usize, command: MakeCommand) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("gate"))?;
        let path = folder.path().display().to_string();
        let role = ["scheduler".to_owned(), "--folder".to_owned(), path];
        let mut scheduler = Process::start("scheduler", command(&role)?, folder.path())?;
        let port_file = folder.path().join(PORT_FILE);
        let port = wait_for("the port of the scheduler", || {
            scheduler.check()?;
            Ok(fs::read_to_string(&port_file).ok())
        })?;
        let address = SocketAddr::new(LOOPBACK, port.parse()?);
        let mut cluster = Self { executors: Vec::new(), scheduler, address, folder };
        let ports = free_ports(executors)?;
        for (number, port) in (1..).zip(ports) {
            cluster.start_executor(number, port, command)?;
        }
        wait_for("the executors", || {
            cluster.check()?;
            let registered = cluster.rest().executors();
            // The scheduler may be gone: then its last words tell more than the lost connection.
            Ok(registered.or_else(|e| cluster.check().and(Err(e)))?.get(executors - 1).cloned())
        })?;
        Ok(cluster)
    }

    fn start_executor(
        &mut self,
        number: usize,
        flight_port: u16,
        command: MakeCommand,
    ) -> anyhow::Result<()> {
        let id = format!("executor-{number}");
        let work_folder = self.folder.path().join(&id);
        fs::create_dir(&work_folder)?;
        let arguments = [
            ("--folder", self.folder.path().display().to_string()),
            ("--id", id.clone()),
            ("--scheduler-port", self.address.port().to_string()),
            ("--flight-port", flight_port.to_string()),
            ("--vcores", "1".to_owned()),
            ("--work-folder", work_folder.display().to_string()),
        ];
        let mut role = vec!["executor".to_owned()];
        role.extend(arguments.into_iter().flat_map(|(name, value)| [name.to_owned(), value]));
        self.executors.push(Process::start(&id, command(&role)?, self.folder.path())?);
        Ok(())
    }

    /// Where clients connect to.
    pub(crate) fn url(&self) -> String {
        format!("df://{}", self.address)
    }

    pub(crate) fn rest(&self) -> Rest {
        Rest { address: self.address }
    }

    /// Where the scheduler writes its event logs.
    pub(crate) fn log_folder(&self) -> PathBuf {
        log_folder(self.folder.path())
    }

    /// Where the function `gate` finds its gate.
    pub(crate) fn gate_folder(&self) -> PathBuf {
        gate_folder(self.folder.path())
    }

    /// The ids of the executor processes that have not been killed.
    pub(crate) fn executor_processes(&self) -> Vec<u32> {
        self.executors.iter().map(|executor| executor.child.id()).collect()
    }

    /// Kills an executor, without a warning, and returns its name.
    pub(crate) fn kill_executor(&mut self, process: u32) -> anyhow::Result<String> {
        let position = self.executors.iter().position(|executor| executor.child.id() == process);
        let position = position.with_context(|| format!("no executor is process {process}"))?;
        Ok(self.executors.remove(position).name.clone())
    }

    /// Kills the scheduler, without a warning.
    pub(crate) fn kill_scheduler(&mut self) {
        self.scheduler.kill();
    }

    /// An error if a process has ended by itself.
    fn check(&mut self) -> anyhow::Result<()> {
        self.scheduler.check()?;
        self.executors.iter_mut().try_for_each(Process::check)
    }
}

/// The folder for event logs in the folder of a cluster.
pub(crate) fn log_folder(folder: &Path) -> PathBuf {
    folder.join("event-logs")
}

/// The folder of the gate in the folder of a cluster.
pub(crate) fn gate_folder(folder: &Path) -> PathBuf {
    folder.join("gate")
}

/// One process of the cluster.
#[derive(Debug)]
struct Process {
    name: String,
    child: Child,
    /// What it prints.
    output: PathBuf,
}

impl Process {
    fn start(name: &str, mut command: Command, folder: &Path) -> anyhow::Result<Self> {
        let output = folder.join(format!("{name}.txt"));
        let file = File::create(&output)?;
        // The other end of its standard input lives in this process, and ends with it.
        command.stdin(Stdio::piped()).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| format!("`{name}` cannot be started"))?;
        Ok(Self { name: name.to_owned(), child, output })
    }

    fn check(&mut self) -> anyhow::Result<()> {
        if let Some(status) = self.child.try_wait()? {
            let output = fs::read_to_string(&self.output)?;
            bail!("the process `{}` ended: {status}\n{output}", self.name);
        }
        Ok(())
    }

    fn kill(&mut self) {
        // If it has ended by itself, there is nothing to kill.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Ends this process as soon as the one that started it is gone. Called by processes of a cluster.
pub(crate) fn end_with_parent() {
    thread::spawn(|| {
        io::stdin().read_to_end(&mut Vec::new()).ok();
        std::process::exit(0);
    });
}

/// Leaves the port of a scheduler where [`Cluster::start`] looks for it.
pub(crate) fn announce(folder: &Path, port: u16) -> io::Result<()> {
    // Written under another name first, so that nobody reads half of it.
    let draft = folder.join("draft");
    fs::write(&draft, port.to_string())?;
    fs::rename(draft, folder.join(PORT_FILE))
}

/// Ports that nobody listens on, all different. They lie below those that systems give to outgoing
/// connections: nobody else is likely to take one before its executor does.
fn free_ports(count: usize) -> anyhow::Result<Vec<u16>> {
    let random = RandomState::new();
    let mut listeners = Vec::new();
    for attempt in 0..1_000_u64 {
        let port = 20_000 + (random.hash_one(attempt) % 12_000) as u16;
        listeners.extend(TcpListener::bind((LOOPBACK, port)));
        if listeners.len() == count {
            let port = |listener: &TcpListener| listener.local_addr().map(|address| address.port());
            return Ok(listeners.iter().map(port).collect::<io::Result<_>>()?);
        }
    }
    bail!("there are not {count} free ports from 20000 to 31999")
}
