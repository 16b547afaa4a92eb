//! Headers, values and names: `pipeline!` as an expression, and the scopes of its names.

#![deny(warnings)]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::num::ParseIntError;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline::{BoxError, Context, Error, Pipeline, Running, pipeline};

/// A user's error type.
#[derive(Debug, PartialEq)]
enum MyError {
    Number(ParseIntError),
    TooLarge(u32),
}

impl fmt::Display for MyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl StdError for MyError {}

impl From<ParseIntError> for MyError {
    fn from(error: ParseIntError) -> Self {
        MyError::Number(error)
    }
}

/// Returns the name of the stage and the error of a failed run.
fn failure<T: fmt::Debug, E: fmt::Debug>(outcome: Result<T, Error<E>>) -> (&'static str, E) {
    match outcome {
        Err(Error::Failed { stage, source, .. }) => (stage, source),
        other => panic!("expected a failed stage, got {other:?}"),
    }
}

// Headers.

#[test]
fn a_block_needs_no_header() {
    let sum = pipeline!({
        let numbers = generator(1..=4);
        numbers >> sum::<i32>()
    })
    .run();
    assert_eq!(sum.unwrap(), 10);
}

#[test]
fn bare_braces_hold_the_statements_themselves() {
    let sum = pipeline! {
        let numbers = generator(1..=4);
        numbers >> sum::<i32>()
    }
    .run();
    assert_eq!(sum.unwrap(), 10);
    let sum = pipeline! { generator(1..=4) >> sum::<i32>() }.run();
    assert_eq!(sum.unwrap(), 10);
}

#[test]
fn brackets_hold_one_too() {
    let sum = pipeline![{ generator(1..=4) >> sum::<i32>() }].run();
    assert_eq!(sum.unwrap(), 10);
}

#[test]
fn empty_bars_borrow() {
    let factor = String::from("3");
    let scaled = pipeline!(|| {
        let numbers = generator(1..=4);
        numbers >> stage(|n| format!("{n}x{factor}")) >> collect::<Vec<_>>()
    })
    .run();
    assert_eq!(scaled.unwrap(), ["1x3", "2x3", "3x3", "4x3"]);
    assert_eq!(factor, "3");
}

#[test]
fn one_name_in_the_bars_is_the_context_in_every_body() {
    let sum = pipeline!(|ctx| {
        let numbers = generator({
            for n in 0..4 {
                ctx.check()?;
                yield n;
            }
        });
        let plain = numbers >> stage(|n| if ctx.is_cancelled() { 0 } else { n });
        let shared = plain
            >> fan_out(2, |n| {
                ctx.check()?;
                n
            });
        let own = shared
            >> fan_out(2, {
                let context: &Context = ctx;
                move |n| if context.is_cancelled() { 0 } else { n }
            });
        own >> filter(|_| !ctx.is_cancelled())
            >> sink(|items| {
                let sum: i32 = items.sum();
                ctx.check()?;
                sum
            })
    })
    .run();
    assert_eq!(sum.unwrap(), 6);
}

#[test]
fn the_context_cancels_the_run_from_inside() {
    let outcome = pipeline!(|ctx| {
        let numbers = generator(0..);
        let seen = numbers
            >> stage(|n| {
                if n == 5 {
                    ctx.cancel();
                }
                n
            });
        seen >> count()
    })
    .run();
    assert!(outcome.unwrap_err().is_cancelled());
}

#[test]
fn move_owns_what_the_bodies_name() {
    let words = vec![String::from("a"), String::from("bc")];
    let suffix = String::from("!");
    let pipeline = pipeline!(move || {
        let words = generator(words);
        words >> stage(move |word| word + &suffix) >> collect::<Vec<_>>()
    });
    let running: Running<Vec<String>> = pipeline.spawn();
    assert_eq!(running.join().unwrap(), ["a!", "bc!"]);
}

#[test]
fn move_shares_what_several_bodies_name() {
    let suffix = String::from("!");
    let pipeline = pipeline!(move || {
        let words = generator(["a", "bc"]);
        let first = words >> stage(|word| format!("{word}{suffix}"));
        let second = first >> fan_out(2, |word| word + &suffix);
        second >> collect::<BTreeSet<_>>()
    });
    let set = pipeline.spawn().join().unwrap();
    assert_eq!(set, BTreeSet::from(["a!!".into(), "bc!!".into()]));
}

#[test]
fn move_with_a_context_can_be_spawned_and_cancelled() {
    let running = pipeline!(move |ctx| {
        let numbers = generator(0_u64..);
        numbers >> for_each(|_| assert!(!ctx.is_cancelled() || ctx.check().is_err()));
    })
    .spawn();
    assert!(!running.is_finished());
    running.cancel();
    assert!(running.join().unwrap_err().is_cancelled());
}

#[test]
fn a_header_names_the_value_and_an_error_of_ones_own() {
    let parse = |words: Vec<&'static str>| {
        pipeline!(move || -> Result<u32, MyError> {
            let words = generator(words);
            let numbers = words
                >> stage(|word| {
                    let n: u32 = word.parse()?;
                    if n > 100 {
                        return Err(MyError::TooLarge(n));
                    }
                    n
                });
            numbers >> sum()
        })
        .run()
    };
    assert_eq!(parse(vec!["1", "2"]).unwrap(), 3);
    let (stage, error) = failure(parse(vec!["1", "101", "2"]));
    assert_eq!((stage, error), ("numbers", MyError::TooLarge(101)));
    let (_, error) = failure(parse(vec!["x"]));
    assert!(matches!(error, MyError::Number(_)));
}

#[test]
fn a_header_leaves_its_error_type_to_the_code_around_it() {
    let on_threads: Result<u32, Error<ParseIntError>> = pipeline!(|| -> Result<u32, _> {
        generator(["1", "2"]) >> stage(|text| text.parse::<u32>()?) >> sum()
    })
    .run();
    assert_eq!(on_threads.unwrap(), 3);

    let as_futures: Result<u32, Error<ParseIntError>> = futures::executor::block_on(
        pipeline!(async || -> Result<_, _> {
            generator(["1", "x"]) >> stage(async |text| text.parse::<u32>()?) >> sum()
        })
        .run(),
    );
    assert!(as_futures.is_err());
}

#[test]
fn a_header_takes_an_alias_of_result() {
    let read = |fails: bool| {
        pipeline!(|| -> io::Result<Vec<u8>> {
            let bytes = generator([1, 2]);
            let read = bytes
                >> fan_out(1, |byte| {
                    if fails {
                        Err(io::Error::from(io::ErrorKind::NotFound))?;
                    }
                    byte
                });
            read >> collect()
        })
        .run()
    };
    assert_eq!(read(false).unwrap(), [1, 2]);
    let (stage, error) = failure(read(true));
    assert_eq!((stage, error.kind()), ("read", io::ErrorKind::NotFound));
}

#[test]
fn a_header_names_types_with_arrows_and_arrays_in_them() {
    type Outcome<T> = Result<T, MyError>;
    let given = pipeline!(|ctx| -> Outcome<(fn(u8) -> u32, [u8; 2])> {
        let numbers = generator([1_u8]) >> filter(|_| !ctx.is_cancelled());
        let function = numbers >> fold(u8::count_zeros as fn(u8) -> u32, |f, _| f);
        let pair = generator([[1, 2]]) >> fold([0, 0], |_, pair| pair);
        (function, pair)
    })
    .run();
    let (function, pair) = given.unwrap();
    assert_eq!((function(0), pair), (8, [1, 2]));
}

#[test]
fn without_a_header_any_error_becomes_a_box_error() {
    let outcome = pipeline!({
        let words = generator(["1", "x"]);
        words >> stage(|word| word.parse::<u32>()?) >> count()
    })
    .run();
    let (stage, error): (_, BoxError) = failure(outcome);
    // `count` runs in the worker of the stage. Together they are the last worker of the chain.
    assert_eq!(stage, "output");
    assert!(error.into_inner().is::<ParseIntError>());
}

// Running.

#[test]
fn nothing_happens_before_run() {
    let calls = AtomicUsize::new(0);
    let count_call = || calls.fetch_add(1, Ordering::SeqCst);
    let pipeline = pipeline!({
        let items = generator({
            count_call();
            [count_call()]
        });
        let items = items >> fan_out(count_call() + 1, capacity_is(count_call()));
        items >> for_each(|_| {});
    });
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    drop(pipeline);
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

fn capacity_is(_: usize) -> impl Fn(usize) -> usize {
    |n| n
}

#[test]
fn a_function_returns_one() {
    fn lengths<'p>(words: &'p [&str]) -> Pipeline<'p, Vec<usize>> {
        pipeline!(move || {
            let words = generator(words);
            words >> stage(|word| word.len()) >> collect()
        })
    }
    fn owning(count: u32) -> Pipeline<'static, u32, MyError> {
        pipeline!(move || -> Result<u32, MyError> { generator(0..count) >> sum() })
    }
    assert_eq!(lengths(&["a", "bcd"]).run().unwrap(), [1, 3]);
    assert_eq!(owning(4).spawn().join().unwrap(), 6);
}

#[test]
fn a_struct_holds_one() {
    struct Job<'p> {
        name: &'static str,
        work: Pipeline<'p, usize>,
    }
    let text = String::from("to be or not");
    let job = Job {
        name: "words",
        work: pipeline!({ generator(text.split(' ')) >> count() }),
    };
    assert_eq!((job.name, job.work.run().unwrap()), ("words", 4));
}

#[test]
fn one_goes_to_another_thread_and_runs_there() {
    let text = String::from("to be or not");
    let words = pipeline!({ generator(text.split(' ')) >> count() });
    let count = std::thread::scope(|scope| scope.spawn(|| words.run()).join().unwrap());
    assert_eq!(count.unwrap(), 4);
}

#[test]
fn the_type_of_the_value_may_come_from_outside() -> Result<(), Error> {
    let lengths: BTreeMap<_, _> = pipeline!({
        let words = generator(["a", "bcd"]);
        words >> fan_out(2, |word| (word, word.len())) >> collect()
    })
    .run()?;
    assert_eq!(lengths, BTreeMap::from([("a", 1), ("bcd", 3)]));
    let (sum, product): (u64, u64) = pipeline!({
        let a = generator([2, 3]);
        let b = generator([4, 5]);
        (a >> sum(), b >> product())
    })
    .run()?;
    assert_eq!((sum, product), (5, 20));
    Ok(())
}

#[test]
fn the_error_of_one_goes_through_a_question_mark() {
    fn outer() -> Result<usize, Box<dyn StdError + Send + Sync>> {
        Ok(
            pipeline!({ generator(["x"]) >> stage(|word| word.parse::<u8>()?) >> count() })
                .run()?,
        )
    }
    assert!(outer().unwrap_err().to_string().contains("`output` failed"));
}

#[test]
fn run_with_takes_a_context() {
    let context = Context::new();
    context.cancel();
    let outcome = pipeline!({ generator(0..) >> count() }).run_with(&context);
    assert!(outcome.unwrap_err().is_cancelled());
}

// Tails.

#[test]
fn a_tail_is_a_chain_or_a_name_or_a_tuple_or_nothing() {
    let seen = AtomicUsize::new(0);
    let chain: usize = pipeline!({ generator(0..3) >> count() }).run().unwrap();
    let name: usize = pipeline!({
        let n = generator(0..3) >> count();
        n
    })
    .run()
    .unwrap();
    let parenthesized: usize = pipeline!({ (generator(0..3) >> count()) }).run().unwrap();
    let one: (usize,) = pipeline!({ (generator(0..3) >> count(),) }).run().unwrap();
    let three: (usize, i32, Option<i32>) = pipeline!({
        let last = generator(0..3) >> last();
        let numbers = generator(0..3);
        let count = generator(0..3) >> count();
        (count, numbers >> sum(), last)
    })
    .run()
    .unwrap();
    let unit: () = pipeline!({ () }).run().unwrap();
    let nothing: () = pipeline!({
        let numbers = generator(0..3);
        numbers >> for_each(|_| _ = seen.fetch_add(1, Ordering::SeqCst));
    })
    .run()
    .unwrap();
    assert_eq!((chain, name, parenthesized, one), (3, 3, 3, (3,)));
    assert_eq!((three, unit, nothing), ((3, 3, Some(2)), (), ()));
    assert_eq!(seen.into_inner(), 3);
}

#[test]
fn a_value_may_be_what_for_each_gives() {
    let nothing: () = pipeline!({ generator(0..3) >> for_each(|_| {}) })
        .run()
        .unwrap();
    assert_eq!(nothing, ());
}

// Names.

#[test]
fn a_name_may_be_used_again_once_it_was_read() {
    let items = vec![1, 2, 3];
    let doubled = pipeline!({
        let items = generator(items.iter());
        let items = items >> stage(|item| item * 2);
        let items = items >> fan_out(2, |item| item + items.len());
        let items = items >> filter(|item| *item > 5);
        items >> collect::<BTreeSet<_>>()
    })
    .run()
    .unwrap();
    assert_eq!(doubled, BTreeSet::from([7, 9]));
}

#[test]
fn names_may_be_keywords() {
    let (r#type, r#loop) = pipeline!({
        let r#type = generator(0..3);
        let r#fn = r#type >> stage(|r#in| r#in + 1);
        let r#match = generator([10]);
        let r#struct = fan_in(r#fn, r#match);
        let r#loop = generator([7]) >> r#count();
        let r#mod: i32 = r#struct >> sum();
        (r#mod, r#loop)
    })
    .run()
    .unwrap();
    assert_eq!((r#type, r#loop), (16, 1));
}

#[test]
fn names_may_be_those_of_verbs_and_methods() {
    let total = pipeline!({
        let generator = generator(0..4);
        let stage = generator >> stage(|n| n + 1);
        let fan_out = stage >> fan_out(2, |n| n);
        let receive = generator([5]);
        let fan_in = fan_in(fan_out, receive);
        let map = fan_in >> map(|n| n * 2);
        let sum: i32 = map >> sum();
        sum
    })
    .run()
    .unwrap();
    assert_eq!(total, 30);
}

#[test]
fn in_a_body_the_word_of_a_stream_means_the_variable() {
    let lines = vec!["a b", "c"];
    let words = 100;
    let pairs = pipeline!({
        let lines = generator(lines.iter().copied());
        let words = lines
            >> stage(|line| {
                for word in line.split(' ') {
                    yield (word, words);
                }
            });
        let counted = words >> map(|(word, n)| (word, n + lines.len() + words));
        counted >> collect::<Vec<_>>()
    })
    .run()
    .unwrap();
    assert_eq!(pairs, [("a", 202), ("b", 202), ("c", 202)]);
}

#[test]
fn the_words_of_the_expansion_belong_to_the_user_in_bodies() {
    let (run, scope, out, worker, items) = (1, 2, 4, 8, 16);
    let (output, to_items, context, receive, stage) = (32, 64, 128, 256, 512);
    let all = pipeline!({
        let items = generator({
            yield run + scope + out + worker + items;
            yield output + to_items + context + receive + stage;
        });
        let parts = items
            >> stage(|n| {
                let send = n + run + scope + out + worker + items;
                yield send;
                yield output + to_items + context + receive + stage;
            });
        let out = parts
            >> fan_out(2, {
                let worker = worker + out;
                move |run| run + scope + worker
            });
        let output = out >> map(|n| n + run) >> stage(|items| items + worker);
        output >> sink(|output| output.map(|scope| scope + items).sum::<i32>())
    })
    .run()
    .unwrap();
    let each = 2 + 12 + 1 + 8 + 16;
    assert_eq!(all, (31 + 31) + 992 + (992 + 31) + 992 + 4 * each);
}

#[test]
fn the_context_may_have_any_name() {
    let scope = 1;
    let sum = pipeline!(|run| {
        let numbers = generator(0..3) >> filter(|_| !run.is_cancelled());
        numbers >> stage(|n| if run.is_cancelled() { 0 } else { n + scope }) >> sum::<i32>()
    })
    .run()
    .unwrap();
    assert_eq!(sum, 6);
}

#[test]
fn every_let_may_name_a_type() {
    let (sender, channel) = crossbeam_channel::bounded(1);
    sender.send(9).unwrap();
    drop(sender);
    let (words, total, all, letters) = pipeline!({
        let numbers: u8 = generator([1, 2, 3]);
        let yielded: Vec<u8> = generator({
            yield Vec::new();
        });
        let received: u8 = receive(channel);
        let bigger: u16 = numbers >> stage(|n| n.into());
        let received: u16 = received >> map(Into::into);
        let largest: u32 = bigger >> fan_out(2, |n| n.into());
        let received: u32 = received >> map(Into::into);
        let merged: u32 = fan_in(largest, received);
        let merged: u64 = merged >> map(u64::from) >> filter(|n| *n > 1);
        let parsed: Option<Vec<u8>> = yielded >> stage(|list| Some(Some(list).ok_or("none")?));
        let words: String = parsed >> stage(|list| yield format!("{list:?}"));
        let total: u64 = merged >> sum();
        let words: Vec<String> = words >> collect();
        let all: HashMap<char, Vec<(u8, [u8; 1])>> =
            generator([('a', vec![(1, [2])])]) >> collect();
        let letters: BTreeSet<<Vec<char> as IntoIterator>::Item> =
            generator("abca".chars()) >> sink(|chars| chars.collect());
        (words, total, all, letters)
    })
    .run()
    .unwrap();
    assert_eq!((words, total), (vec!["Some([])".to_owned()], 14));
    assert_eq!(all[&'a'], [(1, [2])]);
    assert_eq!(letters.len(), 3);
}

mod renamed {
    use ::pipeline as p;
    pub use ::pipeline::pipeline as declare;

    #[test]
    fn the_crate_may_have_another_name() {
        let count = p::pipeline!({ generator(0..3) >> count() }).run();
        assert_eq!(count.unwrap(), 3);
    }

    #[test]
    fn the_macro_may_have_another_name() {
        let count = declare!({ generator(0..3) >> count() }).run();
        assert_eq!(count.unwrap(), 3);
        let count = super::renamed::declare!({ generator(0..3) >> count() }).run();
        assert_eq!(count.unwrap(), 3);
    }
}

#[test]
fn shadowed_standard_names_do_not_reach_the_expansion() {
    #![allow(dead_code, non_camel_case_types)]
    struct Result;
    struct Ok;
    struct Box;
    struct Option;
    struct Some;
    struct Err;
    mod core {}
    mod std {}
    let sum = pipeline!({
        let numbers = generator({
            for n in ["1", "2"] {
                yield n.parse::<i32>()?;
            }
        });
        let again = numbers >> stage(|n| n.to_string().parse::<i32>()?);
        let out = again >> fan_out(2, |n| yield n.to_string().parse::<i32>()?);
        out >> skip("0".parse()?) >> sum::<i32>()
    })
    .run();
    assert_eq!(sum.unwrap(), 3);
}

// Macros of the user.

macro_rules! mapped {
    ($items:expr, $body:expr) => {
        pipeline!({
            let items = generator($items);
            let mapped = items >> stage($body);
            mapped >> collect::<Vec<_>>()
        })
        .run()
        .unwrap()
    };
}

/// A body with `yield` must be passed as tokens, because rustc rejects `yield` in an `expr`.
macro_rules! yielded {
    ($($body:tt)+) => {
        pipeline!({ generator([2, 1]) >> stage($($body)+) >> collect::<Vec<_>>() }).run().unwrap()
    };
}

macro_rules! shared {
    ($workers:expr, $make:expr, $name:ident, $ty:ty) => {
        pipeline!({
            let $name: $ty = generator(0..4);
            let out = $name >> fan_out($workers, $make);
            out >> collect::<BTreeSet<_>>()
        })
        .run()
        .unwrap()
    };
}

#[test]
fn a_macro_of_the_users_writes_one() {
    let offset = 10;
    assert_eq!(mapped!(0..3, |n| n + offset), [10, 11, 12]);
    assert_eq!(mapped!(["1", "2"], |word| word.parse::<u8>()?), [1, 2]);
    assert_eq!(
        mapped!([1, 4], u64::from_be),
        [1_u64.to_be(), 4_u64.to_be()]
    );
    assert_eq!(
        mapped!([1, 1], {
            let mut sum = 0;
            move |n| {
                sum += n;
                sum
            }
        }),
        [1, 2]
    );
    assert_eq!(
        yielded!(|n| for i in 0..n {
            yield i
        }),
        [0, 1, 0]
    );
    let set = shared!(1 + 1, |n| n * 2, numbers, u32);
    assert_eq!(set, BTreeSet::from([0, 2, 4, 6]));
    let set = shared!(
        2,
        {
            let own = Cell::new(0);
            move |n| {
                own.set(n);
                own.get()
            }
        },
        r#in,
        u64
    );
    assert_eq!(set.len(), 4);
}

macro_rules! chain_of {
    ($source:expr $(, $verb:ident [$($generics:tt)*] ($($args:tt)*))*) => {
        pipeline!({ generator($source) $(>> $verb $($generics)* ($($args)*))* }).run().unwrap()
    };
}

macro_rules! whole {
    ($($tokens:tt)*) => { pipeline!($($tokens)*) };
}

#[test]
fn a_macro_of_the_users_passes_parts_of_one_on() {
    let list = chain_of!(0..5, stage [] (|n| n * 3), filter [] (|n| n % 2 == 0), collect [::<Vec<i32>>] ());
    assert_eq!(list, [0, 6, 12]);
    assert_eq!(whole!({ generator(0..3) >> count() }).run().unwrap(), 3);
    assert_eq!(whole!(|| { generator(0..3) >> count() }).run().unwrap(), 3);
}

#[test]
fn a_macro_of_the_users_passes_the_block_on() {
    macro_rules! block {
        ($block:block) => {
            pipeline!($block)
        };
    }
    let count = block!({
        let numbers = generator(0..3);
        numbers >> count()
    });
    assert_eq!(count.run().unwrap(), 3);
}

#[test]
fn hygiene_keeps_a_macros_variable_apart_from_the_users() {
    macro_rules! add_hidden {
        ($body:expr) => {{
            let hidden = 1000;
            pipeline!({
                let numbers = generator([1]);
                let added = numbers >> stage($body);
                added >> stage(|n| n + hidden) >> sum::<i32>()
            })
            .run()
            .unwrap()
        }};
    }
    let hidden = 1;
    assert_eq!(add_hidden!(|n| n + hidden), 1002);
}

// Borrowing.

#[test]
fn bodies_borrow_shared() {
    let (words, stop) = (vec!["a", "the", "b"], BTreeSet::from(["the"]));
    let (kept, stopped) = pipeline!({
        let words_a = generator(&words);
        let words_b = generator(&words);
        let kept = words_a >> filter(|word| !stop.contains(*word)) >> count();
        let stopped =
            words_b >> fan_out(3, |word| stop.contains(word)) >> filter(|is| *is) >> count();
        (kept, stopped)
    })
    .run()
    .unwrap();
    assert_eq!((kept, stopped), (2, 1));
    assert_eq!((words.len(), stop.len()), (3, 1));
}

#[test]
fn bodies_borrow_exclusively() {
    let (mut last, mut log, mut calls, mut sum) = (0, String::new(), 0, 0);
    let mut source = vec![1, 2, 3].into_iter();
    pipeline!({
        let numbers = generator({
            for n in source.by_ref().take(2) {
                calls += 1;
                yield n;
            }
        });
        let numbers = numbers
            >> stage(|n| {
                log.push_str(&n.to_string());
                n
            })
            >> inspect(|n| last = *n);
        numbers >> for_each(|n| sum += n);
    })
    .run()
    .unwrap();
    assert_eq!((calls, log.as_str(), last, sum), (2, "12", 2, 3));
    assert_eq!(source.next(), Some(3));
}

#[test]
fn a_sink_fills_a_local() {
    let mut list = Vec::new();
    let sent = pipeline!({
        let numbers = generator(0..3);
        numbers
            >> sink(|numbers| {
                list.extend(numbers);
                list.len()
            })
    })
    .run()
    .unwrap();
    assert_eq!((sent, list), (3, vec![0, 1, 2]));
}

#[test]
fn items_borrow_from_outside_and_outlive_the_run() {
    let text = String::from("one three five");
    let longest =
        pipeline!({ generator(text.split(' ')) >> fan_out(2, |w| w) >> max_by_key(|w| w.len()) })
            .run()
            .unwrap();
    assert_eq!(longest, Some("three"));
}

#[test]
fn one_runs_inside_a_body_of_another() {
    let sums = pipeline!({
        let limits = generator([3, 4]);
        let sums = limits
            >> fan_out(2, |limit| {
                pipeline!({
                    let numbers = generator(0..limit);
                    numbers >> sum::<i32>()
                })
                .run()?
            });
        sums >> sum::<i32>()
    })
    .run()
    .unwrap();
    assert_eq!(sums, 3 + 6);
}
