//! The files that this process has open, as the kernel knows them.

use std::fs;
use std::path::PathBuf;

/// The number of each open file, with what it is; that by which they are listed is one of them.
///
/// # Panics
///
/// Where the kernel lists no open files.
#[must_use]
pub fn files() -> Vec<(String, PathBuf)> {
    let listed = fs::read_dir("/proc/self/fd").expect("the open files are listed");
    let mut files: Vec<_> = listed
        .map(|file| {
            let file = file.expect("a file is listed");
            let what = fs::read_link(file.path()).unwrap_or_default();
            (file.file_name().to_string_lossy().into_owned(), what)
        })
        .collect();
    files.sort();
    files
}
