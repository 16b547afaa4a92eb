//! Finds the links of an HTML page and resolves them to paths in the site's folder.

use std::ffi::OsStr;
use std::path::Path;

/// Returns the files in the site's folder to which the page `name` links, each once, sorted.
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
        // The contents of these elements are text, even if they contain `<`.
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

/// Takes the next attribute and its value from `rest`. Returns `None` at the end of the tag.
fn next_attribute<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let is_between = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    *rest = split_where(rest, |byte| !is_between(byte)).1;
    if matches!(rest.first()?, b'>') {
        return None;
    }
    let (name, after) = split_where(rest, |byte| is_between(byte) || matches!(byte, b'=' | b'>'));
    *rest = after.trim_ascii_start();
    let Some(value) = rest.strip_prefix(b"=").map(<[u8]>::trim_ascii_start) else {
        return Some((name, b""));
    };
    let (value, after) = match value {
        [quote @ (b'"' | b'\''), value @ ..] => {
            let (value, after) = split_where(value, |byte| byte == *quote);
            (value, after.get(1..).unwrap_or_default())
        }
        _ => split_where(value, |byte| byte.is_ascii_whitespace() || byte == b'>'),
    };
    *rest = after;
    Some((name, value))
}

/// Resolves `link` on the page `page`. Both paths are relative to the site's folder. Returns `None`
/// if the link leads out of the folder, or to a place on the page itself.
pub(crate) fn resolve(page: &str, link: &[u8]) -> Option<String> {
    let (path, _) = split_where(link.trim_ascii(), |byte| matches!(byte, b'#' | b'?'));
    let (scheme, after) = split_where(path, |byte| matches!(byte, b':' | b'/'));
    let has_scheme = !scheme.is_empty() && after.starts_with(b":");
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
            // Reject a segment that the system does not take for a plain file name, such as `C:`.
            _ if Path::new(name).file_name() != Some(OsStr::new(name)) => return None,
            _ => names.push(name),
        }
    }
    // A link to a folder means the folder's page.
    if matches!(path.rsplit('/').next(), Some("" | "." | "..")) {
        names.push("index.html");
    }
    Some(names.join("/"))
}

/// Decodes percent escapes such as `%20`.
fn decode(path: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path;
    while let [first, after @ ..] = rest {
        let code = rest.strip_prefix(b"%").and_then(|code| code.get(..2));
        let code = code.filter(|code| code.iter().all(u8::is_ascii_hexdigit));
        let byte = code.and_then(|code| u8::from_str_radix(str::from_utf8(code).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = byte.map_or(after, |_| &after[2..]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Splits `bytes` before the first byte for which `is_end` is true.
fn split_where(bytes: &[u8], is_end: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|&byte| is_end(byte));
    bytes.split_at(end.unwrap_or(bytes.len()))
}

/// Returns the part of `bytes` that begins with the first `text`, or nothing if there is no `text`.
fn from<'a>(bytes: &'a [u8], text: &[u8]) -> &'a [u8] {
    find(bytes, text).map_or(&[], |start| &bytes[start..])
}

/// Returns the position of `text` in `bytes`, ignoring ASCII case.
fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let mut windows = bytes.windows(text.len());
    windows.position(|window| window.eq_ignore_ascii_case(text))
}
