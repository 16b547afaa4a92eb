//! Finds a site's folder and its first page.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use pipeline::BoxError;

use super::found::Name;

/// Returns the site's folder and the name of its first page.
pub(crate) fn root_of(start: &Path) -> Result<(PathBuf, Name), BoxError> {
    let mut start = start.to_owned();
    if start.is_dir() {
        start.push("index.html");
    }
    File::open(&start).map_err(|error| at(&start, &error))?;
    let name = start.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("{}: not a name in UTF-8", start.display()))?;
    let root = start.parent().unwrap_or(Path::new("")).to_owned();
    Ok((root, name.into()))
}

/// Prefixes the message of `error` with `path`.
pub(crate) fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
