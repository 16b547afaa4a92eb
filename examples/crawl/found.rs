//! The files that a crawl has found, and the report that it prints.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;

/// A path relative to the site's folder, separated by slashes.
pub(crate) type Name = Arc<str>;

/// All files found so far: the first page, and every link target.
pub(crate) type Found = HashMap<Name, State>;

pub(crate) enum State {
    /// The file was not read, or does not exist. The pages that link to it.
    Linked(Vec<Name>),
    /// The file was read and is HTML.
    Page,
    /// The file exists and is not HTML.
    Other,
}

/// Records that the file `name` was looked at, with the result `seen`. Returns the link targets
/// that are new.
pub(crate) fn note(
    found: &mut Found,
    name: &Name,
    seen: Option<(State, Vec<String>)>,
) -> Vec<Name> {
    let mut new = Vec::new();
    let Some((state, links)) = seen else {
        return new;
    };
    found.insert(name.clone(), state);
    for link in links {
        match found.get_mut(&*link) {
            Some(State::Linked(pages)) => pages.push(name.clone()),
            Some(_) => {}
            None => {
                let link = Name::from(link);
                found.insert(link.clone(), State::Linked(vec![name.clone()]));
                new.push(link);
            }
        }
    }
    new
}

/// Returns the report as text, and the number of broken links.
pub(crate) fn report_on(found: &Found) -> (String, usize) {
    let (mut pages, mut broken, mut others) = (Vec::new(), Vec::new(), 0);
    for (name, state) in found {
        match state {
            State::Linked(from) => broken.extend(from.iter().map(|page| (page, name))),
            State::Page => pages.push(name),
            State::Other => others += 1,
        }
    }
    pages.sort_unstable();
    broken.sort_unstable();
    let mut lines: Vec<String> = pages.iter().map(ToString::to_string).collect();
    let links = broken
        .iter()
        .map(|(page, file)| format!("{page} -> {file}"));
    lines.extend(links);
    let (pages, broken) = (pages.len(), broken.len());
    lines.push(format!(
        "{pages} pages, {others} other files, {broken} broken links\n"
    ));
    (lines.join("\n"), broken)
}

/// Prints `report`. A reader that has closed standard output is not an error.
pub(crate) fn print(report: &str) -> io::Result<()> {
    match io::stdout().write_all(report.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
