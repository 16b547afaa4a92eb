//! What the process holds at one moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::tasks;

/// Set by the kernel in a thread that will run no code of the process any more (`PF_EXITING`).
const EXITING: u64 = 0x4;

/// Runs `run`, and looks whether something of it is left.
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
    /// Names by the kernel's numbers.
    threads: BTreeMap<u64, String>,
    /// What the open files are, each as often as it is open.
    files: Vec<PathBuf>,
    /// Stages by the numbers of their tasks.
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

    /// What is there that was not there `before`.
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

/// The threads that can still run code.
///
/// A joined thread has run its last instruction, but the kernel may list it for some microseconds more.
/// Such a thread is marked as exiting, so that no second look is needed.
fn threads() -> BTreeMap<u64, String> {
    let listed = fs::read_dir("/proc/self/task").expect("the threads of this process are listed");
    let thread = |task: fs::DirEntry| {
        let id = task.file_name().to_str()?.parse().ok()?;
        // One that is gone between the listing and the reading has ended.
        let stat = fs::read_to_string(task.path().join("stat")).ok()?;
        Some((id, living(&stat)?.to_owned()))
    };
    listed.flatten().filter_map(thread).collect()
}

/// The name in a line `ID (NAME) STATE PARENT GROUP SESSION TERMINAL FOREGROUND FLAGS …`, unless
/// that thread is exiting. The kernel keeps 15 bytes of a name.
fn living(stat: &str) -> Option<&str> {
    let (head, fields) = stat.rsplit_once(") ")?;
    let (_, name) = head.split_once('(')?;
    let flags: u64 = fields.split(' ').nth(6)?.parse().ok()?;
    (flags & EXITING == 0).then_some(name)
}

/// What the open files are; the list by which they are found is one of them, each time.
fn files() -> Vec<PathBuf> {
    let listed = fs::read_dir("/proc/self/fd").expect("the open files are listed");
    let files = listed.flatten().map(|file| fs::read_link(file.path()));
    files.flatten().collect()
}
