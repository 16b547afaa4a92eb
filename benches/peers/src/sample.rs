//! The output of one run of a program in any language: a line of `name=number`s.

use std::fs;
use std::time::Duration;

pub(crate) struct Sample {
    /// The time of the work, without the start of the process.
    pub(crate) nanoseconds: u64,
    /// The result of the work, on which all programs of a case must agree.
    pub(crate) result: u64,
    /// The 99th percentile, if the program measures single items.
    pub(crate) tail: Option<u64>,
    /// CPU time of all threads, in nanoseconds.
    pub(crate) cpu: Option<u64>,
    /// Number of instructions, counted by callgrind.
    pub(crate) instructions: Option<u64>,
    /// The largest amount of memory that the process had.
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

/// Returns the peak memory of this process in KiB, if the kernel provides it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
