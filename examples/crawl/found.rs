//! What a crawl has found, and how it is printed.

use std::collections::HashMap;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;

/// A path from the site's folder, with slashes.
pub(crate) type Name = Arc<str>;

/// The files that were found, by links or as the first.
pub(crate) type Found = HashMap<Name, State>;

pub(crate) enum State {
    /// These pages link to it, and it was not seen.
    Linked(Vec<Name>),
    /// It was read, and is HTML.
    Page,
    /// It is there.
    Other,
}

/// Takes down what was seen of the file `name`; which of the files that it links to are new.
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

/// What was found, in lines; how many links are broken.
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

/// Whoever reads the output may have seen enough.
pub(crate) fn print(report: &str) -> io::Result<()> {
    match io::stdout().write_all(report.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
