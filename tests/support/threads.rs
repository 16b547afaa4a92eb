//! The threads of this process, as the kernel lists them.

use std::{fs, thread};

/// Set by the kernel in a thread that will run no code of the process any more (`PF_EXITING`).
const EXITING: u64 = 0x4;

/// Returns the sorted names of all threads that can still run code of the process.
///
/// A joined thread has run its last instruction, including thread-local destructors. But the kernel
/// may list it for some microseconds more: about once in 500 joins of three threads. The kernel
/// marks such a thread as exiting, and this function ignores it. So one call is enough, and no
/// retry is needed.
///
/// The kernel keeps 15 bytes of a name.
///
/// # Panics
///
/// Panics if the kernel does not list threads in the way of Linux.
#[must_use]
pub fn threads() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").expect("the threads of this process are listed");
    let mut names: Vec<String> = tasks
        .filter_map(|task| {
            let stat = task.expect("a thread is listed").path().join("stat");
            // A thread that is gone between the listing and the reading has ended.
            living(&fs::read_to_string(stat).ok()?)
        })
        .collect();
    names.sort();
    names
}

/// Returns the name in a line `ID (NAME) STATE PARENT GROUP SESSION TERMINAL FOREGROUND FLAGS …`,
/// or `None` if the thread is exiting.
fn living(stat: &str) -> Option<String> {
    let (head, fields) = stat
        .rsplit_once(") ")
        .expect("a name stands in parentheses");
    let (_, name) = head.split_once('(').expect("a name stands in parentheses");
    let flags = fields.split(' ').nth(6).expect("flags stand there");
    let flags: u64 = flags.parse().expect("flags are a number");
    (flags & EXITING == 0).then(|| name.to_owned())
}

/// Returns a line for each thread: its name, its state, the kernel function in which it waits, and
/// its system call with the arguments. Fields that this process may not read are empty.
#[must_use]
pub fn standing() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten();
    tasks
        .flatten()
        .map(|task| {
            let read = |file| fs::read_to_string(task.path().join(file)).unwrap_or_default();
            let stat = read("stat");
            let state = stat
                .rsplit_once(") ")
                .map_or("", |(_, fields)| &fields[..1]);
            format!(
                "{} {:15} {state} {} [{}]",
                task.file_name().to_string_lossy(),
                read("comm").trim(),
                read("wchan").trim(),
                read("syscall").trim()
            )
        })
        .collect()
}

/// Spins until `done` returns true. Other threads must be certain to make it true.
pub fn wait_until(mut done: impl FnMut() -> bool) {
    while !done() {
        thread::yield_now();
    }
}
