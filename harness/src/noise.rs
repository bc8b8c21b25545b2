//! What else the machine was doing while a sample was taken.

use std::collections::VecDeque;
use std::time::Instant;

use crate::record::Noise;
use crate::system::{self, Machine};

/// The system counts processor time in ticks of 10 ms, so noise is judged over at least this long:
/// one tick is then half a percent of two processors.
const WINDOW_S: f64 = 1.0;

/// A sample is dirty above this share of foreign processor time (benchmark method, 6.1.8).
const FOREIGN_LIMIT: f64 = 0.02;

/// A sample is dirty above this share for the kernel's own threads. They work for whoever uses
/// memory and files, so that they are busier the more rows are loaded: on a virtual machine of 25 GB,
/// about 1 % with 100M rows. What disturbs is far above: reclaiming memory page by page.
const KERNEL_LIMIT: f64 = 0.05;

/// A sample is dirty above this share of stolen processor time.
const STEAL_LIMIT: f64 = 0.01;

/// Compares what the machine did with what our own processes did.
pub struct NoiseMeter {
    processors: f64,
    start: Instant,
    /// Processor time of this run's own processes so far.
    own_cpu_s: f64,
    readings: VecDeque<Reading>,
}

#[derive(Debug, Clone, Copy)]
struct Reading {
    at_s: f64,
    own_cpu_s: f64,
    machine: Machine,
}

impl NoiseMeter {
    /// A meter for a machine with `processors` processors.
    pub fn new(processors: usize) -> Self {
        let mut meter = Self {
            processors: processors as f64,
            start: Instant::now(),
            own_cpu_s: 0.0,
            readings: VecDeque::new(),
        };
        meter.restart();
        meter
    }

    /// Forgets the past: call it after work that is not accounted for, such as loading data.
    pub fn restart(&mut self) {
        let reading = self.read();
        self.readings.clear();
        self.readings.push_back(reading);
    }

    /// Judges the time up to now, of which our own processes used `own_cpu_ns` since the last call.
    pub fn judge(&mut self, own_cpu_ns: u64) -> Noise {
        self.own_cpu_s += own_cpu_ns as f64 / 1e9;
        let now = self.read();
        // Keep one reading older than the window, so that the comparison spans all of it.
        while self.readings.get(1).is_some_and(|second| now.at_s - second.at_s >= WINDOW_S) {
            self.readings.pop_front();
        }
        let before = *self.readings.front().expect("there is always a reading");
        self.readings.push_back(now);
        noise_between(&before, &now, self.processors)
    }

    fn read(&self) -> Reading {
        Reading {
            at_s: self.start.elapsed().as_secs_f64(),
            own_cpu_s: self.own_cpu_s + system::own_cpu_s(),
            machine: system::machine(),
        }
    }
}

fn noise_between(before: &Reading, now: &Reading, processors: f64) -> Noise {
    let elapsed_s = (now.at_s - before.at_s).max(1e-9);
    let capacity_s = elapsed_s * processors;
    let share = |seconds: f64| (seconds / capacity_s).clamp(0.0, 1.0);
    let busy_s = now.machine.busy_s - before.machine.busy_s;
    let kernel_s = now.machine.kernel_s - before.machine.kernel_s;
    let foreign = share(busy_s - kernel_s.max(0.0) - (now.own_cpu_s - before.own_cpu_s));
    let kernel = share(kernel_s);
    let steal = share(now.machine.steal_s - before.machine.steal_s);
    let pressure = |after: f64, earlier: f64| ((after - earlier) / elapsed_s).clamp(0.0, 1.0);
    // Before a whole window has passed, a single tick would look like noise.
    let settled = elapsed_s >= WINDOW_S;
    Noise {
        foreign,
        kernel,
        steal,
        cpu_pressure: pressure(now.machine.cpu_pressure_s, before.machine.cpu_pressure_s),
        io_pressure: pressure(now.machine.io_pressure_s, before.machine.io_pressure_s),
        dirty: settled && (foreign > FOREIGN_LIMIT || kernel > KERNEL_LIMIT || steal > STEAL_LIMIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(at_s: f64, own_cpu_s: f64, busy_s: f64, steal_s: f64) -> Reading {
        Reading { at_s, own_cpu_s, machine: Machine { busy_s, steal_s, ..Machine::default() } }
    }

    #[test]
    fn our_own_work_is_not_noise() {
        let noise = noise_between(&reading(0.0, 0.0, 5.0, 0.0), &reading(2.0, 4.0, 9.0, 0.0), 2.0);
        assert_eq!((noise.foreign, noise.dirty), (0.0, false));
    }

    #[test]
    fn someone_elses_work_is() {
        let noise = noise_between(&reading(0.0, 0.0, 5.0, 0.0), &reading(2.0, 3.0, 9.0, 0.0), 2.0);
        assert_eq!((noise.foreign, noise.dirty), (0.25, true));
    }

    #[test]
    fn the_kernel_may_work_a_little() {
        let before = reading(0.0, 0.0, 5.0, 0.0);
        let after = |kernel_s| {
            let now = reading(2.0, 3.9, 5.0 + 3.9 + kernel_s, 0.0);
            Reading { machine: Machine { kernel_s, ..now.machine }, ..now }
        };
        let noise = noise_between(&before, &after(0.1), 2.0);
        assert_eq!((noise.kernel, noise.dirty), (0.025, false));
        // The sum above is rounded.
        assert!(noise.foreign < 1e-9, "{noise:?}");
        assert!(noise_between(&before, &after(0.4), 2.0).dirty);
    }

    #[test]
    fn stolen_time_is_noise() {
        let noise = noise_between(&reading(0.0, 0.0, 0.0, 0.0), &reading(2.0, 0.0, 0.0, 0.1), 2.0);
        assert_eq!((noise.steal, noise.dirty), (0.025, true));
    }

    #[test]
    fn a_single_tick_in_a_short_time_is_not_called_noise() {
        let noise =
            noise_between(&reading(0.0, 0.0, 0.0, 0.0), &reading(0.05, 0.0, 0.01, 0.0), 2.0);
        assert!(!noise.dirty);
    }
}
