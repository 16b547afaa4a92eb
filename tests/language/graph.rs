//! `graph()` returns the declaration as data, before anything runs.

#![deny(warnings)]

use std::fmt::Debug;
use std::time::Duration;

use futures::executor::block_on;
use pipeline::{AsyncPipeline, Capacity, Graph, GraphEdge, Pipeline, pipeline};
use pipeline_tests::is_as_declared;

/// Returns the stages that feed an edge, and the stage that reads it.
fn ends(graph: &Graph, stream: &str) -> (Vec<&'static str>, &'static str) {
    let edge = edge(graph, stream);
    (edge.from.to_vec(), edge.to)
}

fn edge(graph: &Graph, stream: &str) -> GraphEdge {
    *graph.edge(stream).expect("it is an edge")
}

fn streams(graph: &Graph) -> Vec<&'static str> {
    graph.edges().iter().map(|edge| edge.stream).collect()
}

fn stages(graph: &Graph) -> Vec<(&'static str, &'static str)> {
    let stages = graph.stages().iter();
    stages.map(|stage| (stage.name, stage.verb)).collect()
}

fn parse(text: &str) -> Result<u32, std::num::ParseIntError> {
    text.parse()
}

/// A pipeline with branches, dead letters, a `zip`, a `fan_in`, workers and methods.
fn branching() -> Pipeline<'static, (Vec<(u32, u32)>, usize, usize)> {
    pipeline!(move || {
        let lines = generator(["1", "2", "x", "3"]);
        let (numbers, failed) = lines >> stage(|line| parse(line)?);
        let (a, b, c) = numbers >> tee(capacity = 2);
        let doubled = a >> fan_out(2, ordered, |n| n * 2);
        let tripled = b >> map(|n| n * 3) >> stage(name = "third", |n| n);
        let pairs = zip(doubled, tripled);
        let (even, odd) = c >> split(|n| n % 2 == 0);
        let (large, small) = odd
            >> route(|n| {
                if n > 1 {
                    large(n);
                } else {
                    small(n);
                }
            });
        let all = fan_in(even, large, small);
        (pairs >> collect(), failed >> count(), all >> count())
    })
}

#[test]
fn every_stage_of_the_report_is_in_the_graph() {
    let pipeline = branching();
    let graph = pipeline.graph();
    let (outcome, report) = pipeline.run_reported();
    let (pairs, failed, all) = outcome.expect("what fails is a stream");
    assert_eq!((pairs, failed, all), (vec![(2, 3), (4, 6), (6, 9)], 1, 3));
    assert_eq!(graph.edges().len(), report.streams.len());
    is_as_declared(graph, &report);
}

#[test]
fn a_stage_has_its_name_and_the_verb_that_it_was_declared_by() {
    let expected = [
        ("lines", "generator"),
        ("numbers+failed", "stage"),
        ("a+b+c", "tee"),
        ("doubled", "fan_out"),
        ("third", "stage"),
        ("even+odd", "split"),
        ("large+small", "route"),
        ("output_0", "collect"),
        ("output_1", "count"),
        ("output_2", "count"),
    ];
    assert_eq!(stages(branching().graph()), expected);
}

#[test]
fn each_edge_says_who_fills_it_and_who_reads_it() {
    let pipeline = branching();
    let graph = pipeline.graph();
    for (stream, from, to) in [
        ("lines", ["lines"].as_slice(), "numbers+failed"),
        ("numbers", &["numbers+failed"], "a+b+c"),
        ("failed", &["numbers+failed"], "output_1"),
        ("a", &["a+b+c"], "doubled"),
        ("b", &["a+b+c"], "third"),
        ("c", &["a+b+c"], "even+odd"),
        ("doubled", &["doubled"], "output_0"),
        ("tripled", &["third"], "output_0"),
        ("odd", &["even+odd"], "large+small"),
        ("all", &["even+odd", "large+small"], "output_2"),
    ] {
        assert_eq!(ends(graph, stream), (from.to_vec(), to), "{stream}");
    }
    assert_eq!(graph.edges().len(), 10);
    assert_eq!(graph.edge("even"), None);
}

#[test]
fn a_fan_in_of_fan_ins_is_one_edge() {
    let pipeline = pipeline!({
        let a = generator(0..3);
        let b = generator(0..3);
        let c = generator(0..3);
        let some = fan_in(a, b);
        let all = fan_in(some, c);
        all >> count()
    });
    assert_eq!(streams(pipeline.graph()), ["all"]);
    let from = ["a", "b", "c"].to_vec();
    assert_eq!(ends(pipeline.graph(), "all"), (from, "output"));
}

#[test]
fn a_stage_that_fills_an_edge_twice_is_named_once() {
    let pipeline = pipeline!({
        let (a, b) = generator(0..3) >> tee();
        fan_in(a, b, capacity = 2) >> count()
    });
    let (edge, from) = (pipeline.graph().edges()[1], ["a+b"]);
    assert_eq!((edge.from, edge.to), (from.as_slice(), "output"));
    assert_eq!(edge.capacity, Capacity::Items(2));
}

#[test]
fn methods_are_a_part_of_a_stage_and_no_edge() {
    let pipeline = pipeline!({
        let numbers = generator(0..10) >> filter(|n| n % 2 == 0) >> map(|n| n + 1);
        let squares = numbers >> skip(1) >> stage(|n| n * n) >> take(3);
        squares >> batch(2) >> count()
    });
    let graph = pipeline.graph();
    assert_eq!(
        stages(graph),
        [("numbers", "generator"), ("squares", "stage")]
    );
    assert_eq!(streams(graph), ["squares_skip"]);
    assert_eq!(ends(graph, "squares_skip"), (vec!["numbers"], "squares"));
}

#[test]
fn a_pipeline_of_one_stage_has_no_edges() {
    let pipeline = pipeline!({ generator(0..10) >> sum::<i32>() });
    assert_eq!(stages(pipeline.graph()), [("output", "generator")]);
    assert_eq!(pipeline.graph().edges(), []);
    assert_eq!(pipeline.graph().to_string(), "output, a `generator`");
}

#[test]
fn streams_of_one_name_are_told_apart() {
    let pipeline = pipeline!({
        let items = generator(0..10);
        let items = items >> fan_out(2, |n| n);
        let items = items >> fan_out(2, |n| n);
        items >> count()
    });
    assert_eq!(streams(pipeline.graph()), ["items", "items_2", "items_3"]);
    assert_eq!(
        ends(pipeline.graph(), "items_2"),
        (vec!["items.2"], "items.3")
    );
}

#[test]
fn an_edge_without_a_capacity_has_a_window() {
    let pipeline = pipeline!({
        let a = generator(0..10);
        let b = generator(0..10);
        let c = fan_in(a, b) >> fan_out(2, |n| n);
        let d = c >> fan_out(2, ordered, |n| n);
        d >> batch_within(2, std::time::Duration::from_secs(1)) >> count()
    });
    for edge in pipeline.graph().edges() {
        assert_eq!(edge.capacity, Capacity::Window, "{edge}");
    }
    assert_eq!(pipeline.graph().edges().len(), 3);
}

#[test]
fn a_capacity_is_shown_whoever_shares_it() {
    let pipeline = pipeline!({
        let alone = generator(capacity = 8, 0..10);
        let read = alone >> stage(capacity = 8, |n| n);
        let filled = read >> fan_out(2, capacity = 8, |n| n);
        let filled_in_order = filled >> fan_out(2, ordered, capacity = 8, |n| n);
        let a = filled_in_order >> stage(|n| n);
        let b = generator(0..10);
        fan_in(a, b, capacity = 8) >> count()
    });
    for edge in pipeline.graph().edges() {
        assert_eq!(edge.capacity, Capacity::Items(8), "{edge}");
    }
    assert_eq!(pipeline.graph().edges().len(), 5);
}

#[test]
fn a_capacity_of_0_is_a_rendezvous() {
    let pipeline = pipeline!({
        let a = generator(capacity = 0, 0..10);
        let b = a >> fan_out(2, capacity = 0x0_usize, |n| n);
        b >> count()
    });
    for edge in pipeline.graph().edges() {
        assert_eq!(edge.capacity, Capacity::Items(0), "{edge}");
    }
}

#[test]
fn a_capacity_that_is_code_is_shown_as_it_is_written() {
    macro_rules! with_capacity {
        ($capacity:expr) => {
            pipeline!({
                let a = generator(capacity = $capacity, 0..10);
                a >> sink(|items| items.count())
            })
        };
    }
    let limit = [3_usize];
    let pipeline = with_capacity!(limit.len() + 1);
    let a = edge(pipeline.graph(), "a");
    assert_eq!(a.capacity, Capacity::Code("limit.len() + 1"));
    assert_eq!(
        a.to_string(),
        "a -> output by `a`: at most `limit.len() + 1` items; a rendezvous if that is 0"
    );
    let pipeline = with_capacity!(5);
    assert_eq!(edge(pipeline.graph(), "a").capacity, Capacity::Items(5));
}

#[test]
fn one_edge_of_a_loop_closes_it() {
    let pipeline = pipeline!({
        let seeds = generator([5_u32]);
        let open = seeds >> feedback(again, bound = 100, full = fail, capacity = 7);
        let (again, done) = open
            >> route(|n| {
                if n > 0 {
                    again(n - 1);
                }
                done(n);
            });
        done >> count()
    });
    let graph = pipeline.graph();
    assert_eq!(
        graph.to_string(),
        "seeds -> open by `seeds`: 64 items at first\n\
         open -> again+done by `open`: at most 7 items\n\
         again+done -> open by `again`: at most 100 items, closes a loop\n\
         again+done -> output by `done`: 64 items at first"
    );
    let closing = graph.edges().iter().filter(|edge| edge.closes_loop);
    assert_eq!(
        closing.map(|edge| edge.stream).collect::<Vec<_>>(),
        ["again"]
    );
    let (outcome, report) = pipeline.run_reported();
    assert_eq!(outcome.expect("it ends"), 6);
    is_as_declared(graph, &report);
}

#[test]
fn stages_that_may_wait_for_each_other_have_windows() {
    let pipeline = pipeline!({
        let (a, b) = generator(0..10)
            >> route(|n| {
                a(n);
                if n < 10 {
                    b(n);
                }
            });
        zip(a, b, allow = deadlock) >> count()
    });
    for edge in pipeline.graph().edges() {
        assert_eq!(edge.capacity, Capacity::Window, "{edge}");
    }
    assert_eq!(pipeline.run().expect("ten are enough"), 10);
}

/// An async pipeline with an edge of each kind.
fn of_futures() -> AsyncPipeline<'static, (usize, usize, usize, usize)> {
    pipeline!(async move {
        let seeds = generator([5_u32]);
        let open = seeds >> feedback(again, bound = 100, full = drop);
        let (again, done) = open
            >> route(|n| {
                if n > 0 {
                    again(n - 1);
                }
                done(n);
            });
        let (waits, more) = done
            >> route(async |n| {
                waits(n).await;
                more(n).await;
            });
        let shared = waits >> fan_out(2, capacity = 3, async |n| n);
        let (checked, failed) = shared >> stage(async |n| u8::try_from(n)?);
        let none = more >> stage(capacity = 0, |n| n) >> fan_out(1, |n| n);
        let none = none >> fan_out(2, |n| n);
        let other = generator(0..3_u32);
        let both = fan_in(none, other);
        let (a, b) = both >> tee(capacity = 4);
        (
            a >> count(),
            checked >> count(),
            failed >> count(),
            b >> count(),
        )
    })
}

#[test]
fn edges_of_futures_say_how_many_items_may_wait() {
    let pipeline = of_futures();
    let graph = pipeline.graph();
    assert_eq!(edge(graph, "open").capacity, Capacity::Window);
    assert_eq!(edge(graph, "again").capacity, Capacity::Items(100));
    assert!(edge(graph, "again").closes_loop);
}

#[test]
fn every_stage_of_a_report_of_futures_is_in_the_graph() {
    let pipeline = of_futures();
    let graph = pipeline.graph();
    let (outcome, report) = futures::executor::block_on(pipeline.run_reported());
    assert_eq!(outcome.expect("nothing fails"), (9, 6, 0, 9));
    assert_eq!(graph.edges().len(), report.streams.len());
    is_as_declared(graph, &report);
}

#[test]
fn a_graph_is_there_whatever_the_pipeline_borrows() {
    fn doubled<T: Clone + Debug + Send + Sync>(items: &[T]) -> (&'static Graph, Vec<T>) {
        let pipeline = pipeline!({
            let twice = generator(items) >> flat_map(|item| [item.clone(), item.clone()]);
            twice >> collect::<Vec<T>>()
        });
        let graph = pipeline.graph();
        (graph, pipeline.run().expect("nothing fails"))
    }
    let text = "a".to_owned();
    let (graph, items) = doubled(&[text.as_str()]);
    drop(text.clone());
    assert_eq!(items, ["a", "a"]);
    assert_eq!(graph.stages().len(), 1);
}

#[test]
fn the_words_of_a_graph_are_not_in_the_bodies() {
    const DEFAULT: u32 = 1;
    #[derive(Debug, PartialEq)]
    struct Window;
    fn edge(n: u32) -> u32 {
        n + DEFAULT
    }
    let stage = 5;
    let pipeline = pipeline!({
        let graph = generator([stage]);
        let channel = graph >> fan_out(1, capacity = DEFAULT as usize, |n| (edge(n), Window));
        channel >> collect::<Vec<_>>()
    });
    assert_eq!(pipeline.run().expect("nothing fails"), [(6, Window)]);
}

/// Otherwise rustc would warn about an unused variable.
#[test]
fn capacity_of_a_fused_stage_is_used() {
    let capacity = 3;
    let threads = pipeline!({
        let numbers = generator(0..3);
        numbers >> stage(capacity = capacity, |n| n) >> count()
    });
    assert_eq!(threads.graph().edges().len(), 1);
    let capacity = 3;
    let futures = pipeline!(async {
        let numbers = generator(0..3);
        numbers >> stage(capacity = capacity, |n| n) >> count()
    });
    assert_eq!(futures.graph().edges().len(), 1);
    assert_eq!(threads.run().unwrap(), 3);
}

/// The arguments of `batch` and `throttle` are evaluated in the worker, like those of methods.
#[test]
fn size_of_a_batch_may_fail() {
    let size = |text: &str| text.parse::<usize>();
    let batches = pipeline!({
        generator(0..5)
            >> batch(size("2")?)
            >> throttle(size("9")?, Duration::from_secs(1))
            >> count()
    });
    assert_eq!(batches.run().unwrap(), 3);
    let batches = pipeline!(async {
        generator(0..5)
            >> batch(size("2")?)
            >> throttle(size("9")?, Duration::from_secs(1))
            >> count()
    });
    assert_eq!(block_on(batches.run()).unwrap(), 3);
}

#[test]
fn capacity_by_weight_is_shown_as_it_is_written() {
    const MOST: usize = 1 << 20;
    let threads = pipeline!({
        let lines = generator(capacity = weight(64 << 20, |line| line.len()), ["a"]);
        let lines = lines >> stage(capacity = weight(MOST, |line| line.len()), |line| line);
        lines >> fan_out(2, |line| line) >> count()
    });
    let first = threads.graph().edges()[0];
    assert_eq!(first.capacity, Capacity::Weight("64 << 20"));
    let second = threads.graph().edges()[1];
    assert_eq!(
        second.to_string().split(": ").last(),
        Some("at most a weight of `MOST`")
    );
    let futures = pipeline!(async {
        generator(capacity = weight(MOST, |line| line.len()), ["a"])
            >> fan_out(2, |line| line)
            >> count()
    });
    let first = futures.graph().edges()[0];
    assert_eq!(first.capacity, Capacity::Weight("MOST"));
}
