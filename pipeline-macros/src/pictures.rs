//! Tests of the pictures. Those in `docs/pictures/` are of the examples and of the README's first
//! pipeline. Those in `docs/pictures/verbs/` are of the first pipeline on each page in
//! `docs/verbs/`. After a change, run `BLESS=1 cargo test -p pipeline-macros` to draw them again,
//! and look at them.
//!
//! An expansion contains the graph as a constant. The tests read the graph from the expansion, so
//! that no example has to run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pipeline_runtime::private::graph::{
    self, Code, DropNewest, DropOldest, Graph, Items, Merge, Weight, Window,
};
use pipeline_runtime::{GraphEdge, GraphStage};
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ExprStruct, Lit, Macro};

use crate::ast::Form;

#[test]
fn the_pictures_are_those_of_the_examples_and_of_the_readme() {
    let sources = files(&root().join("examples"), "rs");
    let graphs = sources.iter().flat_map(|file| graphs(file));
    let readme = ("readme".to_owned(), first_graph(&root().join("README.md")));
    let pictures = drawn(graphs.chain([readme]));
    assert!(
        pictures.len() >= 20,
        "only {} pipelines were found",
        pictures.len()
    );
    compare(&root().join("docs/pictures"), &pictures);
}

#[test]
fn each_verb_has_the_picture_of_its_first_pipeline() {
    let pages = files(&root().join("docs/verbs"), "md");
    let pictures = drawn(pages.iter().map(|page| {
        let name = page.file_stem().and_then(|name| name.to_str());
        (name.expect("names are text").to_owned(), first_graph(page))
    }));
    compare(&root().join("docs/pictures/verbs"), &pictures);
}

/// Draws the pictures. They are sorted by the names of their files.
fn drawn(graphs: impl Iterator<Item = (String, Graph)>) -> BTreeMap<String, String> {
    let mut pictures = BTreeMap::new();
    for (name, graph) in graphs {
        let before = pictures.insert(format!("{name}.svg"), graph.to_svg());
        assert!(before.is_none(), "two pictures have the name {name}");
    }
    pictures
}

/// Asserts that the folder contains these pictures. With `BLESS`, writes them.
fn compare(folder: &Path, pictures: &BTreeMap<String, String>) {
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(folder).expect("the folder can be made");
        for old in files_in(folder, "svg") {
            fs::remove_file(old).expect("the old picture can be removed");
        }
        for (name, picture) in pictures {
            fs::write(folder.join(name), picture).expect("the picture can be written");
        }
    }
    let kept = files_in(folder, "svg").into_iter().map(|file| {
        let name = file.file_name().and_then(|name| name.to_str());
        let name = name.expect("names are text").to_owned();
        (name, fs::read_to_string(file).expect("a picture is text"))
    });
    let kept: BTreeMap<String, String> = kept.collect();
    let names = |pictures: &BTreeMap<String, String>| pictures.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&kept), names(pictures));
    for (name, picture) in pictures {
        assert!(kept[name] == *picture, "{name} looks different now");
        // In a doc comment, an empty line would end the picture.
        assert!(!picture.contains("\n\n"), "{name} has an empty line");
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the files with this extension in `folder` and below.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        found.extend(files_in(&folder, extension));
        folders.extend(entries(&folder).filter(|path| path.is_dir()));
    }
    found
}

fn files_in(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let has_it = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    entries(folder).filter(has_it).collect()
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    entries.map(|entry| entry.expect("the folder can be read").path())
}

/// Returns the graph of the first `pipeline!` on a page.
fn first_graph(page: &Path) -> Graph {
    let text = fs::read_to_string(page).expect("the page can be read");
    let example = text.split("```").nth(1).expect("the page has an example");
    let example = example.strip_prefix("rust").unwrap_or(example);
    // Lines that begin with `# ` are code that is hidden from readers.
    let lines = example
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line));
    let code = lines.collect::<Vec<_>>().join("\n");
    let file = syn::parse_file(&format!("fn example() {{ {code} }}"));
    let mut found = Found::default();
    found.visit_file(&file.unwrap_or_else(|error| panic!("{}: {error}", page.display())));
    let (_, graph) = found
        .calls
        .into_iter()
        .next()
        .expect("the example has a pipeline");
    graph
}

/// Returns the graphs of all `pipeline!` calls in `file`. A single graph has the name of the
/// example. If there are several, each name also contains the name of the function around the call.
fn graphs(file: &Path) -> Vec<(String, Graph)> {
    let source = fs::read_to_string(file).expect("the example can be read");
    let mut found = Found::default();
    found.visit_file(&syn::parse_file(&source).expect("the example is Rust"));
    let example = example(file);
    let is_alone = found.calls.len() == 1;
    let named = found.calls.into_iter().map(|(function, graph)| {
        let name = if is_alone {
            example.clone()
        } else {
            format!("{example}-{function}")
        };
        (name, graph)
    });
    named.collect()
}

/// Returns the name of an example: `digest_tree` for `examples/digest_tree.rs`, and `crawl` for
/// `examples/crawl/main.rs`.
fn example(file: &Path) -> String {
    let parts = file.strip_prefix(root().join("examples"));
    let parts = parts.expect("it is an example").with_extension("");
    let mut parts = parts.iter().filter_map(|part| part.to_str()).rev();
    let general = ["main", "lib", "src", "bin", "library", "demo"];
    let name = parts.find(|part| !general.contains(part));
    name.expect("an example has a name").to_owned()
}

/// The graphs of the calls in a file, with the functions around them.
#[derive(Default)]
struct Found {
    function: String,
    calls: Vec<(String, Graph)>,
}

impl<'a> Visit<'a> for Found {
    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.function = function.sig.ident.to_string();
        visit::visit_item_fn(self, function);
    }

    fn visit_macro(&mut self, call: &'a Macro) {
        if call.path.is_ident("pipeline") {
            let expanded = crate::compile(Form::Pipeline, &quote!(::pipeline), call.tokens.clone());
            let expanded = syn::parse2(expanded).expect("an expansion is an expression");
            let mut constant = Constant::default();
            constant.visit_expr(&expanded);
            let graph = constant.graph.expect("an expansion has a graph");
            self.calls.push((self.function.clone(), graph));
        }
    }
}

/// The graph in an expansion.
#[derive(Default)]
struct Constant {
    graph: Option<Graph>,
}

impl<'a> Visit<'a> for Constant {
    fn visit_expr_struct(&mut self, value: &'a ExprStruct) {
        if value.path.is_ident("Graph") {
            let field = |name: &str| {
                let mut fields = value.fields.iter();
                let field = fields.find(
                    |field| matches!(&field.member, syn::Member::Named(found) if found == name),
                );
                list(&field.expect("the field is there").expr)
            };
            let stages: Vec<GraphStage> = field("stages").map(stage).collect();
            let edges: Vec<GraphEdge> = field("edges").map(edge).collect();
            let (stages, edges) = (stages.leak(), edges.leak());
            self.graph = Some(Graph { stages, edges });
        }
    }
}

/// `&[…]`
fn list(list: &Expr) -> impl Iterator<Item = &Expr> {
    match list {
        Expr::Reference(list) => match &*list.expr {
            Expr::Array(list) => list.elems.iter(),
            other => panic!("no array: {}", quote!(#other)),
        },
        other => panic!("no reference: {}", quote!(#other)),
    }
}

/// `"name"`
fn text(text: &Expr) -> &'static str {
    match text {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => text.value().leak(),
            _ => panic!("no text: {}", quote!(#literal)),
        },
        other => panic!("no literal: {}", quote!(#other)),
    }
}

/// Returns the arguments of `function(…)`.
fn arguments<'a, const N: usize>(call: &'a ExprCall, function: &str) -> [&'a Expr; N] {
    let called = &call.func;
    assert_eq!(quote!(#called).to_string(), function);
    let arguments: Vec<&Expr> = call.args.iter().collect();
    let Ok(arguments) = arguments.try_into() else {
        panic!("another number of arguments: {}", quote!(#call));
    };
    arguments
}

/// `stage("lines", "generator")`, or `stage("words", "fan_out").at("workers")`
fn stage(row: &Expr) -> GraphStage {
    match row {
        Expr::MethodCall(call) if call.method == "at" => {
            stage(&call.receiver).at(text(&call.args[0]))
        }
        Expr::Call(call) => {
            let [name, verb] = arguments(call, "stage");
            graph::stage(text(name), text(verb))
        }
        other => panic!("no stage: {}", quote!(#other)),
    }
}

/// `edge("words", &["lines"], "output", Window).closing()`
fn edge(row: &Expr) -> GraphEdge {
    match row {
        Expr::MethodCall(call) => changed(edge(&call.receiver), call),
        Expr::Call(call) => {
            let [stream, from, to, room] = arguments(call, "edge");
            let from: Vec<&'static str> = list(from).map(text).collect();
            graph::edge(text(stream), from.leak(), text(to), capacity(room))
        }
        other => panic!("no edge: {}", quote!(#other)),
    }
}

fn changed(edge: GraphEdge, call: &ExprMethodCall) -> GraphEdge {
    match call.method.to_string().as_str() {
        "closing" => edge.closing(),
        "when_full" => {
            let full = &call.args;
            edge.when_full(match quote!(#full).to_string().as_str() {
                "DropNewest" => DropNewest,
                "DropOldest" => DropOldest,
                "Merge" => Merge,
                other => panic!("no word for a full edge: {other}"),
            })
        }
        other => panic!("no word of an edge: {other}"),
    }
}

/// `Items(8)`
fn capacity(room: &Expr) -> pipeline_runtime::Capacity {
    let Expr::Call(call) = room else {
        return Window;
    };
    let (word, value) = (&call.func, &call.args[0]);
    match quote!(#word).to_string().as_str() {
        "Items" => Items(quote!(#value).to_string().parse().expect("a number")),
        "Code" => Code(text(value)),
        "Weight" => Weight(text(value)),
        other => panic!("no capacity: {other}"),
    }
}
