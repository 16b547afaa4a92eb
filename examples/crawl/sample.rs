//! A small site to try `crawl` on.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

/// The pages, each with its links.
const PAGES: [(&str, &[&str]); 4] = [
    (
        "index.html",
        &["guide.html", "news.html", "https://example.org"],
    ),
    ("guide.html", &["index.html", "guide/first.html"]),
    ("news.html", &["index.html", "archive.html"]),
    ("guide/first.html", &["../guide.html", "second.html#top"]),
];

/// A temporary folder with these pages. Dropping it removes the folder. Two of the links are
/// broken.
pub(crate) struct Sample(PathBuf);

impl Sample {
    pub(crate) fn write() -> io::Result<Self> {
        let sample = Sample(env::temp_dir().join(format!("crawl-sample-{}", process::id())));
        fs::create_dir_all(sample.0.join("guide"))?;
        for (name, links) in PAGES {
            let links = links
                .iter()
                .map(|link| format!("<a href=\"{link}\">{link}</a>\n"));
            fs::write(sample.0.join(name), links.collect::<String>())?;
        }
        Ok(sample)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Sample {
    fn drop(&mut self) {
        // A failure is ignored: the files are small and in the system's temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}
