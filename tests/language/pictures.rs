//! Pictures of graphs as Mermaid, Graphviz and SVG, with and without a report.

use std::time::Duration;

use pipeline::{Graph, Report, pipeline};
use pipeline_tests::Watchdog;

/// Returns the graph of a pipeline with a shape of each kind, and the report of its run.
fn sorted_out() -> (&'static Graph, Report) {
    let sorted = pipeline!({
        let numbers = generator(0..100_u64);
        let all = numbers >> feedback(back, bound = 1000, full = fail);
        let (large, small) = all >> split(|n| *n > 90);
        let back = large >> stage(name = "halved", |n| n / 2);
        let (good, failed) = small
            >> fan_out(3, capacity = 8, |n| {
                if n % 50 == 7 { Err("7 < \"50\"")? } else { n }
            });
        let good = good >> stage(capacity = 4, full = drop_oldest, |n| n);
        (good >> sink(|good| good.sum::<u64>()), failed >> count())
    });
    let graph = sorted.graph();
    let (outcome, report) = sorted.run_reported();
    outcome.unwrap();
    (graph, report)
}

#[test]
fn a_mermaid_flowchart_has_a_shape_for_each_kind_of_verb() {
    let _watchdog = Watchdog::of_this_test();
    let (graph, _) = sorted_out();
    let lines = [
        "flowchart LR",
        "    s0([\"numbers<br>generator\"])",
        "    s1((\"all<br>feedback\"))",
        "    s2{{\"large+small<br>split\"}}",
        "    s3[\"halved<br>stage\"]",
        "    s4[[\"good+failed<br>fan_out\"]]",
        "    s5[\"good<br>stage\"]",
        "    s6(\"output_0<br>sink\")",
        "    s7(\"output_1<br>count\")",
        "    s0 -->|\"64+\"| s1",
        "    s1 -->|\"64+\"| s2",
        "    s2 -->|\"64+\"| s3",
        "    s2 -->|\"64+\"| s4",
        "    s3 -.->|\"1000\"| s1",
        "    s4 -->|\"8\"| s5",
        "    s4 -->|\"8\"| s7",
        "    s5 -->|\"4, drops oldest\"| s6",
        "",
    ];
    let text = graph.to_mermaid();
    assert_eq!(text, lines.join("\n"), "{text}");
}

#[test]
fn a_report_adds_numbers_colours_and_the_bottleneck() {
    let _watchdog = Watchdog::of_this_test();
    let (graph, mut report) = sorted_out();
    for stage in &mut report.stages {
        let is_slow = stage.name == "halved";
        stage.worked = Duration::from_millis(if is_slow { 900 } else { 10 });
        stage.waited_for_input = Duration::from_millis(100);
        stage.waited_for_output = Duration::ZERO;
    }
    let text = graph.to_mermaid_with(&report);
    assert!(text.contains("halved<br>stage<br>90 % busy"), "{text}");
    assert!(text.contains("stroke-width:4px"), "{text}");
    assert!(text.contains("fan_out × 3"), "{text}");
    assert!(text.contains("2 failed"), "{text}");
    let text = graph.to_dot_with(&report);
    assert!(text.contains("penwidth = 4"), "{text}");
}

#[test]
fn graphviz_gets_strings_that_it_can_read() {
    let _watchdog = Watchdog::of_this_test();
    let odd = pipeline!({
        let odd = generator(0..3) >> stage(name = "a \"b\" \\ c", |n: u64| n);
        odd >> fan_out(2, |n| n) >> sum::<u64>()
    });
    let text = odd.graph().to_dot();
    assert!(text.starts_with("digraph pipeline {"), "{text}");
    assert!(
        text.contains("label = \"a \\\"b\\\" \\\\ c\\nstage\""),
        "{text}"
    );
    assert_eq!(odd.run().unwrap(), 3);
}

#[test]
fn an_svg_is_the_same_each_time_and_has_all_that_is_declared() {
    let _watchdog = Watchdog::of_this_test();
    let (graph, report) = sorted_out();
    let svg = graph.to_svg();
    for stage in graph.stages() {
        assert!(
            svg.contains(&format!(">{}</text>", stage.name)),
            "{}",
            stage.name
        );
    }
    assert!(svg.contains("arrow loop"));
    assert!(svg.contains("drops oldest"));
    assert!((0..20).all(|_| graph.to_svg() == svg));
    assert_ne!(graph.to_svg_with(&report), svg);
}

#[test]
fn a_report_is_json() {
    let _watchdog = Watchdog::of_this_test();
    let (graph, report) = sorted_out();
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["stages"][0]["name"], "numbers");
    assert_eq!(json["stages"][0]["states"][0], "done");
    assert!(json["elapsed"].as_f64().unwrap() > 0.0);
    let json = serde_json::to_value(graph).unwrap();
    assert_eq!(json["stages"][1]["verb"], "feedback");
}
