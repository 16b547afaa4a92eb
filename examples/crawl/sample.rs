//! A site to try `crawl` on.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

/// Each page, and where its links lead.
const PAGES: [(&str, &[&str]); 4] = [
    (
        "index.html",
        &["guide.html", "news.html", "https://example.org"],
    ),
    ("guide.html", &["index.html", "guide/first.html"]),
    ("news.html", &["index.html", "archive.html"]),
    ("guide/first.html", &["../guide.html", "second.html#top"]),
];

/// A folder with these pages, of which two have a link that is broken. It is removed in the end.
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
        // What is left is small, and in the folder for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}
