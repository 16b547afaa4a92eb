//! Snapshots of expansions, because the output of `cargo expand` is part of the interface.
//! `tests/expand/` contains declarations, each next to its expansion. After a change, run `BLESS=1
//! cargo test -p pipeline-macros`, and read these files.

use std::fs;
use std::path::{Path, PathBuf};

use quote::quote;

use crate::ast::Form;

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/expand")
}

/// Returns the pretty-printed expansion of the `pipeline!` or `segment!` call in `file`.
pub(crate) fn expansion(file: &Path) -> String {
    let source = fs::read_to_string(file).expect("the declaration can be read");
    let call: syn::ExprMacro = syn::parse_str(&source).expect("the file is one macro call");
    let form = if call.mac.path.is_ident("segment") {
        Form::Segment
    } else {
        Form::Pipeline
    };
    let expanded = crate::compile(form, &quote!(::pipeline), call.mac.tokens);
    let file = quote!(fn expanded() { #expanded });
    prettyplease::unparse(&syn::parse2(file).expect("an expansion is an expression"))
}

#[test]
fn expansions_read_as_their_snapshots_do() {
    let entries = fs::read_dir(folder()).expect("the folder is there");
    let mut compared = 0;
    for entry in entries {
        let file = entry.expect("the folder can be read").path();
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .expect("names are text");
        let Some(stem) = name
            .strip_suffix(".rs")
            .filter(|stem| !stem.ends_with(".expanded"))
        else {
            continue;
        };
        let snapshot = file.with_file_name(format!("{stem}.expanded.rs"));
        let expanded = expansion(&file);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&snapshot, &expanded).expect("the snapshot can be written");
        }
        let kept = fs::read_to_string(&snapshot).unwrap_or_default();
        assert_eq!(kept, expanded, "{name} expands differently now");
        compared += 1;
    }
    assert!(compared >= 4, "only {compared} snapshots were found");
}
