//! Tests the graph in an expansion, and the code that makes its edges.

use super::has;

/// Declarations, each with the code that makes one of its edges, and the same edge in the graph.
const EDGES: &[(&str, &str, &str)] = &[
    (
        "let a = generator(xs); a >> sink(f)",
        "let (to_a_, a_) = run_.edge();",
        "edge(\"a\", &[\"a\"], \"output\", Window)",
    ),
    (
        "let a = generator(capacity = 8, xs); a >> sink(f)",
        "let (to_a_, a_) = run_.edge_with_capacity(8);",
        "edge(\"a\", &[\"a\"], \"output\", Items(8))",
    ),
    (
        "let a = generator(capacity = 2 * n, xs); a >> sink(f)",
        "let (to_a_, a_) = run_.edge_with_capacity(2 * n);",
        "edge(\"a\", &[\"a\"], \"output\", Code(\"2 * n\"))",
    ),
    (
        "let a = generator(capacity = 8, xs); a >> fan_out(2, f) >> count()",
        "let (to_a_, a_) = run_.edge_with_capacity(8);",
        "edge(\"a\", &[\"a\"], \"output.fan_out\", Items(8))",
    ),
    (
        "let a = generator(capacity = 0, xs); a >> fan_out(2, f) >> count()",
        "let (to_a_, a_) = run_.edge_with_capacity(0);",
        "edge(\"a\", &[\"a\"], \"output.fan_out\", Items(0))",
    ),
    (
        "let (a, b) = generator(xs) >> tee(); let c = a >> stage(f); zip(c, b, allow = deadlock) >> count()",
        "let (to_a_, a_) = run_.edge();",
        "edge(\"a\", &[\"a+b\"], \"c\", Window)",
    ),
    (
        "let a = generator(xs); let b = a >> feedback(c, bound = 9, full = drop); let (c, d) = b >> tee(); d >> count()",
        "let (to_c_, c_) = b_loop_.back_edge_or_drop(9);",
        "edge(\"c\", &[\"c+d\"], \"b\", Items(9)).closing()",
    ),
    (
        "async { let a = generator(capacity = 8, xs); a >> fan_out(2, f) >> count() }",
        "let (to_a_, a_) = run_.edge_with_capacity(8);",
        "edge(\"a\", &[\"a\"], \"output.fan_out\", Items(8))",
    ),
    (
        "async { let a = generator(xs) >> fan_out(2, |x| x); a >> count() }",
        "let (to_a_, a_) = run_.edge();",
        "edge(\"a\", &[\"a\"], \"output\", Window)",
    ),
];

#[test]
fn an_edge_is_made_as_the_graph_says() {
    for (declaration, made, edge) in EDGES {
        assert!(has(declaration, made), "{declaration}\n{made}");
        assert!(has(declaration, edge), "{declaration}\n{edge}");
    }
}
