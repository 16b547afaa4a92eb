//! `segment!` and the verb `segment`: a part of a pipeline as a value.

#![deny(warnings)]

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::num::ParseIntError;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use pipeline::{
    AsyncPipeline, AsyncSegment, Context, Error, Graph, Pipeline, Report, Segment, pipeline,
    segment,
};
use pipeline_tests::{Watchdog, conserves, is_as_declared, wait_until};

const TEXT: [&str; 3] = ["to be or", "not to be", "that is"];

/// Runs a pipeline in every way on each engine. Returns the graphs, the outcomes and the reports.
fn each_way<T: Send + 'static>(
    threads: impl Fn() -> Pipeline<'static, T>,
    futures: impl Fn() -> AsyncPipeline<'static, T>,
) -> Vec<(&'static Graph, Result<T, Error>, Report)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().build();
    let runtime = runtime.expect("the system has threads");
    let (pipeline, one_task, tasks) = (threads(), futures(), futures());
    let graphs = [pipeline.graph(), one_task.graph(), tasks.graph()];
    let ends = [
        pipeline.run_reported(),
        block_on(one_task.run_reported()),
        runtime.block_on(async { tasks.spawn().join_reported().await }),
    ];
    let ends = graphs.into_iter().zip(ends);
    ends.map(|(graph, (outcome, report))| {
        conserves(&report);
        is_as_declared(graph, &report);
        (graph, outcome, report)
    })
    .collect()
}

/// Returns the value of a pipeline, which must be the same in every way to run it.
fn value<T: Send + PartialEq + std::fmt::Debug + 'static>(
    threads: impl Fn() -> Pipeline<'static, T>,
    futures: impl Fn() -> AsyncPipeline<'static, T>,
) -> T {
    let ends = each_way(threads, futures).into_iter();
    let mut values = ends.map(|(graph, outcome, report)| {
        outcome.unwrap_or_else(|error| panic!("{error:#}\n{graph}\n{report}"))
    });
    let first = values.next().expect("there are three ways");
    values.for_each(|value| assert_eq!(value, first));
    first
}

/// The return type of the function determines the type of the parameter.
fn words() -> Segment<'static, &'static str, String> {
    segment!(|lines| {
        let words = lines
            >> stage(|line| {
                for word in line.split(' ') {
                    yield word.to_owned();
                }
            });
        words >> stage(|word| word.to_uppercase())
    })
}

fn async_words() -> AsyncSegment<'static, &'static str, String> {
    segment!(async |lines| {
        let words = lines
            >> stage(async |line| {
                for word in line.split(' ') {
                    yield word.to_owned();
                }
            });
        words >> stage(async |word| word.to_uppercase())
    })
}

fn text() -> Pipeline<'static, Vec<String>> {
    pipeline!(move || {
        let text = generator(TEXT);
        let loud = text >> segment(words());
        loud >> collect()
    })
}

fn async_text() -> AsyncPipeline<'static, Vec<String>> {
    pipeline!(async move || {
        let text = generator(TEXT);
        let loud = text >> segment(async_words());
        loud >> collect()
    })
}

const LOUD: [&str; 8] = ["TO", "BE", "OR", "NOT", "TO", "BE", "THAT", "IS"];

#[test]
fn a_function_returns_a_part_of_a_pipeline() {
    let _watchdog = Watchdog::of_this_test();
    assert_eq!(value(text, async_text), LOUD);
}

#[test]
fn stages_of_a_segment_have_its_name_in_front() {
    let _watchdog = Watchdog::of_this_test();
    for (graph, outcome, report) in each_way(text, async_text) {
        assert_eq!(outcome.unwrap(), LOUD);
        let stages = [
            "text, a `generator`",
            "loud/words, a `stage`",
            "loud/output, a `stage`",
            "output, a `collect`",
        ];
        let declared = graph.stages().iter().map(ToString::to_string);
        assert_eq!(declared.collect::<Vec<_>>(), stages);
        let edges = [
            "text -> loud/words by `text`: 64 items at first",
            "loud/words -> loud/output by `loud/words`: 64 items at first",
            "loud/output -> output by `loud`: 64 items at first",
        ];
        assert_eq!(graph.to_string(), edges.join("\n"));
        assert_eq!(report.stage("loud/words").map(|stage| stage.taken), Some(3));
    }
}

#[test]
fn a_segment_knows_its_own_graph() {
    let graph = "words -> output by `words`: 64 items at first";
    assert_eq!(words().graph().to_string(), graph);
    assert_eq!(async_words().graph().to_string(), graph);
    assert_eq!(words().graph().stages().len(), 2);
}

#[test]
fn an_annotated_parameter_needs_no_other_type() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        let lengths = segment!(|word: &'static str| word >> stage(|word| word.len()));
        pipeline!(move || generator(TEXT) >> segment(lengths) >> sum::<usize>())
    };
    let futures = || {
        let lengths = segment!(async |word: &'static str| word >> stage(async |word| word.len()));
        pipeline!(async move || { generator(TEXT) >> segment(lengths) >> sum::<usize>() })
    };
    assert_eq!(value(pipeline, futures), 24);
}

#[test]
fn a_segment_may_be_declared_where_it_is_used() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            let text = generator(TEXT);
            text >> segment(segment!(
                |lines: &'static str| lines >> map(|line| line.len())
            )) >> collect::<Vec<_>>()
        })
    };
    let futures = || {
        pipeline!(async move || {
            let text = generator(TEXT);
            text >> segment(segment!(
                async |lines: &'static str| lines >> map(|line| line.len())
            )) >> collect::<Vec<_>>()
        })
    };
    assert_eq!(value(pipeline, futures), [8, 9, 7]);
}

// Captures.

#[test]
fn stages_borrow_by_default() {
    let _watchdog = Watchdog::of_this_test();
    let (stop, seen) = (String::from("be"), AtomicUsize::new(0));
    let kept: Segment<'_, &str, &str> = segment!(|words| {
        let kept = words
            >> fan_out(2, |word| {
                seen.fetch_add(1, Ordering::Relaxed);
                word
            });
        kept >> filter(|word| *word != stop)
    });
    let pipeline = pipeline!({
        let words = generator(TEXT.iter().flat_map(|line| line.split(' ')));
        words >> segment(kept) >> count()
    });
    assert_eq!(pipeline.run().unwrap(), 6);
    let kept: AsyncSegment<'_, &str, &str> = segment!(async |words| {
        let kept = words
            >> fan_out(2, async |word| {
                seen.fetch_add(1, Ordering::Relaxed);
                word
            });
        kept >> filter(|word| *word != stop)
    });
    let pipeline = pipeline!(async {
        let words = generator(TEXT.iter().flat_map(|line| line.split(' ')));
        words >> segment(kept) >> count()
    });
    assert_eq!(block_on(pipeline.run()).unwrap(), 6);
    assert_eq!(seen.into_inner(), 16);
}

/// Both stages use a variable that the segment owns, as the stages of a `move` pipeline do.
#[test]
fn stages_borrow_what_a_segment_owns() {
    let _watchdog = Watchdog::of_this_test();
    fn without(stop: String) -> Segment<'static, &'static str, String> {
        segment!(move |words| {
            let kept = words >> filter(|word| *word != stop) >> stage(|word| word);
            kept >> fan_out(2, |word| format!("{word} is not {stop}"))
        })
    }
    let pipeline = pipeline!(move || {
        let words = generator(["be", "or"]);
        words >> segment(without("be".to_owned())) >> collect::<Vec<_>>()
    });
    assert_eq!(pipeline.spawn().join().unwrap(), ["or is not be"]);
}

#[test]
fn what_an_async_segment_owns_goes_to_the_stage_that_uses_it() {
    let _watchdog = Watchdog::of_this_test();
    fn without(stop: String) -> AsyncSegment<'static, &'static str, String> {
        let shown = stop.clone();
        segment!(async move |words| {
            let kept = words >> filter(move |word| *word != stop) >> stage(async |word| word);
            kept >> fan_out(2, async |word| format!("{word} is not {shown}"))
        })
    }
    let pipeline = pipeline!(async move || {
        let words = generator(["be", "or"]);
        words >> segment(without("be".to_owned())) >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(pipeline.run()).unwrap(), ["or is not be"]);
}

fn longer_than<'p>(min: &'p usize) -> Segment<'p, &'p str, &'p str> {
    segment!(move |words| words >> filter(|word| word.len() > *min))
}

fn async_longer_than<'p>(min: &'p usize) -> AsyncSegment<'p, &'p str, &'p str> {
    segment!(async move |words| words >> filter(|word| word.len() > *min))
}

#[test]
fn a_segment_borrows_from_its_caller() {
    let _watchdog = Watchdog::of_this_test();
    let (min, text) = (2, String::from("to be or not to be that is"));
    let pipeline = pipeline!({
        generator(text.split(' ')) >> segment(longer_than(&min)) >> collect::<Vec<_>>()
    });
    assert_eq!(pipeline.run().unwrap(), ["not", "that"]);
    let pipeline = pipeline!(async {
        generator(text.split(' ')) >> segment(async_longer_than(&min)) >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(pipeline.run()).unwrap(), ["not", "that"]);
}

/// A `'static` segment, in a pipeline that borrows a local variable.
#[test]
fn a_segment_may_live_longer_than_the_pipeline_around() {
    let _watchdog = Watchdog::of_this_test();
    let suffix = String::from("!");
    let pipeline = pipeline!({
        let loud = generator(TEXT) >> segment(words());
        loud >> stage(|word| word + &suffix) >> count()
    });
    assert_eq!(pipeline.run().unwrap(), 8);
    let pipeline = pipeline!(async {
        let loud = generator(TEXT) >> segment(async_words());
        loud >> stage(async |word| word + &suffix) >> count()
    });
    assert_eq!(block_on(pipeline.run()).unwrap(), 8);
}

// Segments from functions, and segments as data.

/// Returns a segment that passes the first item with each key, with `workers` workers.
fn first_by_key<'p, T, K, F>(workers: usize, key: F) -> Segment<'p, T, (K, T)>
where
    T: Send + 'p,
    K: Clone + Eq + Hash + Send + 'p,
    F: Fn(&T) -> K + Send + Sync + 'p,
{
    segment!(move |items| {
        let keyed = items >> fan_out(workers, ordered, |item| (key(&item), item));
        keyed >> distinct(|(key, _): &(K, T)| key.clone())
    })
}

fn async_first_by_key<'p, T, K, F>(key: F) -> AsyncSegment<'p, T, (K, T)>
where
    T: Send + 'p,
    K: Clone + Eq + Hash + Send + Sync + 'p,
    F: Fn(&T) -> K + Send + Sync + 'p,
{
    segment!(async move |items| {
        let keyed = items >> stage(async |item| (key(&item), item));
        keyed >> distinct(|(key, _): &(K, T)| key.clone())
    })
}

#[test]
fn a_generic_function_returns_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    let expected = [(8, "to be or"), (9, "not to be"), (7, "that is")];
    let pipeline = || {
        pipeline!(move || {
            generator(TEXT.into_iter().chain(TEXT))
                >> segment(first_by_key(3, |line: &&str| line.len()))
                >> collect::<Vec<_>>()
        })
    };
    let futures = || {
        pipeline!(async move || {
            generator(TEXT.into_iter().chain(TEXT))
                >> segment(async_first_by_key(|line: &&str| line.len()))
                >> collect::<Vec<_>>()
        })
    };
    assert_eq!(value(pipeline, futures), expected);
}

struct Stages<'p> {
    first: Segment<'p, u32, u32>,
    more: Vec<Segment<'p, u32, u32>>,
    last: Box<Segment<'p, u32, String>>,
}

fn plus(more: u32) -> Segment<'static, u32, u32> {
    segment!(move |numbers| numbers >> stage(|n| n + more))
}

#[test]
fn segments_stand_in_structs_and_vectors_and_boxes() {
    let _watchdog = Watchdog::of_this_test();
    let mut stages = Stages {
        first: plus(1),
        more: vec![plus(100), plus(10)],
        last: Box::new(segment!(|numbers: u32| numbers >> map(|n| n.to_string()))),
    };
    let pipeline = pipeline!({
        let numbers = generator(1..=3);
        let sums = numbers >> segment(stages.first) >> segment(stages.more.remove(1));
        sums >> segment(*stages.last) >> collect::<Vec<_>>()
    });
    assert_eq!(pipeline.run().unwrap(), ["12", "13", "14"]);
}

/// A number of segments that is only known at run time becomes one segment.
/// The thread that `spawn` starts has a stack as large as that of a main thread.
#[test]
fn a_spawned_run_has_the_stack_for_many_segments() {
    const LINKS: u32 = 100;
    let _watchdog = Watchdog::of_this_test();
    let link = || segment!(|numbers: u32| numbers >> stage(|n| n + 1));
    let chain = (1..LINKS).fold(link(), |chain: Segment<'static, u32, u32>, _| {
        segment!(move |numbers: u32| numbers >> segment(chain) >> segment(link()))
    });
    let sum = pipeline!(move || {
        let numbers = generator(0..3) >> segment(chain);
        numbers >> sum::<u32>()
    });
    assert_eq!(sum.spawn().join().unwrap(), 3 * LINKS + 3);
}

#[test]
fn segments_are_folded_into_one() {
    let _watchdog = Watchdog::of_this_test();
    let then = |first, second| segment!(move |n: u32| n >> segment(first) >> segment(second));
    let all = (1..=5).map(plus).reduce(then).expect("there are some");
    let pipeline = pipeline!({ generator([0]) >> segment(all) >> collect::<Vec<_>>() });
    let graph = pipeline.graph();
    let (sums, report) = pipeline.run_reported();
    assert_eq!(sums.unwrap(), [15]);
    is_as_declared(graph, &report);
    assert_eq!(graph.stages().len(), 7);
}

/// A segment may be its own input. So both branches of an `if` have the same type.
#[test]
fn a_segment_may_pass_its_stream_on() {
    let _watchdog = Watchdog::of_this_test();
    fn maybe_loud(is_loud: bool) -> Segment<'static, String, String> {
        if is_loud {
            segment!(|words| words >> stage(|word| word.to_uppercase()))
        } else {
            segment!(|words| words)
        }
    }
    fn async_maybe_loud(is_loud: bool) -> AsyncSegment<'static, String, String> {
        if is_loud {
            segment!(async |words| words >> stage(async |word| word.to_uppercase()))
        } else {
            segment!(async |words| words)
        }
    }
    for (is_loud, expected) in [(false, "to"), (true, "TO")] {
        let pipeline = move || {
            pipeline!(move || {
                generator(["to".to_owned()]) >> segment(maybe_loud(is_loud)) >> collect::<Vec<_>>()
            })
        };
        let futures = move || {
            pipeline!(async move || {
                generator(["to".to_owned()])
                    >> segment(async_maybe_loud(is_loud))
                    >> collect::<Vec<_>>()
            })
        };
        assert_eq!(value(pipeline, futures), [expected]);
    }
}

// Positions of segments.

#[test]
fn a_segment_is_used_twice() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            let (long, short) = generator(TEXT) >> split(|line| line.len() > 8);
            let a = long >> segment(words());
            let b = short >> segment(words());
            (a >> count(), b >> count())
        })
    };
    let futures = || {
        pipeline!(async move || {
            let (long, short) = generator(TEXT) >> split(|line| line.len() > 8);
            let a = long >> segment(async_words());
            let b = short >> segment(async_words());
            (a >> count(), b >> count())
        })
    };
    assert_eq!(value(pipeline, futures), (3, 5));
    for (graph, ..) in each_way(pipeline, futures) {
        let names = graph.stages().iter().map(|stage| stage.name);
        let names: Vec<_> = names.filter(|name| name.contains('/')).collect();
        assert_eq!(names, ["a/words", "a/output", "b/words", "b/output"]);
    }
}

fn nested() -> Segment<'static, &'static str, usize> {
    segment!(|lines| {
        let loud = lines >> segment(words());
        loud >> segment(
            name = "sizes",
            segment!(|words: String| words >> map(|word| word.len())),
        )
    })
}

fn async_nested() -> AsyncSegment<'static, &'static str, usize> {
    segment!(async |lines| {
        let loud = lines >> segment(async_words());
        loud >> segment(
            name = "sizes",
            segment!(async |words: String| words >> map(|word| word.len())),
        )
    })
}

#[test]
fn a_segment_stands_in_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            let all = generator(TEXT) >> segment(nested());
            all >> collect::<Vec<_>>()
        })
    };
    let futures = || {
        pipeline!(async move || {
            let all = generator(TEXT) >> segment(async_nested());
            all >> collect::<Vec<_>>()
        })
    };
    assert_eq!(value(pipeline, futures), [2, 2, 2, 3, 2, 2, 4, 2]);
    for (graph, ..) in each_way(pipeline, futures) {
        let names: Vec<_> = graph.stages().iter().map(|stage| stage.name).collect();
        let expected = [
            "all.generator",
            "all/loud/words",
            "all/loud/output",
            "all/sizes/output",
            "output",
        ];
        assert_eq!(names, expected);
    }
}

/// A number goes round the loop until it is 1. One step is a segment.
fn step() -> Segment<'static, u64, u64> {
    segment!(|numbers| {
        let (even, odd) = numbers >> split(|n| n % 2 == 0);
        let halved = even >> stage(|n| n / 2);
        let tripled = odd >> fan_out(2, |n| 3 * n + 1);
        fan_in(halved, tripled)
    })
}

fn async_step() -> AsyncSegment<'static, u64, u64> {
    segment!(async |numbers| {
        let (even, odd) = numbers >> split(|n| n % 2 == 0);
        let halved = even >> stage(async |n| n / 2);
        let tripled = odd >> fan_out(2, async |n| 3 * n + 1);
        fan_in(halved, tripled)
    })
}

#[test]
fn a_segment_stands_in_a_loop() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            let open = generator(2..=40_u64) >> feedback(again, bound = 1000, full = fail);
            let stepped = open >> segment(capacity = 2, step());
            let (done, again) = stepped >> split(|n| *n == 1);
            done >> count()
        })
    };
    let futures = || {
        pipeline!(async move || {
            let open = generator(2..=40_u64) >> feedback(again, bound = 1000, full = fail);
            let stepped = open >> segment(capacity = 2, async_step());
            let (done, again) = stepped >> split(|n| *n == 1);
            done >> count()
        })
    };
    assert_eq!(value(pipeline, futures), 39);
}

/// The output of a segment closes the loop.
#[test]
fn a_segment_closes_a_loop() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            let open = generator(2..=40_u64) >> feedback(again, bound = 1000, full = fail);
            let (done, rest) = open >> split(|n| *n == 1);
            let again = rest >> segment(step());
            done >> count()
        })
    };
    let futures = || {
        pipeline!(async move || {
            let open = generator(2..=40_u64) >> feedback(again, bound = 1000, full = fail);
            let (done, rest) = open >> split(|n| *n == 1);
            let again = rest >> segment(async_step());
            done >> count()
        })
    };
    assert_eq!(value(pipeline, futures), 39);
}

/// All steps of a number: a loop within the segment, which may then be in a loop itself.
fn to_one() -> Segment<'static, u64, u64> {
    segment!(|numbers| {
        let open = numbers >> feedback(again, bound = 1000, full = fail);
        let (done, rest) = open >> split(|n| *n == 1);
        let again = rest >> segment(step());
        done
    })
}

fn async_to_one() -> AsyncSegment<'static, u64, u64> {
    segment!(async |numbers| {
        let open = numbers >> feedback(again, bound = 1000, full = fail);
        let (done, rest) = open >> split(|n| *n == 1);
        let again = rest >> segment(async_step());
        done
    })
}

#[test]
fn a_loop_stands_in_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || pipeline!(move || { generator(2..=40_u64) >> segment(to_one()) >> count() });
    let futures =
        || pipeline!(async move || { generator(2..=40_u64) >> segment(async_to_one()) >> count() });
    assert_eq!(value(pipeline, futures), 39);
}

/// The loop in the segment and the loop around it end together.
#[test]
fn a_segment_with_a_loop_stands_in_a_loop() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        let turns = AtomicUsize::new(2);
        pipeline!(move || {
            let open = generator(2..=11_u64) >> feedback(again, bound = 1000, full = fail);
            let ones = open >> segment(to_one());
            let numbered = ones >> stage(|_| turns.fetch_add(1, Ordering::Relaxed) as u64);
            let (done, again) = numbered >> split(|turn| *turn >= 22);
            done >> count()
        })
    };
    let futures = || {
        let turns = AtomicUsize::new(2);
        pipeline!(async move || {
            let open = generator(2..=11_u64) >> feedback(again, bound = 1000, full = fail);
            let ones = open >> segment(async_to_one());
            let numbered = ones >> stage(async |_| turns.fetch_add(1, Ordering::Relaxed) as u64);
            let (done, again) = numbered >> split(|turn| *turn >= 22);
            done >> count()
        })
    };
    assert_eq!(value(pipeline, futures), 10);
}

/// A branch inside the segment that ends in a consumer does not belong to the loop.
#[test]
fn a_segment_in_a_loop_has_consumers_of_its_own() {
    let _watchdog = Watchdog::of_this_test();
    let seen = Mutex::new(BTreeSet::new());
    let logged: Segment<'_, u64, u64> = segment!(|numbers| {
        let (on, log) = numbers >> tee();
        log >> for_each(|n| {
            seen.lock().unwrap().insert(n);
        });
        on >> segment(step())
    });
    let pipeline = pipeline!({
        let open = generator([6_u64]) >> feedback(again, bound = 1000, full = fail);
        let (done, again) = open >> segment(logged) >> split(|n| *n == 1);
        done >> count()
    });
    assert_eq!(pipeline.run().unwrap(), 1);
    let expected = [2, 3, 4, 5, 6, 8, 10, 16];
    assert!(seen.lock().unwrap().iter().eq(&expected));
    let logged: AsyncSegment<'_, u64, u64> = segment!(async |numbers| {
        let (on, log) = numbers >> tee();
        log >> for_each(|n| {
            seen.lock().unwrap().remove(&n);
        });
        on >> segment(async_step())
    });
    let pipeline = pipeline!(async {
        let open = generator([6_u64]) >> feedback(again, bound = 1000, full = fail);
        let (done, again) = open >> segment(logged) >> split(|n| *n == 1);
        done >> count()
    });
    assert_eq!(block_on(pipeline.run()).unwrap(), 1);
    assert!(seen.lock().unwrap().is_empty());
}

/// If the macro can see the whole loop, it reports this mistake. If it sees only a segment, the run
/// reports it.
#[test]
fn a_segment_that_would_stall_a_loop_is_refused() {
    let _watchdog = Watchdog::of_this_test();
    fn doubled() -> Segment<'static, u64, u64> {
        segment!(|numbers| numbers >> batch(2) >> flatten())
    }
    fn fed() -> Segment<'static, u64, u64> {
        segment!(|numbers| {
            let more = generator([1, 2]);
            fan_in(numbers, more)
        })
    }
    fn lossy() -> Segment<'static, u64, u64> {
        segment!(|numbers| numbers
            >> stage(capacity = 1, full = drop_oldest, |n| n)
            >> stage(|n| n))
    }
    for (bad, why) in [
        (lossy(), "so its streams cannot lose items"),
        (
            doubled(),
            "the last items would wait for ever for a full batch",
        ),
        (
            fed(),
            "`more` does not enter the loop through its `feedback`",
        ),
    ] {
        let pipeline = pipeline!({
            let open = generator([6_u64]) >> feedback(again, bound = 1000, full = fail);
            let round = open >> segment(bad);
            let (done, again) = round >> split(|n| *n == 1);
            done >> count()
        });
        let error = pipeline.run().unwrap_err().to_string();
        assert!(
            error.contains("the segment `round` cannot be in a loop"),
            "{error}"
        );
        assert!(error.contains(why), "{error}");
    }
    let pipeline = pipeline!({ generator([1, 2, 3]) >> segment(fed()) >> sum::<u64>() });
    assert_eq!(pipeline.run().unwrap(), 9);
}

/// The macro does not know how a segment changes the number of items.
#[test]
fn a_segment_takes_from_and_gives_to_any_verb() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            let lines = generator(TEXT) >> filter(|line| line.len() > 7);
            let loud = lines >> segment(words()) >> filter(|word| word.len() > 2);
            let quiet = generator(["a b"]) >> fan_out(2, |line| line) >> segment(words());
            let all = fan_in(loud, quiet);
            let mut_free = all >> stage(|word| word.len());
            mut_free >> fold(0, |sum, n| sum + n)
        })
    };
    let futures = || {
        pipeline!(async move || {
            let lines = generator(TEXT) >> filter(|line| line.len() > 7);
            let loud = lines >> segment(async_words()) >> filter(|word| word.len() > 2);
            let quiet =
                generator(["a b"]) >> fan_out(2, async |line| line) >> segment(async_words());
            let all = fan_in(loud, quiet);
            let mut_free = all >> stage(async |word| word.len());
            mut_free >> fold(0, |sum, n| sum + n)
        })
    };
    assert_eq!(value(pipeline, futures), 5);
}

#[test]
fn code_outside_reads_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    let loud = pipeline!(move || { generator(TEXT) >> segment(words()) });
    let loud: Result<Vec<String>, Error> = loud.iter().collect();
    assert_eq!(loud.unwrap(), LOUD);
    let suffix = String::from("!");
    let loud = pipeline!(async {
        let loud = generator(TEXT) >> segment(async_words());
        loud >> map(|word| word + &suffix)
    });
    let mut loud = loud.stream();
    let first = block_on(async { loud.next().await.transpose() });
    assert_eq!(first.unwrap().as_deref(), Some("TO!"));
}

// Ends.

fn numbers(of: &'static str) -> Segment<'static, &'static str, u32> {
    segment!(move |lines| {
        let words = lines
            >> stage(|line| {
                for word in line.split(of) {
                    yield word;
                }
            });
        words >> fan_out(2, name = "parse", |word| word.parse::<u32>()?)
    })
}

fn async_numbers(of: &'static str) -> AsyncSegment<'static, &'static str, u32> {
    segment!(async move |lines| {
        let words = lines
            >> stage(async |line| {
                for word in line.split(of) {
                    yield word;
                }
            });
        words >> fan_out(2, name = "parse", async |word| word.parse::<u32>()?)
    })
}

#[test]
fn a_failure_names_the_segment_and_its_stage() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            let n = generator(["1,2", "3,x"]) >> segment(numbers(","));
            n >> sum::<u32>()
        })
    };
    let futures = || {
        pipeline!(async move || {
            let n = generator(["1,2", "3,x"]) >> segment(async_numbers(","));
            n >> sum::<u32>()
        })
    };
    for (_, outcome, report) in each_way(pipeline, futures) {
        let error = outcome.unwrap_err();
        assert_eq!(error.stage(), Some("n/parse"));
        assert_eq!(
            format!("{error:#}"),
            "stage `n/parse` failed: invalid digit found in string"
        );
        assert_eq!(report.stage("n/parse").map(|stage| stage.failed), Some(1));
    }
}

#[test]
fn a_panic_names_the_segment_and_its_stage() {
    let _watchdog = Watchdog::of_this_test();
    fn broken() -> Segment<'static, u32, u32> {
        segment!(|numbers| numbers
            >> stage(name = "breaks", |n| if n < 2 {
                n
            } else {
                panic!("at {n}")
            }))
    }
    fn async_broken() -> AsyncSegment<'static, u32, u32> {
        segment!(async |numbers| numbers
            >> stage(name = "breaks", async |n| if n < 2 {
                n
            } else {
                panic!("at {n}")
            }))
    }
    let pipeline = || {
        pipeline!(move || {
            let n = generator(0..5) >> segment(broken());
            n >> sum::<u32>()
        })
    };
    let futures = || {
        pipeline!(async move || {
            let n = generator(0..5) >> segment(async_broken());
            n >> sum::<u32>()
        })
    };
    for (_, outcome, _) in each_way(pipeline, futures) {
        let error = outcome.unwrap_err();
        assert_eq!(error.to_string(), "stage `n/breaks` panicked: at 2");
    }
}

#[derive(Debug)]
struct NoNumber(#[expect(dead_code, reason = "it is printed")] ParseIntError);

impl From<ParseIntError> for NoNumber {
    fn from(error: ParseIntError) -> Self {
        NoNumber(error)
    }
}

impl std::fmt::Display for NoNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no number")
    }
}

/// The error type comes from the function's return type, or from the header.
#[test]
fn a_segment_has_an_error_type_of_its_own() {
    let _watchdog = Watchdog::of_this_test();
    fn numbers() -> Segment<'static, &'static str, u32, NoNumber> {
        segment!(|words| words >> stage(|word| word.parse()?))
    }
    let pipeline = pipeline!(|| -> Result<u32, NoNumber> {
        generator(["1", "x"]) >> segment(numbers()) >> sum::<u32>()
    });
    let NoNumber(_) = pipeline
        .run()
        .unwrap_err()
        .into_source()
        .expect("it failed");
    let pipeline = pipeline!(async || -> Result<u32, NoNumber> {
        let words = generator(["1", "x"]);
        let numbers = words
            >> segment(segment!(
                async |words: &'static str| -> Result<u32, NoNumber> {
                    words >> stage(async |word| word.parse()?)
                }
            ));
        numbers >> sum::<u32>()
    });
    let error = block_on(pipeline.run()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "stage `numbers/output` failed: no number"
    );
}

#[test]
fn failures_are_a_stream_within_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    fn checked() -> Segment<'static, &'static str, Result<u32, String>> {
        segment!(|words| {
            let (numbers, failed) = words >> stage(|word| word.parse::<u32>()?);
            let good = numbers >> map(Ok);
            let bad = failed >> map(|failure| Err(failure.stage.to_owned()));
            fan_in(good, bad)
        })
    }
    let pipeline = pipeline!({
        let all = generator(["1", "x"]) >> segment(checked());
        all >> collect::<Vec<_>>()
    });
    let mut all = pipeline.run().unwrap();
    all.sort();
    assert_eq!(all, [Ok(1), Err("all/numbers+failed".to_owned())]);
}

#[test]
fn an_option_that_panics_ends_the_run() {
    let _watchdog = Watchdog::of_this_test();
    fn none(workers: usize) -> Segment<'static, u32, u32> {
        segment!(move |numbers| numbers >> fan_out(workers, |n| n))
    }
    fn async_none(workers: usize) -> AsyncSegment<'static, u32, u32> {
        segment!(async move |numbers| numbers >> fan_out(workers, async |n| n))
    }
    let expected =
        "stage `pipeline` panicked: `n/output` needs at least one worker, got fan_out(0, ...)";
    let pipeline = pipeline!(move || {
        let n = generator(0..) >> segment(none(0));
        n >> segment(plus(1)) >> sum::<u32>()
    });
    assert_eq!(pipeline.run().unwrap_err().to_string(), expected);
    let pipeline = pipeline!(async move || {
        let n = generator(0..) >> segment(async_none(0));
        n >> sum::<u32>()
    });
    assert_eq!(block_on(pipeline.run()).unwrap_err().to_string(), expected);
}

/// The panic happens before any stage of the segment is started.
#[test]
fn a_capacity_that_panics_ends_the_run() {
    let _watchdog = Watchdog::of_this_test();
    fn none() -> usize {
        panic!("no capacity")
    }
    let pipeline = || {
        let part = segment!(|n: u32| n >> stage(capacity = none(), |n| n) >> fan_out(2, |n| n));
        pipeline!(move || { generator(0..) >> segment(plus(1)) >> segment(part) >> count() })
    };
    let futures = || {
        let part = segment!(async |n: u32| {
            n >> stage(capacity = none(), async |n| n) >> fan_out(2, async |n| n)
        });
        pipeline!(async move || { generator(0..) >> segment(part) >> count() })
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    for outcome in [
        pipeline().run(),
        block_on(futures().run()),
        runtime.block_on(async { futures().spawn().join().await }),
    ] {
        let error = outcome.unwrap_err().to_string();
        assert_eq!(error, "stage `pipeline` panicked: no capacity");
    }
}

#[test]
fn a_cancel_ends_the_stages_of_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    let seen = AtomicUsize::new(0);
    let counted: Segment<'_, u32, u32> = segment!(|numbers| numbers
        >> stage(|n| {
            seen.fetch_add(1, Ordering::Relaxed);
            n
        })
        >> stage(|n| n));
    let context = Context::new();
    let pipeline = pipeline!({ generator(0..) >> segment(counted) >> for_each(drop) });
    let outcome = std::thread::scope(|threads| {
        let run = threads.spawn(|| pipeline.run_reported_with(&context));
        wait_until(|| seen.load(Ordering::Relaxed) > 100);
        context.cancel();
        run.join().unwrap()
    });
    conserves(&outcome.1);
    assert!(outcome.0.unwrap_err().is_cancelled());
}

#[test]
fn a_drain_finishes_what_is_in_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = pipeline!(move || {
        let numbers = generator(0_u64..);
        numbers
            >> segment(segment!(|n: u64| n >> stage(|n| n) >> stage(|n| n)))
            >> collect::<Vec<_>>()
    });
    let running = pipeline.spawn();
    wait_until(|| !running.is_finished());
    running.drain();
    let numbers = running.join().unwrap();
    assert!(numbers.iter().copied().eq(0..numbers.len() as u64));
}

/// A consumer that ends early stops the stages upstream, including those of segments.
#[test]
fn an_early_end_reaches_through_a_segment() {
    let _watchdog = Watchdog::of_this_test();
    let pipeline = || {
        pipeline!(move || {
            generator(0_u32..) >> segment(plus(1)) >> take(3) >> collect::<Vec<_>>()
        })
    };
    fn async_plus(more: u32) -> AsyncSegment<'static, u32, u32> {
        segment!(async move |numbers| numbers >> stage(async |n| n + more))
    }
    let futures = || {
        pipeline!(async move || {
            generator(0_u32..) >> segment(async_plus(1)) >> take(3) >> collect::<Vec<_>>()
        })
    };
    assert_eq!(value(pipeline, futures), [1, 2, 3]);
}

#[test]
fn a_segment_sees_the_context() {
    let _watchdog = Watchdog::of_this_test();
    struct Suffix(&'static str);
    fn suffixed() -> Segment<'static, &'static str, String> {
        segment!(|words, ctx| words
            >> stage(|word| {
                let suffix = ctx.get::<Suffix>().map_or("", |suffix| suffix.0);
                format!("{word}{suffix}")
            }))
    }
    fn async_suffixed() -> AsyncSegment<'static, &'static str, String> {
        segment!(async |words, ctx| words
            >> stage(async |word| {
                let suffix = ctx.get::<Suffix>().map_or("", |suffix| suffix.0);
                format!("{word}{suffix}")
            }))
    }
    let context = Context::new().with(Suffix("!"));
    let pipeline =
        pipeline!({ generator(["a", "b"]) >> segment(suffixed()) >> collect::<Vec<_>>() });
    assert_eq!(pipeline.run_with(&context).unwrap(), ["a!", "b!"]);
    let pipeline = pipeline!(async {
        generator(["a", "b"]) >> segment(async_suffixed()) >> collect::<Vec<_>>()
    });
    assert_eq!(block_on(pipeline.run_with(&context)).unwrap(), ["a!", "b!"]);
}

/// A pipeline may be dropped with its segments before it runs.
#[test]
fn an_unused_segment_does_nothing() {
    drop(words());
    drop(text());
    let used: HashMap<&str, Segment<'_, &str, String>> = HashMap::from([("words", words())]);
    drop(used);
}
