//! What the operating system tells about a worker process and about the whole machine.
//!
//! These readings come from outside the worker, so a worker cannot embellish them. Linux only:
//! elsewhere every reading is zero, and the report says that it was not measured.

use std::process::Child;

/// What a process has used since it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Processor time of all threads, user and system.
    pub cpu_ns: u64,
    /// Bytes read through system calls, from the page cache or from storage.
    pub read_bytes: u64,
    /// Bytes read from storage.
    pub storage_bytes: u64,
    pub minor_faults: u64,
    pub major_faults: u64,
}

impl Usage {
    /// What was used since `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            cpu_ns: self.cpu_ns.saturating_sub(earlier.cpu_ns),
            read_bytes: self.read_bytes.saturating_sub(earlier.read_bytes),
            storage_bytes: self.storage_bytes.saturating_sub(earlier.storage_bytes),
            minor_faults: self.minor_faults.saturating_sub(earlier.minor_faults),
            major_faults: self.major_faults.saturating_sub(earlier.major_faults),
        }
    }
}

/// Memory of a process, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memory {
    /// Now.
    pub resident_bytes: u64,
    /// The highest since the start of the process or the last [`reset_peak`].
    pub peak_bytes: u64,
}

/// Counters of the whole machine since boot.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Machine {
    /// Processor seconds spent on anything but idling, summed over processors.
    pub busy_s: f64,
    /// The part of them that the kernel's own threads spent, such as those that reclaim memory and
    /// write files back.
    pub kernel_s: f64,
    /// Processor seconds that the hypervisor gave to someone else.
    pub steal_s: f64,
    /// Seconds in which some task waited for a processor, and for input or output.
    pub cpu_pressure_s: f64,
    pub io_pressure_s: f64,
}

#[cfg(target_os = "linux")]
mod linux {
    use super::{Child, Machine, Memory, Usage};

    use std::fs;

    use anyhow::Context;
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;
    use nix::time::clock_getcpuclockid;
    use nix::unistd::Pid;

    pub fn usage(child: &Child) -> anyhow::Result<Usage> {
        let pid = child.id();
        let clock = clock_getcpuclockid(Pid::from_raw(pid as i32))?.now()?;
        let io = proc_file(pid, "io")?;
        let [minor_faults, major_faults] = numbers(&proc_file(pid, "stat")?, [10, 12]);
        Ok(Usage {
            cpu_ns: clock.tv_sec() as u64 * 1_000_000_000 + clock.tv_nsec() as u64,
            read_bytes: field(&io, "rchar:"),
            storage_bytes: field(&io, "read_bytes:"),
            minor_faults,
            major_faults,
        })
    }

    pub fn memory(child: &Child) -> anyhow::Result<Memory> {
        let status = proc_file(child.id(), "status")?;
        let kib = |name| field(&status, name) * 1024;
        Ok(Memory { resident_bytes: kib("VmRSS:"), peak_bytes: kib("VmHWM:") })
    }

    pub fn processors_allowed(child: &Child) -> usize {
        let Ok(tasks) = fs::read_dir(format!("/proc/{}/task", child.id())) else { return 0 };
        let allowed = tasks.filter_map(|task| {
            let status = fs::read_to_string(task.ok()?.path().join("status")).ok()?;
            let mask = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed:"))?;
            Some(mask.chars().filter_map(|digit| digit.to_digit(16)).map(u32::count_ones).sum())
        });
        allowed.max().unwrap_or(0u32) as usize
    }

    pub fn reset_peak(child: &Child) -> anyhow::Result<()> {
        let path = format!("/proc/{}/clear_refs", child.id());
        // 5 resets the high-water mark only: proc_pid_clear_refs(5).
        fs::write(&path, "5").with_context(|| format!("cannot write `{path}`"))
    }

    pub fn machine() -> Machine {
        let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
        let ticks: Vec<f64> = stat
            .lines()
            .next()
            .unwrap_or_default()
            .split_ascii_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        let ticks_per_s = rustix::param::clock_ticks_per_second() as f64;
        // user, nice, system, idle, iowait, irq, softirq, steal: proc_stat(5).
        let seconds = |index: usize| ticks.get(index).copied().unwrap_or(0.0) / ticks_per_s;
        Machine {
            busy_s: [0, 1, 2, 5, 6].into_iter().map(seconds).sum(),
            kernel_s: kernel_ticks() as f64 / ticks_per_s,
            steal_s: seconds(7),
            cpu_pressure_s: pressure_s("cpu"),
            io_pressure_s: pressure_s("io"),
        }
    }

    /// Ticks that the kernel's threads have used. They are the children of process 2, `kthreadd`.
    fn kernel_ticks() -> u64 {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let threads = processes.filter_map(|process| {
            process.file_name().to_str()?.parse::<u32>().ok()?;
            let stat = fs::read_to_string(process.path().join("stat")).ok()?;
            let [parent, user, system] = numbers(&stat, [4, 14, 15]);
            (parent == 2).then_some(user + system)
        });
        threads.sum()
    }

    /// Processor time of this process and of the children that it has waited for.
    pub fn own_cpu_s() -> f64 {
        let of = |who| {
            let usage = getrusage(who).ok()?;
            let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
            Some(seconds(usage.user_time()) + seconds(usage.system_time()))
        };
        let both = [UsageWho::RUSAGE_SELF, UsageWho::RUSAGE_CHILDREN];
        both.into_iter().filter_map(of).sum()
    }

    pub fn available_memory_bytes() -> u64 {
        let meminfo = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        field(&meminfo, "MemAvailable:") * 1024
    }

    fn pressure_s(resource: &str) -> f64 {
        let text = fs::read_to_string(format!("/proc/pressure/{resource}")).unwrap_or_default();
        let total_us = text.split_ascii_whitespace().find_map(|word| word.strip_prefix("total="));
        total_us.and_then(|us| us.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
    }

    fn proc_file(pid: u32, name: &str) -> anyhow::Result<String> {
        let path = format!("/proc/{pid}/{name}");
        fs::read_to_string(&path).with_context(|| format!("cannot read `{path}`"))
    }

    /// The number after `name` in a `name value` listing; 0 if there is none.
    fn field(text: &str, name: &str) -> u64 {
        let value = text.lines().find_map(|line| line.strip_prefix(name));
        let number = value.and_then(|rest| rest.split_ascii_whitespace().next());
        number.and_then(|digits| digits.parse().ok()).unwrap_or(0)
    }

    /// Fields of proc_pid_stat(5), which counts them from 1; 0 for what is missing. The second field
    /// is a name in parentheses that may hold spaces, so counting starts behind it.
    fn numbers<const N: usize>(stat: &str, fields: [usize; N]) -> [u64; N] {
        let behind_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let words: Vec<&str> = behind_name.split_ascii_whitespace().collect();
        let number = |field: usize| words.get(field - 3).and_then(|word| word.parse().ok());
        fields.map(|field| number(field).unwrap_or(0))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn numbers_are_counted_behind_a_name_with_spaces() {
            let stat = "12 (a (b) c) S 1 2 3 4 5 6 70 8 90 10";
            assert_eq!(numbers(stat, [4, 10, 12, 99]), [1, 70, 90, 0]);
        }

        #[test]
        fn the_kernel_has_worked_since_boot() {
            let machine = machine();
            assert!(0.0 < machine.kernel_s && machine.kernel_s < machine.busy_s, "{machine:?}");
        }

        #[test]
        fn fields_are_found_by_name() {
            assert_eq!(field("rchar: 12\nread_bytes: 34\n", "read_bytes:"), 34);
            assert_eq!(field("", "rchar:"), 0);
        }
    }
}

#[cfg(target_os = "linux")]
pub use linux::{
    available_memory_bytes, machine, memory, own_cpu_s, processors_allowed, reset_peak, usage,
};

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use super::{Child, Machine, Memory, Usage};

    pub fn usage(_: &Child) -> anyhow::Result<Usage> {
        Ok(Usage::default())
    }

    pub fn memory(_: &Child) -> anyhow::Result<Memory> {
        Ok(Memory::default())
    }

    pub fn processors_allowed(_: &Child) -> usize {
        0
    }

    pub fn reset_peak(_: &Child) -> anyhow::Result<()> {
        Ok(())
    }

    pub fn machine() -> Machine {
        Machine::default()
    }

    pub fn own_cpu_s() -> f64 {
        0.0
    }

    /// Unknown: nothing is skipped for lack of memory.
    pub fn available_memory_bytes() -> u64 {
        u64::MAX
    }
}

#[cfg(not(target_os = "linux"))]
pub use elsewhere::{
    available_memory_bytes, machine, memory, own_cpu_s, processors_allowed, reset_peak, usage,
};
