//! A process with all the processes that it starts: they are one process group, and end together.
//! Complete as it is: nothing to solve here.

use std::collections::BTreeMap;
use std::io;
use std::process::{Child, Command, ExitStatus};

use crate::Exit;

/// A process group. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Group {
    /// The process that was started first.
    leader: Child,
    /// How the leader ended, once somebody asked.
    status: Option<ExitStatus>,
}

impl Group {
    /// Starts a program as the leader of a new group. Its children belong to the group, and theirs.
    ///
    /// # Errors
    ///
    /// The program cannot be started.
    pub(crate) fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        Ok(Self { leader: command.spawn()?, status: None })
    }

    /// Whether the leader has ended by itself. Others of the group may still run.
    #[cfg(unix)]
    pub(crate) fn has_ended(&mut self) -> io::Result<bool> {
        use rustix::process::{WaitId, WaitIdOptions, waitid};

        // A look and no more: as long as nobody collects it, no other process gets its number.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(self.status.is_some() || waitid(WaitId::Pid(self.id()), options)?.is_some())
    }

    #[cfg(not(unix))]
    pub(crate) fn has_ended(&mut self) -> io::Result<bool> {
        self.status = self.leader.try_wait()?;
        Ok(self.status.is_some())
    }

    /// Kills every process of the group that still runs, waits until they are gone, and says how the
    /// leader ended: that is signal 9 if it was still running.
    pub(crate) fn kill(&mut self) -> io::Result<Exit> {
        if let Some(status) = self.status {
            return Ok(exit_of(status));
        }
        #[cfg(unix)]
        // If the group has ended by itself, there is nothing to kill.
        rustix::process::kill_process_group(self.id(), rustix::process::Signal::KILL).ok();
        #[cfg(not(unix))]
        self.leader.kill().ok();
        let status = self.leader.wait()?;
        self.status = Some(status);
        // It takes a moment to free the memory of a large process.
        while self.running() > 0 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        Ok(exit_of(status))
    }

    /// The resident memory of all processes of the group now, in bytes. 0 where the system does not tell.
    ///
    /// A process that has forked itself shares its memory with its copy, until the copy becomes another
    /// program: of such processes the largest counts. A JVM forks itself for each small command it runs.
    pub(crate) fn memory_bytes(&self) -> u64 {
        let mut largest: BTreeMap<u64, u64> = BTreeMap::new();
        for Member { stack, resident_bytes } in members(self.leader.id()) {
            let bytes = largest.entry(stack).or_default();
            *bytes = resident_bytes.max(*bytes);
        }
        largest.into_values().sum()
    }

    /// How many processes of the group run. 0 where the system does not tell.
    pub(crate) fn running(&self) -> usize {
        members(self.leader.id()).len()
    }

    #[cfg(unix)]
    fn id(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_child(&self.leader)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill().ok();
    }
}

fn exit_of(status: ExitStatus) -> Exit {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Exit::Signal(signal);
    }
    Exit::Code(status.code().expect("who was not killed has a code"))
}

/// A process that runs.
struct Member {
    /// Where its stack begins. The system chooses that anew for each program that it loads.
    stack: u64,
    resident_bytes: u64,
}

/// The processes of a group that run, from `/proc`.
#[cfg(target_os = "linux")]
fn members(group: u32) -> Vec<Member> {
    let Ok(processes) = std::fs::read_dir("/proc") else { return Vec::new() };
    let stat = |entry: io::Result<std::fs::DirEntry>| {
        let path = entry.ok()?.path();
        path.file_name()?.to_str()?.parse::<u32>().ok()?;
        std::fs::read_to_string(path.join("stat")).ok()
    };
    processes.filter_map(stat).filter_map(|stat| member(&stat, group)).collect()
}

/// Reads a line of proc_pid_stat(5); `None` if the process has ended or belongs to another group.
#[cfg(target_os = "linux")]
fn member(stat: &str, group: u32) -> Option<Member> {
    // The name of the program, the second field, stands in parentheses and may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3).copied();
    let number = |field_number: usize| field(field_number)?.parse::<u64>().ok();
    // A zombie has ended, and waits for somebody to ask how.
    let runs = !matches!(field(3)?, "Z" | "X");
    let resident_bytes = number(24)? * rustix::param::page_size() as u64;
    (runs && number(5)? == u64::from(group))
        .then_some(Member { stack: number(28)?, resident_bytes })
}

#[cfg(not(target_os = "linux"))]
fn members(_group: u32) -> Vec<Member> {
    Vec::new()
}
