//! What one run of a program says: a line of `name=number`s, whatever language it is written in.

use std::fs;
use std::time::Duration;

pub(crate) struct Sample {
    /// Of the work, without the process's start.
    pub(crate) nanoseconds: u64,
    /// What all programs of a case must agree on.
    pub(crate) result: u64,
    /// The 99th percentile, where single items are timed.
    pub(crate) tail: Option<u64>,
    /// Nanoseconds of CPU time, of all threads.
    pub(crate) cpu: Option<u64>,
    /// Counted by callgrind.
    pub(crate) instructions: Option<u64>,
    /// The most memory that the process had.
    pub(crate) kibibytes: Option<u64>,
}

impl Sample {
    pub(crate) fn of(time: Duration, result: u64) -> Self {
        Sample {
            nanoseconds: nanoseconds(time),
            result,
            tail: None,
            cpu: None,
            instructions: None,
            kibibytes: None,
        }
    }

    pub(crate) fn parse(line: &str) -> Option<Self> {
        let number = |name: &str| {
            let mut fields = line
                .split_whitespace()
                .filter_map(|field| field.split_once('='));
            let (_, number) = fields.find(|(found, _)| *found == name)?;
            number.parse().ok()
        };
        Some(Sample {
            nanoseconds: number("nanoseconds")?,
            result: number("result")?,
            tail: number("tail"),
            cpu: number("cpu"),
            instructions: None,
            kibibytes: number("kibibytes"),
        })
    }

    pub(crate) fn print(&self) {
        let Sample {
            nanoseconds,
            result,
            ..
        } = self;
        print!("nanoseconds={nanoseconds} result={result}");
        if let Some(tail) = self.tail {
            print!(" tail={tail}");
        }
        if let Some(cpu) = self.cpu {
            print!(" cpu={cpu}");
        }
        if let Some(kibibytes) = peak_memory() {
            print!(" kibibytes={kibibytes}");
        }
        println!();
    }
}

pub(crate) fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// This process's, in KiB, where the kernel says it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
