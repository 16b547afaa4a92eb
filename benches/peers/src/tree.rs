//! The folder of files that `heavy_tree` digests.

use std::fs::{self, ReadDir};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An iterator over all regular files in a folder and its subfolders.
pub(crate) struct Files {
    folders: Vec<PathBuf>,
    entries: Option<ReadDir>,
}

impl Files {
    pub(crate) fn of(folder: &Path) -> Self {
        let folders = vec![folder.to_owned()];
        let entries = None;
        Files { folders, entries }
    }
}

impl Iterator for Files {
    type Item = PathBuf;

    fn next(&mut self) -> Option<PathBuf> {
        loop {
            let Some(entry) = self.entries.as_mut().and_then(Iterator::next) else {
                let folder = self.folders.pop()?;
                self.entries = Some(fs::read_dir(folder).expect("the tree can be read"));
                continue;
            };
            let entry = entry.expect("the tree can be read");
            let kind = entry.file_type().expect("the tree can be read");
            if kind.is_dir() {
                self.folders.push(entry.path());
            } else if kind.is_file() {
                return Some(entry.path());
            }
        }
    }
}

/// Returns the folder of the documentation that comes with Rust: tens of thousands of files.
pub(crate) fn documentation() -> Option<PathBuf> {
    let output = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .ok()?;
    let sysroot = String::from_utf8(output.stdout).ok()?;
    let folder = Path::new(sysroot.trim()).join("share/doc");
    folder.is_dir().then_some(folder)
}

/// Reads all files once, so that no program waits for the disk. Returns the number of files and
/// bytes.
pub(crate) fn read_all(tree: &Path) -> (usize, usize) {
    let sizes = Files::of(tree).map(|path| fs::read(path).expect("the tree can be read").len());
    sizes.fold((0, 0), |(files, bytes), size| (files + 1, bytes + size))
}
