//! Describes the machine, and the versions of all tools.

use std::fs;
use std::process::Command;
use std::thread;

use crate::tools::{Tools, first_line};

pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Returns names and values, as far as the system provides them.
pub(crate) fn facts(tools: &Tools) -> Vec<(String, String)> {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_default();
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_default();
    let compiler = first_line(Command::new("rustc").arg("--version")).unwrap_or_default();
    let mut facts = vec![
        ("processor", format!("{processor}, {} cores", cores())),
        ("memory", memory),
        (
            "kernel",
            format!("{} {}", std::env::consts::OS, kernel.trim()),
        ),
        ("Rust", compiler),
    ];
    facts.extend(
        tools
            .versions()
            .map(|(name, version)| (name, version.to_owned())),
    );
    facts.extend(CRATES.map(|name| (name, locked(name).unwrap_or_default())));
    let named = |(name, fact): (&str, String)| (name.to_owned(), fact);
    facts.into_iter().map(named).collect()
}

const CRATES: [&str; 9] = [
    "pipeline",
    "crossbeam-channel",
    "kanal",
    "flume",
    "rtrb",
    "rayon",
    "futures",
    "tokio",
    "fast-md5",
];

/// Returns the version of a crate in this build.
fn locked(name: &str) -> Option<String> {
    let lock = include_str!("../../../Cargo.lock");
    let package = lock.split("[[package]]").find(|package| {
        let mut lines = package.lines();
        lines.any(|line| line == format!("name = \"{name}\""))
    })?;
    let version = package
        .lines()
        .find_map(|line| line.strip_prefix("version = "))?;
    Some(version.trim_matches('"').to_owned())
}

/// Returns the value of `name` in a file of `name : value` lines.
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let fields = text.lines().filter_map(|line| line.split_once(':'));
    let mut found = fields.filter(|(found, _)| found.trim() == name);
    found.next().map(|(_, value)| value.trim().to_owned())
}
