//! Expansions in the documentation are what the macro writes. After a change, `BLESS=1 cargo test -p pipeline-macros` writes
//! those of the verbs' pages anew; then read them.

use std::fs;
use std::path::Path;

use quote::quote;
use syn::ExprMacro;

use crate::ast::Form;
use crate::snapshots::{self, expansion};

/// What precedes the declaration on a verb's page, and the line that follows it.
const DECLARED: (&str, &str) = ("let declared = ", "\n.run()?;\n");
/// What precedes the expansion on the page, and the line that ends it.
const EXPANDED: (&str, &str) = ("let expanded = ", "    .run()?;\n");

#[test]
fn the_guide_shows_real_expansions() {
    let guide = read(&snapshots::folder().join("../../docs/guide/expansion.md"));
    for shown in ["digests.rs", "async_digests.rs"] {
        let shown = snapshots::folder().join(shown);
        assert!(
            guide.contains(read(&shown).trim()),
            "the page shows another declaration"
        );
        assert!(
            guide.contains(expansion(&shown).trim()),
            "the page shows another expansion"
        );
    }
}

/// Each page compares what the declaration, its expansion and the same by hand give: the page is a test itself.
#[test]
fn each_verbs_page_shows_the_real_expansion() {
    let folder = snapshots::folder().join("../../docs/verbs");
    let mut compared = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let file = entry.expect("the folder can be read").path();
        let page = read(&file);
        let declaration = page[between(&page, DECLARED, &file)].trim_end();
        let place = between(&page, EXPANDED, &file);
        let real = shown(declaration.strip_suffix(".run()?;").unwrap_or(declaration));
        if std::env::var_os("BLESS").is_some() {
            let mut page = page.clone();
            page.replace_range(place, &real);
            fs::write(&file, page).expect("the page can be written");
        } else {
            assert_eq!(
                page[place],
                real,
                "{} shows another expansion",
                file.display()
            );
        }
        compared += 1;
    }
    assert!(compared >= 20, "only {compared} pages were found");
}

/// The expansion of a declaration as a page shows it: `# ` hides the lines of the graph.
fn shown(declaration: &str) -> String {
    let call: ExprMacro = syn::parse_str(declaration).expect("it is one macro call");
    let expanded = crate::compile(Form::Pipeline, &quote!(::pipeline), call.mac.tokens);
    let statement = quote!(fn page() { let expanded = #expanded.run()?; });
    let file = syn::parse2(statement).expect("an expansion is an expression");
    let code = prettyplease::unparse(&file);
    let mut hidden = false;
    let mut page = String::new();
    for line in code.lines().filter_map(|line| line.strip_prefix("    ")) {
        hidden |= line == "        const {";
        page.push_str(if hidden { "# " } else { "" });
        page.push_str(line);
        page.push('\n');
        hidden &= line != "        },";
    }
    let start = page.strip_prefix(EXPANDED.0);
    start.expect("it is this statement").to_owned()
}

/// The place of what stands after the first string, up to the end of the second.
fn between(page: &str, (before, last): (&str, &str), file: &Path) -> std::ops::Range<usize> {
    let start = page.find(before).map(|start| start + before.len());
    let start = start.unwrap_or_else(|| panic!("{} has no `{before}`", file.display()));
    let length = page[start..].find(last).map(|length| length + last.len());
    let length = length.unwrap_or_else(|| panic!("{} has no `{last}`", file.display()));
    start..start + length
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("the page can be read")
}
