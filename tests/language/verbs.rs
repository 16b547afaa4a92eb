//! The verbs: each does what a plain loop does, alone and in chains, with each of its options.

#![deny(warnings)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::ParseIntError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

use pipeline::{Error, pipeline};

/// Returns the value of a pipeline that does not fail.
macro_rules! value {
    ($($declaration:tt)*) => { pipeline!($($declaration)*).run().unwrap() };
}

/// Returns the name of the stage and the message of a failed run.
fn failure<T: fmt::Debug>(outcome: Result<T, Error>) -> (&'static str, String) {
    match outcome {
        Err(Error::Failed { stage, source, .. }) => (stage, source.into_inner().to_string()),
        other => panic!("expected a failed stage, got {other:?}"),
    }
}

/// Returns a closed crossbeam channel that contains `items`.
fn channel_of<T>(items: impl IntoIterator<Item = T>) -> crossbeam_channel::Receiver<T> {
    let (sender, receiver) = crossbeam_channel::unbounded();
    items
        .into_iter()
        .for_each(|item| sender.send(item).unwrap());
    receiver
}

// generator

#[test]
fn a_generator_makes_the_items_of_an_into_iterator() {
    let (owned, set) = (vec!["a".to_owned(), "b".to_owned()], BTreeSet::from([1, 2]));
    let slice: &[u8] = &[1, 2, 3];
    let (range, list, borrowed, set, mapped, option) = value!({
        let range = generator(0..3);
        let list = generator(owned);
        let borrowed = generator(slice);
        let set = generator(&set);
        let mapped = generator(slice.iter().rev().map(|n| n * 2));
        let option = generator(Some(7));
        (
            range >> collect::<Vec<_>>(),
            list >> collect::<Vec<String>>(),
            borrowed >> collect::<Vec<&u8>>(),
            set >> sum::<i32>(),
            mapped >> collect::<Vec<_>>(),
            option >> last(),
        )
    });
    assert_eq!(
        (range, list),
        (vec![0, 1, 2], vec!["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(
        (borrowed, set, mapped, option),
        (vec![&1, &2, &3], 3, vec![6, 4, 2], Some(7))
    );
}

#[test]
fn a_generator_makes_what_its_block_gives_or_yields() {
    let (given, yielded) = value!({
        let given = generator({
            let mut list = vec![3, 1, 2];
            list.sort_unstable();
            list
        });
        let yielded = generator({
            let mut n = 1;
            while n < 20 {
                yield n;
                n *= 3;
            }
        });
        (given >> collect::<Vec<_>>(), yielded >> collect::<Vec<_>>())
    });
    assert_eq!((given, yielded), (vec![1, 2, 3], vec![1, 3, 9]));
}

#[test]
fn a_generator_may_yield_behind_a_for_without_a_block() {
    let list = value!({
        generator(for n in 0..3 {
            yield n
        }) >> collect::<Vec<_>>()
    });
    assert_eq!(list, [0, 1, 2]);
}

#[test]
fn a_generators_block_may_fail_between_two_yields() {
    let run = |words: [&'static str; 3]| {
        pipeline!(move || {
            let numbers = generator({
                for word in words {
                    yield word.parse::<u32>()?;
                }
            });
            numbers >> sum::<u32>()
        })
        .run()
    };
    assert_eq!(run(["1", "2", "3"]).unwrap(), 6);
    assert_eq!(
        failure(run(["1", "x", "3"])),
        ("numbers", "invalid digit found in string".into())
    );
}

#[test]
fn a_generators_expression_may_fail() {
    let run = |end: &'static str| {
        pipeline!(move || {
            let numbers = generator(0..end.parse::<u32>()?);
            let again = numbers >> stage(|n| n);
            let block = generator({
                let end: u32 = end.parse()?;
                0..end
            });
            let block = block >> filter(|n| n % 2 == 0);
            (again >> sum::<u32>(), block >> sum::<u32>())
        })
        .run()
    };
    assert_eq!(run("4").unwrap(), (6, 2));
    assert_eq!(failure(run("x")).1, "invalid digit found in string");
}

#[test]
fn a_generator_of_nothing_ends_at_once() {
    let (none, never) = value!({
        let none = generator(Vec::<u8>::new()) >> fan_out(2, |n| n);
        let never = generator({
            if false {
                yield 1;
            }
        }) >> stage(|n| n);
        (none >> count(), never >> count())
    });
    assert_eq!((none, never), (0, 0));
}

// receive

#[test]
fn receive_reads_channels_owned_and_borrowed() {
    let kept = channel_of([1, 2]);
    let (sender, std_channel) = mpsc::channel();
    sender.send(20).unwrap();
    drop(sender);
    let (owned, borrowed, std_owned, made) = value!({
        let owned = receive(channel_of([5, 6]));
        let borrowed = receive(&kept);
        let std_owned = receive(std_channel);
        let made = receive({
            let list = [7, 8];
            channel_of(list)
        });
        (
            owned >> collect::<Vec<_>>(),
            borrowed >> stage(|n| n * 2) >> collect::<Vec<_>>(),
            std_owned >> fan_out(2, |n| n + 1) >> collect::<Vec<_>>(),
            made >> sink(|items| items.sum::<i32>()),
        )
    });
    assert_eq!(
        (owned, borrowed, std_owned, made),
        (vec![5, 6], vec![2, 4], vec![21], 15)
    );
    assert!(kept.try_recv().is_err());
}

#[test]
fn receive_moves_a_channel_into_a_pipeline_that_owns_it() {
    let (sender, channel) = mpsc::sync_channel(0);
    let running = pipeline!(move || { receive(channel) >> stage(|n| n) >> sum::<i32>() }).spawn();
    for n in 0..4 {
        sender.send(n).unwrap();
    }
    drop(sender);
    assert_eq!(running.join().unwrap(), 6);
}

#[test]
fn receive_ends_early_with_its_reader_and_keeps_the_senders_open() {
    let (sender, channel) = crossbeam_channel::unbounded();
    (0..3).for_each(|n| sender.send(n).unwrap());
    let list = value!({ receive(&channel) >> stage(|n| n) >> take(3) >> collect::<Vec<_>>() });
    assert_eq!(list, [0, 1, 2]);
    assert!(sender.send(4).is_ok());
}

// stage and fan_out

#[test]
fn a_stage_keeps_the_order() {
    let list = value!({
        let numbers = generator(0..1000);
        numbers >> stage(|n| n * 2) >> stage(|n| n + 1) >> collect::<Vec<_>>()
    });
    assert!(list.into_iter().eq((0..1000).map(|n| n * 2 + 1)));
}

#[test]
fn a_fan_out_gives_each_item_to_one_worker() {
    let workers = 3;
    let (mut one, mut many, mut own) = value!({
        let one = generator(0..200) >> fan_out(1, |n| n * 2);
        let many = generator(0..200) >> fan_out(workers + 1, |n| n * 2);
        let own = generator(0..200) >> fan_out(usize::min(2, workers), { move |n| n * 2 });
        (
            one >> collect::<Vec<_>>(),
            many >> collect::<Vec<_>>(),
            own >> collect::<Vec<_>>(),
        )
    });
    let expected: Vec<i32> = (0..200).map(|n| n * 2).collect();
    assert_eq!(one, expected, "one worker keeps the order");
    for list in [&mut one, &mut many, &mut own] {
        list.sort_unstable();
        assert_eq!(list, &expected);
    }
}

#[test]
fn a_fan_out_may_fail_in_any_worker() {
    let outcome = pipeline!({
        let words = generator((0..50).map(|n| {
            if n == 33 {
                "x".to_owned()
            } else {
                n.to_string()
            }
        }));
        let numbers = words >> fan_out(4, |word| word.parse::<u32>()?);
        numbers >> count()
    })
    .run();
    assert_eq!(
        failure(outcome),
        ("numbers", "invalid digit found in string".into())
    );
}

#[test]
#[should_panic = "at least one worker"]
fn a_fan_out_of_a_computed_zero_panics_by_name() {
    let none = 0;
    let outcome = pipeline!({ generator(0..3) >> fan_out(none, |n| n) >> count() }).run();
    let _ = outcome.unwrap_err().resume_panic();
}

// fan_in

/// Groups the items by input, in the order in which they came.
fn by_input(items: &[(usize, usize)]) -> BTreeMap<usize, Vec<usize>> {
    let mut inputs = BTreeMap::<_, Vec<_>>::new();
    for &(input, item) in items {
        inputs.entry(input).or_default().push(item);
    }
    inputs
}

#[test]
fn a_fan_in_merges_streams_of_every_making_and_keeps_each_inputs_order() {
    const N: usize = 100;
    let tagged = |input: usize| (0..N).map(move |n| (input, n));
    let list = value!({
        let generated = generator(tagged(0));
        let yielded = generator({
            for n in 0..N {
                yield (1, n);
            }
        });
        let received = receive(channel_of(tagged(2)));
        let staged = generator(0..N) >> stage(|n| (3, n));
        let exploded = generator([0])
            >> stage(|_| {
                for n in 0..N {
                    yield (4, n)
                }
            });
        let one_worker = generator(tagged(5)) >> fan_out(1, |pair| pair);
        let method = generator(0..N) >> map(|n| (6, n));
        let own_worker = generator(tagged(7)) >> fan_out(1, |pair| pair) >> inspect(|_| {});
        let inner_a = generator(tagged(8));
        let inner_b = generator(tagged(9)) >> stage(|pair| pair);
        let inner = fan_in(inner_a, inner_b);
        let outer = fan_in(inner, generated, yielded, received);
        let all = fan_in(outer, staged, exploded, one_worker, method, own_worker);
        all >> collect::<Vec<_>>()
    });
    let expected: Vec<_> = (0..10).flat_map(tagged).collect();
    assert_eq!(by_input(&list), by_input(&expected));
}

#[test]
fn a_fan_in_merges_fan_outs() {
    let list = value!({
        let a = generator(0..50) >> fan_out(3, |n| n);
        let b = generator(50..80) >> fan_out(2, |n| n);
        let c = generator(80..100) >> fan_out(2, { |n| n });
        let all = fan_in(a, b, c);
        all >> collect::<Vec<_>>()
    });
    assert_eq!(list.len(), 100);
    assert!(
        list.into_iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .eq(0..100)
    );
}

#[test]
fn a_fan_in_feeds_every_verb() {
    let sums = value!({
        let a = generator([1]);
        let b = generator([2]);
        let staged = fan_in(a, b) >> stage(|n| n * 10);
        let c = generator([3]);
        let shared = fan_in(staged, c) >> fan_out(2, |n| n + 1);
        let d = generator([4]);
        let again = fan_in(shared, d);
        let e = generator([5]);
        fan_in(again, e) >> sink(|items| items.sum::<i32>())
    });
    assert_eq!(sums, 11 + 21 + 4 + 4 + 5);
}

#[test]
fn a_fan_in_is_a_tail_and_ends_when_all_inputs_have() {
    let (sum, none) = value!({
        let a = generator(0..10);
        let b = generator(Vec::new());
        let c = generator(0_i32..0);
        let d = generator(0_i32..0) >> stage(|n| n);
        (fan_in(a, b) >> sum::<i32>(), fan_in(c, d) >> count())
    });
    assert_eq!((sum, none), (45, 0));
}

// sink

fn total(items: impl Iterator<Item = u32>) -> u32 {
    items.sum()
}

/// Returns a function from streams to their lengths.
fn make_counter<I: Iterator>(plus: usize) -> impl FnOnce(I) -> usize + Send {
    move |items| items.count() + plus
}

#[test]
fn a_sink_is_a_closure_or_a_path_or_makes_its_function() {
    let mut seen = Vec::new();
    let plus = 1;
    let (closure, path, made, block) = value!({
        let closure = generator(1..4_u32)
            >> sink(|items| {
                for item in items {
                    seen.push(item);
                }
                seen.len()
            });
        let path = generator(1..4_u32) >> sink(total);
        let made = generator(1..4_u32) >> sink(make_counter(plus));
        let block = generator(1..4_u32)
            >> sink({
                let plus = plus * 2;
                move |items| items.count() + plus
            });
        (closure, path, made, block)
    });
    assert_eq!((closure, path, made, block), (3, 6, 4, 5));
    assert_eq!(seen, [1, 2, 3]);
}

#[test]
fn a_sink_stands_behind_every_verb_and_method() {
    let all = value!({
        let a = generator([1]) >> sink(|items| items.sum::<i32>());
        let b = generator({
            yield 2;
        }) >> sink(|items| items.sum::<i32>());
        let c = generator([3]) >> stage(|n| n) >> sink(|items| items.sum::<i32>());
        let d = generator([4]) >> stage(|n| n) >> map(|n| n) >> sink(|items| items.sum::<i32>());
        let e =
            generator([5]) >> fan_out(2, |n| n) >> map(|n| n) >> sink(|items| items.sum::<i32>());
        let f = receive(channel_of([6])) >> sink(|mut items| items.next());
        (a, b, c, d, e, f)
    });
    assert_eq!(all, (1, 2, 3, 4, 5, Some(6)));
}

#[test]
fn a_sink_may_fail() {
    let run = |words: [&'static str; 3]| {
        pipeline!(move || {
            let words = generator(words);
            let sum = words
                >> sink(|words| {
                    let mut sum = 0;
                    for word in words {
                        if word == "end" {
                            return Ok(sum + 100);
                        }
                        sum += word.parse::<u32>()?;
                    }
                    sum
                });
            sum
        })
        .run()
    };
    assert_eq!(run(["1", "2", "3"]).unwrap(), 6);
    assert_eq!(run(["1", "end", "x"]).unwrap(), 101);
    assert_eq!(
        failure(run(["1", "x", "3"])),
        ("sum", "invalid digit found in string".into())
    );
}

#[test]
fn a_sink_may_name_what_it_returns() {
    let run = |words: [&'static str; 2]| {
        pipeline!(move || -> Result<u32, ParseIntError> {
            let words = generator(words);
            words
                >> sink(|words| -> Result<u32, ParseIntError> {
                    let mut sum = 0;
                    for word in words {
                        sum += word.parse::<u32>()?;
                    }
                    Ok(sum)
                })
        })
        .run()
    };
    assert_eq!(run(["1", "2"]).unwrap(), 3);
    assert!(run(["1", "x"]).is_err());
}

#[test]
fn a_sink_that_ends_early_ends_its_producers() {
    let (made, first) = (AtomicUsize::new(0), Mutex::new(None));
    let ended = value!({
        let numbers = generator(0_u64..);
        let numbers = numbers
            >> stage(|n| {
                made.fetch_add(1, Ordering::SeqCst);
                n
            });
        numbers
            >> sink(|mut items| {
                *first.lock().unwrap() = items.next();
                "ended"
            })
    });
    assert_eq!((ended, first.into_inner().unwrap()), ("ended", Some(0)));
    assert!(made.into_inner() >= 1);
}

#[test]
fn a_sink_may_read_nothing_at_all() {
    let ended = value!({ generator(0..) >> fan_out(3, |n: u64| n) >> sink(|_| 7) });
    assert_eq!(ended, 7);
}

// Statements.

#[test]
fn a_sink_without_a_value_is_a_statement() {
    let (seen, words, folded) = (
        AtomicUsize::new(0),
        Mutex::new(Vec::new()),
        AtomicUsize::new(0),
    );
    let rest = value!({
        let numbers = generator(0..5);
        numbers >> for_each(|n| _ = seen.fetch_add(n, Ordering::SeqCst));
        let words = generator(["b", "a"]) >> fan_out(2, |word| word);
        words >> sink(|items| words.lock().unwrap().extend(items));
        generator(0..3) >> stage(|n| n) >> for_each(|n| _ = folded.fetch_add(n, Ordering::SeqCst));
        generator(0..9) >> count()
    });
    words.lock().unwrap().sort_unstable();
    assert_eq!((seen.into_inner(), rest, folded.into_inner()), (10, 9, 3));
    assert_eq!(*words.lock().unwrap(), ["a", "b"]);
}

#[test]
fn a_statement_may_fail() {
    let outcome = pipeline!({
        let words = generator(["1", "x"]);
        words
            >> sink(|words| {
                for word in words {
                    word.parse::<u8>()?;
                }
            });
    })
    .run();
    assert_eq!(failure(outcome).1, "invalid digit found in string");
}

// Chains.

#[test]
fn a_chain_holds_several_verbs() {
    let plain: BTreeSet<usize> = "a-b\n\ncd-e\nf"
        .lines()
        .filter(|line| !line.is_empty())
        .flat_map(|line| line.split('-').map(str::len).collect::<Vec<_>>())
        .map(|n| n * 10)
        .enumerate()
        .map(|(at, n)| at + n)
        .collect();
    let text = "a-b\n\ncd-e\nf";
    let set: BTreeSet<usize> = value!({
        generator(text.lines())
            >> filter(|line| !line.is_empty())
            >> stage(|line| {
                for word in line.split('-') {
                    yield word
                }
            })
            >> stage(str::len)
            >> fan_out(1, |n| n * 10)
            >> enumerate()
            >> stage(|(at, n)| at + n)
            >> fan_out(3, { |n| n })
            >> sink(|items| items.collect())
    });
    assert_eq!(set, plain);
}

#[test]
fn several_pipelines_stand_in_one() {
    let (a, b, c) = value!({
        let a = generator(0..10);
        let b = generator(0..20) >> stage(|n| n);
        let c = generator(0..30) >> fan_out(2, |n| n);
        (a >> count(), b >> count(), c >> count())
    });
    assert_eq!((a, b, c), (10, 20, 30));
}

// Options.

#[test]
fn every_stream_may_have_a_capacity() {
    for n in [0, 1, 2, 100] {
        let channel = channel_of(0..10);
        let (list, yielded) = value!({
            let made = generator(capacity = n, 0..10);
            let received = receive(capacity = n + 1, channel) >> fan_out(1, |n| n);
            let made = made >> stage(capacity = n, |n| n);
            let made = made >> fan_out(2, capacity = n * 2, |n| n) >> stage(|n| n);
            let all = fan_in(capacity = n, made, received);
            let all = all
                >> map(|n| n)
                >> stage(
                    capacity = {
                        let m = n;
                        m + 1
                    },
                    |n| n,
                );
            let yielded = generator(capacity = n, {
                for m in 0..10 {
                    yield m;
                }
            });
            let yielded = yielded
                >> stage(capacity = n, |n| {
                    yield n;
                    yield n;
                });
            let yielded =
                yielded >> filter(|_| true) >> fan_out(1, capacity = usize::max(n, 1), { |n| n });
            (all >> sum::<i32>(), yielded >> collect::<Vec<i32>>())
        });
        assert_eq!(list, 90);
        assert!(yielded.into_iter().eq((0..10).flat_map(|n| [n, n])));
    }
}

#[test]
fn a_capacity_may_be_a_literal_and_stand_behind_other_inputs() {
    let sum = value!({
        let a = generator(capacity = 0, 0..10) >> stage(|n| n);
        let b = generator(0..10) >> stage(capacity = 1, |n| n) >> fan_out(2, |n| n);
        let all = fan_in(a, b, capacity = 0);
        all >> fan_out(2, capacity = 3, |n| n) >> sum::<i32>()
    });
    assert_eq!(sum, 90);
}

#[test]
fn a_capacity_belongs_to_the_stream_behind_its_methods() {
    let sum = value!({
        let a = generator(capacity = 0, 0..10) >> filter(|n| *n > 0);
        let b = a >> stage(capacity = 2, |n| n) >> map(|n| n + 1) >> skip(1);
        let c = b >> fan_out(2, |n| n);
        c >> sum::<i32>()
    });
    assert_eq!(sum, (3..=10).sum::<i32>());
}

#[test]
fn a_capacity_is_how_far_a_generator_gets_ahead() {
    let made = AtomicUsize::new(0);
    let ahead = value!({
        let numbers = generator(capacity = 0, {
            for n in 0..9 {
                made.fetch_add(1, Ordering::SeqCst);
                yield n;
            }
        });
        numbers
            >> sink(|mut items| {
                items.next();
                made.load(Ordering::SeqCst)
            })
    });
    assert!(ahead <= 2, "{ahead} made with one taken");
}

/// Returns the name of the stage that fails, in a pipeline whose stage `fails` fails.
fn failing_stage(fails: &'static str) -> &'static str {
    let check = move |stage: &'static str| {
        if stage == fails {
            Err("asked to")
        } else {
            Ok(stage)
        }
    };
    let outcome = pipeline!(move || {
        let made = generator(name = "my maker", {
            yield check("my maker")?;
        });
        let received = receive(name = "my reader", channel_of([""])) >> map(|_| "");
        let staged = made >> stage(name = "my stage", |_| check("my stage")?);
        let all = fan_in(staged, received);
        let shared = all
            >> fan_out(2, name = "my fan-out", capacity = 2, |_| {
                check("my fan-out")?
            });
        let plain = shared >> stage(|_| check("plain")?);
        let chained =
            plain >> stage(|_| check("chained.stage")?) >> fan_out(1, |_| check("chained")?);
        let own = chained
            >> stage(capacity = 1, name = "my own", {
                check("my own")?;
                |n| n
            });
        own >> sink(name = "my sink", |items| {
            check("my sink")?;
            items.count()
        })
    })
    .run();
    failure(outcome).0
}

#[test]
fn every_stage_may_have_a_name() {
    for name in [
        "my maker",
        "my stage",
        "my fan-out",
        "plain",
        "chained.stage",
        "chained",
        "my own",
        "my sink",
    ] {
        assert_eq!(failing_stage(name), name);
    }
}

#[test]
fn a_thread_has_its_stages_name() {
    fn thread_name() -> String {
        std::thread::current().name().unwrap().to_owned()
    }
    let names = value!({
        let numbers = generator({
            yield vec![thread_name()];
        });
        let staged = numbers
            >> stage(name = "second", |mut names| {
                names.push(thread_name());
                names
            });
        let shared = staged
            >> fan_out(1, |mut names| {
                names.push(thread_name());
                names
            });
        let received = receive(name = "channel", channel_of([()])) >> map(|()| vec![thread_name()]);
        let all = fan_in(shared, received);
        all >> map(|mut names| {
            names.push(thread_name());
            names
        }) >> collect::<BTreeSet<_>>()
    });
    let expected = [
        vec!["numbers", "second", "shared#0", "output"],
        vec!["channel", "output"],
    ];
    let expected = expected.map(|names| names.into_iter().map(str::to_owned).collect());
    assert_eq!(names, BTreeSet::from(expected));
}

// A block that returns the function of a sink.

#[test]
fn a_sinks_block_is_evaluated_on_its_own_thread() {
    let here = std::thread::current().id();
    let (made, called) = value!({
        generator([1])
            >> sink({
                let made = std::thread::current().id();
                move |items| {
                    items.for_each(drop);
                    (made, std::thread::current().id())
                }
            })
    });
    assert_eq!(made, called);
    assert_ne!(made, here);
}

#[test]
fn a_sinks_block_may_make_what_cannot_be_sent() {
    let sum = value!({
        generator([1])
            >> sink({
                let plus = std::rc::Rc::new(1);
                move |items| items.sum::<i32>() + *plus
            })
    });
    assert_eq!(sum, 2);
}

#[test]
fn a_sinks_setup_may_fail() {
    let sum = value!({
        generator([1])
            >> sink({
                let plus = "1".parse::<i32>()?;
                move |items| items.sum::<i32>() + plus
            })
    });
    assert_eq!(sum, 2);
}

#[test]
fn a_sink_may_name_another_error_type() {
    let sum = value!({
        generator(["1"])
            >> sink(|words| -> Result<u8, ParseIntError> {
                let mut sum = 0;
                for word in words {
                    sum += word.parse::<u8>()?;
                }
                Ok(sum)
            })
    });
    assert_eq!(sum, 1);
}

/// Names of streams that expansions use too.
#[test]
fn a_stream_may_be_called_like_anything() {
    let (scope, counts) = pipeline!({
        let (a, to_a) = generator(0..3) >> tee();
        let run = a >> stage(|n| n);
        let scope = to_a >> fan_out(2, |n| n);
        let items = run >> filter(|_| true);
        let out = items
            >> stage(|n| {
                yield n;
            });
        let worker = out >> fan_out(1, { move |n| n });
        let (route, rest) = worker >> route(|n| if n > 0 { route(n) } else { rest(n) });
        let run = fan_in(route, rest) >> count();
        (scope >> count(), run)
    })
    .run()
    .unwrap();
    assert_eq!((scope, counts), (3, 3));
}

/// Uses some MiB of stack, more than a thread has by default.
fn recurse(depth: u64) -> u64 {
    let here = std::hint::black_box([depth; 128]);
    if depth == 0 {
        return here[5];
    }
    recurse(std::hint::black_box(depth - 1)) + here[127]
}

const DEPTH: u64 = 4000;
const STACK: usize = 64 << 20;
const SUM: u64 = DEPTH * (DEPTH + 1) / 2;

#[test]
fn stack_size_holds_what_each_verb_runs() {
    let (left, right, other) = value!({
        let made = generator(
            stack_size = STACK,
            (DEPTH..=DEPTH).filter(|n| recurse(*n) == SUM),
        );
        let staged = made >> stage(stack_size = STACK, |n| recurse(n));
        let shared = staged >> fan_out(2, stack_size = STACK, |sum| sum + recurse(DEPTH));
        let (one, other) = shared >> split(stack_size = STACK, |_| recurse(DEPTH) == SUM);
        let (left, right) = one
            >> route(stack_size = STACK, |sum| {
                left(sum + recurse(DEPTH));
                right(sum);
            });
        let right = right
            >> sink(stack_size = STACK, |mut sums| {
                sums.next().map(|sum: u64| sum + recurse(DEPTH))
            });
        (left >> sum::<u64>(), right, other >> count())
    });
    assert_eq!((left, right, other), (3 * SUM, Some(3 * SUM), 0));
}

#[test]
fn stack_size_holds_what_methods_run_in_their_stage() {
    let received = channel_of([DEPTH]);
    let sums = value!({
        receive(stack_size = STACK, received) >> map(|n| recurse(n)) >> collect::<Vec<u64>>()
    });
    assert_eq!(sums, [SUM]);
}

#[test]
fn stack_size_holds_what_a_blocking_body_runs() {
    let sums = pipeline!(async {
        let one = generator([DEPTH]) >> stage(blocking, stack_size = STACK, |n| recurse(n));
        one >> fan_out(2, blocking, stack_size = STACK, |sum| sum + recurse(DEPTH)) >> sum::<u64>()
    });
    assert_eq!(futures::executor::block_on(sums.run()).unwrap(), 2 * SUM);
}
