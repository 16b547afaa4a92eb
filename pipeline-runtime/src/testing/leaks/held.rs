//! The threads, files and tasks of the process at one moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::tasks;

/// The flag that the kernel sets on a thread that will run no more code of the process
/// (`PF_EXITING`).
const EXITING: u64 = 0x4;

/// Runs `run`, and asserts that nothing is left of it.
#[track_caller]
pub(super) fn leaves_nothing<R>(run: impl FnOnce() -> R) -> R {
    let before = Held::now();
    let value = run();
    let left = Held::now().since(&before);
    assert!(
        left.is_empty(),
        "this is left behind:\n  {}",
        left.join("\n  ")
    );
    value
}

struct Held {
    /// Names of threads, by the kernel's ids.
    threads: BTreeMap<u64, String>,
    /// Targets of the open files. A file that is open twice is listed twice.
    files: Vec<PathBuf>,
    /// Stages of tasks, by the numbers of the tasks.
    tasks: BTreeMap<u64, &'static str>,
}

impl Held {
    fn now() -> Self {
        Held {
            threads: threads(),
            files: files(),
            tasks: tasks::living(),
        }
    }

    /// Returns everything that was not there `before`.
    fn since(mut self, before: &Self) -> Vec<String> {
        self.threads
            .retain(|id, _| !before.threads.contains_key(id));
        self.tasks.retain(|id, _| !before.tasks.contains_key(id));
        for file in &before.files {
            let still = self.files.iter().position(|open| open == file);
            still.map(|at| self.files.swap_remove(at));
        }
        let threads = self.threads.values();
        let files = self.files.iter();
        let tasks = self.tasks.values();
        let threads = threads.map(|name| format!("thread `{name}`"));
        let files = files.map(|file| format!("open file {}", file.display()));
        let tasks = tasks.map(|stage| format!("task of stage `{stage}`"));
        threads.chain(files).chain(tasks).collect()
    }
}

/// Returns the threads that can still run code.
///
/// A joined thread has run its last instruction, but the kernel may list it for some microseconds
/// more. Such a thread is marked as exiting, so the check need not be repeated.
fn threads() -> BTreeMap<u64, String> {
    let listed = fs::read_dir("/proc/self/task").expect("the threads of this process are listed");
    let thread = |task: fs::DirEntry| {
        let id = task.file_name().to_str()?.parse().ok()?;
        // A thread that disappears between the listing and the reading has ended.
        let stat = fs::read_to_string(task.path().join("stat")).ok()?;
        Some((id, living(&stat)?.to_owned()))
    };
    listed.flatten().filter_map(thread).collect()
}

/// Returns the name in a line `ID (NAME) STATE PARENT GROUP SESSION TERMINAL FOREGROUND FLAGS …`,
/// unless the thread is exiting. The kernel keeps 15 bytes of a name.
fn living(stat: &str) -> Option<&str> {
    let (head, fields) = stat.rsplit_once(") ")?;
    let (_, name) = head.split_once('(')?;
    let flags: u64 = fields.split(' ').nth(6)?.parse().ok()?;
    (flags & EXITING == 0).then_some(name)
}

/// Returns the targets of the open files. The directory that lists them is always one of them.
fn files() -> Vec<PathBuf> {
    let listed = fs::read_dir("/proc/self/fd").expect("the open files are listed");
    let files = listed.flatten().map(|file| fs::read_link(file.path()));
    files.flatten().collect()
}
