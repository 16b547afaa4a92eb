//! What a page links to: a scanner of tags, and links as paths below the site's folder.

use std::ffi::OsStr;
use std::path::Path;

/// The files below the site's folder that `page` links to, each once. `name` is the page's own.
pub(crate) fn links(name: &str, page: &[u8]) -> Vec<String> {
    let mut links = Vec::new();
    let mut rest = page;
    while let Some(start) = find(rest, b"<") {
        rest = &rest[start + 1..];
        if rest.starts_with(b"!--") {
            rest = from(rest, b"-->");
        }
        let tag = split_where(rest, |byte| !byte.is_ascii_alphanumeric()).0;
        if !tag.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        rest = &rest[tag.len()..];
        while let Some((attribute, value)) = next_attribute(&mut rest) {
            if attribute.eq_ignore_ascii_case(b"href") || attribute.eq_ignore_ascii_case(b"src") {
                links.extend(resolve(name, value));
            }
        }
        // What is in these is text, whatever it looks like.
        for text in [&b"script"[..], b"style"] {
            if tag.eq_ignore_ascii_case(text) {
                rest = from(rest, &[b"</", text].concat());
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// The next attribute and its value, up to the end of the tag.
fn next_attribute<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let is_between = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    *rest = split_where(rest, |byte| !is_between(byte)).1;
    if matches!(rest.first()?, b'>') {
        return None;
    }
    let (name, behind) = split_where(rest, |byte| is_between(byte) || matches!(byte, b'=' | b'>'));
    *rest = behind.trim_ascii_start();
    let Some(value) = rest.strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else {
        return Some((name, b""));
    };
    let (value, behind) = match value {
        [quote @ (b'"' | b'\''), value @ ..] => {
            let (value, behind) = split_where(value, |byte| byte == *quote);
            (value, behind.get(1..).unwrap_or_default())
        }
        _ => split_where(value, |byte| byte.is_ascii_whitespace() || byte == b'>'),
    };
    *rest = behind;
    Some((name, value))
}

/// The path that `link` means on the page `page`, both from the site's folder. `None` if it leads
/// out of there, or to a place on the page itself.
pub(crate) fn resolve(page: &str, link: &[u8]) -> Option<String> {
    let (path, _) = split_where(link.trim_ascii(), |byte| matches!(byte, b'#' | b'?'));
    let (scheme, behind) = split_where(path, |byte| matches!(byte, b':' | b'/'));
    let has_scheme = !scheme.is_empty() && behind.starts_with(b":");
    if path.is_empty() || path.starts_with(b"//") || has_scheme {
        return None;
    }
    let path = decode(path);
    let mut names: Vec<&str> = Vec::new();
    if !path.starts_with('/') {
        names.extend(page.split('/'));
        names.pop();
    }
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()?),
            // Not what this system takes for more than a name, such as `C:`.
            _ if Path::new(name).file_name() != Some(OsStr::new(name)) => return None,
            _ => names.push(name),
        }
    }
    // A folder's page is meant.
    if matches!(path.rsplit('/').next(), Some("" | "." | "..")) {
        names.push("index.html");
    }
    Some(names.join("/"))
}

/// `path` with each `%20` as the byte it stands for.
fn decode(path: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path;
    while let [first, behind @ ..] = rest {
        let code = rest.strip_prefix(b"%").and_then(|code| code.get(..2));
        let code = code.filter(|code| code.iter().all(u8::is_ascii_hexdigit));
        let byte = code.and_then(|code| u8::from_str_radix(str::from_utf8(code).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = byte.map_or(behind, |_| &behind[2..]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `bytes` before, and from, the first byte that `is_end`.
fn split_where(bytes: &[u8], is_end: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|&byte| is_end(byte));
    bytes.split_at(end.unwrap_or(bytes.len()))
}

/// `bytes` from the first `text` in them.
fn from<'a>(bytes: &'a [u8], text: &[u8]) -> &'a [u8] {
    find(bytes, text).map_or(&[], |start| &bytes[start..])
}

/// Where `text` stands in `bytes`, in letters of either case.
fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let mut windows = bytes.windows(text.len());
    windows.position(|window| window.eq_ignore_ascii_case(text))
}
