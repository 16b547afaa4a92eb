//! Iterator methods on streams: each returns what it returns on a plain iterator, wherever it runs.

#![deny(warnings)]

use std::cell::Cell;
use std::cmp::Ordering::Less;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::num::ParseIntError;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::executor::block_on;
use itertools::Itertools;
use pipeline::{BoxError, Error, pipeline};

/// Returns the value of a pipeline that does not fail.
macro_rules! value {
    ($($declaration:tt)*) => { pipeline!($($declaration)*).run().unwrap() };
}

/// Asserts that a chain of methods on `0..12` returns the same as on a plain iterator: in the
/// worker of a generator, and in a worker of its own downstream of a fan-out.
macro_rules! same {
    ($(>> $method:ident $(::<$($ty:ty),*>)? ($($args:tt)*))+) => {{
        let plain = (0..12_i32)$(.$method$(::<$($ty),*>)?($($args)*))+;
        let (beside, behind) = value!({
            let numbers = generator(0..12_i32);
            let shared = generator(0..12_i32) >> fan_out(1, |n| n);
            (
                numbers $(>> $method $(::<$($ty),*>)? ($($args)*))+,
                shared $(>> $method $(::<$($ty),*>)? ($($args)*))+,
            )
        });
        assert_eq!(beside, plain, "beside a generator");
        assert_eq!(behind, plain, "behind a fan-out");
    }};
}

/// [`same!`], downstream of every verb.
macro_rules! same_everywhere {
    ($(>> $method:ident $(::<$($ty:ty),*>)? ($($args:tt)*))+) => {{
        let plain = (0..12_i32)$(.$method$(::<$($ty),*>)?($($args)*))+;
        let (sender, channel) = crossbeam_channel::unbounded();
        (0..12_i32).for_each(|n| sender.send(n).unwrap());
        drop(sender);
        let (generated, staged, tried, yielded, fanned, generated_by_yield, received) = value!({
            let generated = generator(0..12_i32);
            let staged = generator(0..12_i32) >> stage(|n| n);
            let tried = generator(0..12_i32) >> stage(|n| Some(n).ok_or("none")?);
            let yielded = generator(0..12_i32) >> stage(|n| yield n);
            let fanned = generator(0..12_i32) >> fan_out(1, |n| n);
            let all = generator({ for n in 0..12_i32 { yield n; } });
            let received = receive(channel);
            (
                generated $(>> $method $(::<$($ty),*>)? ($($args)*))+,
                staged $(>> $method $(::<$($ty),*>)? ($($args)*))+,
                tried $(>> $method $(::<$($ty),*>)? ($($args)*))+,
                yielded $(>> $method $(::<$($ty),*>)? ($($args)*))+,
                fanned $(>> $method $(::<$($ty),*>)? ($($args)*))+,
                all $(>> $method $(::<$($ty),*>)? ($($args)*))+,
                received $(>> $method $(::<$($ty),*>)? ($($args)*))+,
            )
        });
        assert_eq!(generated, plain, "behind a generator");
        assert_eq!(staged, plain, "behind a stage");
        assert_eq!(tried, plain, "behind a stage that may fail");
        assert_eq!(yielded, plain, "behind a stage that yields");
        assert_eq!(fanned, plain, "behind a fan-out");
        assert_eq!(generated_by_yield, plain, "behind a block that yields");
        assert_eq!(received, plain, "behind a receive");
    }};
}

#[test]
fn std_consumers_give_what_they_give() {
    same_everywhere!(>> count());
    same!(>> last());
    same!(>> sum::<i32>());
    same!(>> max());
    same!(>> min());
    same!(>> max_by(|a, b| (a % 5).cmp(&(b % 5))));
    same!(>> min_by_key(|n| (n - 6).abs()));
    same!(>> fold(1_i64, |a, n| a * 3 + i64::from(n)));
    same!(>> reduce(|a, n| a * 2 - n));
    same!(>> collect::<Vec<i32>>());
    same!(>> partition::<Vec<_>, _>(|n| n % 3 == 0));
    same!(>> is_sorted());
    same!(>> eq(0..12));
    same!(>> lt(1..2));
    same!(>> cmp(0..3));
    same!(>> partial_cmp([0, 1]));
}

#[test]
fn consumers_that_borrow_the_stream_give_what_they_give() {
    same!(>> all(|n| n < 5));
    same!(>> any(|n| n == 5));
    same_everywhere!(>> find(|n| *n > 5));
    same!(>> find_map(|n| (n > 5).then_some(n * 10)));
    same!(>> position(|n| n == 7));
    same!(>> next());
    same!(>> nth(3));
    same!(>> nth(300));
    same_everywhere!(>> try_fold(0_i8, |sum, n| sum.checked_add(i8::try_from(n).unwrap() * 9)));
    same!(>> try_for_each(|n| if n < 4 { ControlFlow::Continue(()) } else { ControlFlow::Break(n) }));
}

#[test]
fn std_adaptors_give_what_they_give() {
    same!(>> map(|n| n * 2) >> collect::<Vec<_>>());
    same_everywhere!(>> filter(|n| n % 2 == 1) >> collect::<Vec<_>>());
    same!(>> filter_map(|n| u8::try_from(n - 6).ok()) >> collect::<Vec<_>>());
    same!(>> flat_map(|n| 0..n) >> collect::<Vec<_>>());
    same!(>> map(|n| vec![n; 2]) >> flatten() >> collect::<Vec<_>>());
    same!(>> enumerate() >> collect::<Vec<_>>());
    same_everywhere!(>> skip(2) >> step_by(3) >> collect::<Vec<_>>());
    same!(>> take(5) >> collect::<Vec<_>>());
    same!(>> take_while(|n| *n < 5) >> collect::<Vec<_>>());
    same!(>> skip_while(|n| *n < 5) >> collect::<Vec<_>>());
    same!(>> map_while(|n| (n < 5).then_some(n)) >> collect::<Vec<_>>());
    same!(>> scan(0, |sum, n| { *sum += n; Some(*sum) }) >> collect::<Vec<_>>());
    same!(>> chain(20..22) >> collect::<Vec<_>>());
    same!(>> zip("abc".chars()) >> collect::<Vec<_>>());
    same!(>> inspect(|n| assert!(*n >= 0)) >> fuse() >> peekable() >> count());
    same!(>> map(|_| &7) >> copied() >> sum::<i32>());
    same!(>> map(|_| &1) >> cloned() >> product::<i32>());
    same!(>> take(0) >> max());
}

#[test]
fn unknown_methods_at_the_end_are_consumers() {
    same!(>> all_equal());
    same!(>> counts_by(|n| n % 3));
    same_everywhere!(>> collect_vec());
    same!(>> minmax());
    same!(>> join("-"));
    same!(>> sorted_by_key(|n| -n) >> collect::<Vec<_>>());
    same!(>> into_group_map_by(|n| n % 4));
    same!(>> contains(&3));
    same!(>> find_position(|n| *n > 3));
}

/// An iterator whose `size_hint` wrongly says that it is empty.
struct Lies<I>(I);

impl<I: Iterator> Iterator for Lies<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(0))
    }
}

trait Lying: Iterator + Sized {
    fn lying(self) -> Lies<Self> {
        Lies(self)
    }
}

impl<I: Iterator> Lying for I {}

#[test]
fn items_that_a_method_keeps_are_read_from_their_end() {
    same!(>> sorted() >> rposition(|n| n % 4 == 0));
    same!(>> sorted() >> rev() >> rposition(|n| n % 4 == 0));
    same!(>> sorted() >> map(|n| n + 1) >> rev() >> collect::<Vec<_>>());
}

/// The argument of `Some(...)` may be a future, for all that the macro knows. A method after it
/// decides the type.
#[test]
fn the_type_of_what_is_given_in_some_is_found_later() {
    let words = ["1", "", "3"];
    macro_rules! declared {
        ($($header:tt)*) => {
            pipeline!($($header)* {
                let given = generator(words) >> filter_map(|word| {
                    if word.is_empty() { None } else { Some(word.parse().unwrap()) }
                });
                let summed = generator([1_u32, 3]) >> scan(0_u32, |sum, n| {
                    *sum += n;
                    if *sum < 9 { Some((*sum).try_into().unwrap()) } else { None }
                });
                (given >> collect::<Vec<u16>>(), summed >> collect::<Vec<u8>>())
            })
        };
    }
    let expected = (vec![1, 3], vec![1, 4]);
    assert_eq!(declared!().run().unwrap(), expected);
    assert_eq!(block_on(declared!(async).run()).unwrap(), expected);
}

#[test]
fn no_method_believes_the_size_hint_of_an_unknown_one() {
    let (some, all, list) = value!({
        let some = generator(0..5) >> lying() >> filter(|_| true) >> count();
        let all = generator(0..5) >> fan_out(1, |n| n) >> lying() >> flat_map(|n| [n]);
        let list = generator(0..5) >> lying() >> batch(2) >> flatten();
        (
            some,
            all >> filter(|_| true) >> count(),
            list >> collect::<Vec<_>>(),
        )
    });
    assert_eq!((some, all, list), (5, 5, vec![0, 1, 2, 3, 4]));
}

#[test]
fn unknown_methods_with_a_reader_are_adaptors() {
    same_everywhere!(>> unique() >> collect::<Vec<_>>());
    same!(>> map(|n| n / 2) >> dedup() >> collect::<Vec<_>>());
    same!(>> dedup_by(|a, b| a / 4 == b / 4) >> count());
    same!(>> sorted_by(|a, b| b.cmp(a)) >> take(3) >> collect::<Vec<_>>());
    same!(>> interleave([100, 200]) >> collect::<Vec<_>>());
    same!(>> tuple_windows::<(_, _)>() >> collect::<Vec<_>>());
    same!(>> tuples() >> map(|(a, b, c)| a * b + c) >> collect::<Vec<_>>());
    same_everywhere!(>> sorted() >> rev() >> collect::<Vec<_>>());
}

#[test]
fn methods_after_a_consumer_are_its_values() {
    same!(>> max() >> unwrap_or(7));
    same!(>> filter(|n| *n > 99) >> max() >> unwrap_or(7));
    same!(>> flat_map(|n| 0..n) >> max() >> unwrap_or(7));
    same!(>> chain(20..22) >> last() >> map(|n| n + 1) >> filter(|n| *n > 99) >> unwrap_or_default());
    same!(>> map(|n| vec![n; 2]) >> flatten() >> collect::<Vec<_>>() >> len());
    same!(>> unique() >> collect::<Vec<_>>() >> iter() >> rev() >> cloned() >> collect::<Vec<_>>());
    same!(>> flat_map(|n| 0..n) >> try_fold(0_i8, |sum, n| sum.checked_add(i8::try_from(n).unwrap() * 9)) >> is_some());
}

#[test]
fn an_unknown_methods_place_decides_what_it_is() {
    let (list, list_of_value, sum) = value!({
        let sorted = generator([3, 1, 2]) >> sorted();
        let list = sorted >> collect::<Vec<_>>();
        let all_equal = generator([1, 1]) >> all_equal();
        let stream = generator([3, 1, 3]) >> unique();
        let doubled = stream >> stage(|n| n * 2);
        (list, all_equal, doubled >> sum::<i32>())
    });
    assert_eq!((list, list_of_value, sum), (vec![1, 2, 3], true, 8));
}

#[test]
fn an_unknown_method_may_feed_a_fan_in_and_a_fan_out() {
    let list = value!({
        let a = generator([3, 1, 3]) >> unique();
        let b = generator([5, 5, 6]) >> dedup();
        let c = generator([8]) >> fan_out(1, |n| n) >> unique();
        let all = fan_in(a, b, c);
        let all = all >> unique() >> fan_out(2, |n| n * 10);
        all >> sorted() >> collect::<Vec<_>>()
    });
    assert_eq!(list, [10, 30, 50, 60, 80]);
}

// Positions of methods.

#[test]
fn methods_stand_between_any_two_verbs() {
    let plain: i32 = (0..100)
        .filter(|n| n % 2 == 0)
        .map(|n| n + 1)
        .map(|n| n * 3)
        .skip(1)
        .take(30)
        .flat_map(|n| [n, n])
        .map(|n| n - 1)
        .sum();
    let sum = value!({
        let numbers = generator(0..100) >> filter(|n| n % 2 == 0);
        let numbers = numbers >> stage(|n| n + 1) >> map(|n| n * 3);
        let numbers = numbers >> stage(|n| Some(n).ok_or("none")?) >> skip(1) >> take(30);
        let numbers = numbers
            >> stage(|n| {
                yield n;
                yield n;
            })
            >> map(|n| n - 1);
        let numbers = numbers >> stage(|n| n) >> fan_out(3, |n| n) >> map(|n| n);
        numbers >> sink(|items| items.sum::<i32>())
    });
    assert_eq!(sum, plain);
}

#[test]
fn methods_between_two_fan_outs_have_a_worker_of_their_own() {
    let set = value!({
        let numbers = generator(0..20) >> fan_out(3, |n| n * 2);
        let numbers = numbers >> filter(|n| n % 4 == 0) >> enumerate() >> map(|(_, n)| n);
        let numbers = numbers >> fan_out(3, |n| n + 1) >> unique() >> fan_out(2, |n| n);
        numbers >> collect::<BTreeSet<_>>()
    });
    assert_eq!(set, (0..20).step_by(2).map(|n| n * 2 + 1).collect());
}

#[test]
fn methods_stand_before_a_fan_out_behind_every_verb() {
    let (sender, channel) = crossbeam_channel::unbounded();
    sender.send(6).unwrap();
    drop(sender);
    let set = value!({
        let a = generator(0..3) >> filter(|n| *n > 0) >> fan_out(2, |n| n);
        let b = generator({
            yield 3;
            yield 4;
        }) >> skip(1)
            >> fan_out(2, |n| n);
        let c = generator([5]) >> stage(|n| n) >> take(1) >> fan_out(2, |n| n);
        let d = receive(channel) >> map(|n| n) >> fan_out(2, |n| n);
        let e = generator([7]) >> stage(|n| yield n) >> map(|n| n) >> fan_out(2, |n| n);
        let merged = fan_in(a, b, c, d, e);
        merged >> filter(|n| *n != 4) >> fan_out(2, |n| n) >> collect::<BTreeSet<_>>()
    });
    assert_eq!(set, BTreeSet::from([1, 2, 5, 6, 7]));
}

#[test]
fn methods_stand_before_a_fan_in_behind_every_verb() {
    let (sender, channel) = std::sync::mpsc::channel();
    sender.send(6).unwrap();
    drop(sender);
    let list = value!({
        let a = generator(0..3) >> filter(|n| *n > 0);
        let b = generator({
            yield 3;
            yield 4;
        }) >> skip(1);
        let c = generator([5]) >> stage(|n| n) >> take(1);
        let d = receive(channel) >> map(|n| n);
        let e = generator([7]) >> stage(|n| yield n) >> map(|n| n);
        let f = generator([8]) >> fan_out(2, |n| n) >> map(|n| n);
        let inner = fan_in(a, b) >> map(|n| n);
        let all = fan_in(inner, c, d, e, f);
        all >> sorted() >> collect::<Vec<_>>()
    });
    assert_eq!(list, [1, 2, 4, 5, 6, 7, 8]);
}

#[test]
fn methods_behind_a_fan_in_see_each_inputs_order() {
    let (low, high): (Vec<i32>, Vec<i32>) = value!({
        let low = generator(0..50);
        let high = generator(100..150) >> stage(|n| n);
        let all = fan_in(low, high) >> map(|n| n * 2);
        all >> partition(|n| *n < 100)
    });
    assert!(low.iter().copied().eq((0..50).map(|n| n * 2)));
    assert!(high.iter().copied().eq((100..150).map(|n| n * 2)));
}

#[test]
fn methods_may_keep_what_cannot_be_shared() {
    let list = value!({
        let numbers = generator(0..4);
        let numbers = numbers
            >> scan(std::rc::Rc::new(Cell::new(0)), |state, n| {
                state.set(state.get() + n);
                Some(state.get())
            });
        numbers
            >> fan_out(1, |n| n)
            >> scan(std::rc::Rc::new(0), |_, n| Some(n))
            >> collect::<Vec<_>>()
    });
    assert_eq!(list, [0, 1, 3, 6]);
}

#[test]
fn a_type_may_be_named_between_two_methods() {
    let sum = value!({
        let numbers: u8 = generator([1, 2]) >> filter(|n| *n > 0);
        let numbers: u16 = numbers >> map(Into::into);
        let numbers: u32 = numbers >> map(|n| n.into()) >> inspect(|_| {});
        let numbers: u64 = numbers >> fan_out(1, |n| n.into());
        let numbers: u128 = numbers >> map(|n| n.into());
        numbers >> sum::<u128>()
    });
    assert_eq!(sum, 3);
}

// Arguments.

/// Parses an argument, and may fail.
fn limit(text: &str) -> Result<usize, ParseIntError> {
    text.parse()
}

#[test]
fn arguments_may_use_question_marks() -> Result<(), Error> {
    let take = |text: &'static str| {
        pipeline!(move || {
            let a = generator(0..) >> take(limit(text)?);
            let b = generator(0..) >> stage(|n| n) >> take(limit(text)?) >> skip(limit("1")?);
            let c = generator(0..9) >> stage(|n| yield n) >> take(limit(text)?);
            let d = generator(0..9) >> fan_out(1, |n| n) >> take(limit(text)?);
            let d = d >> stage(|n| n) >> filter(|_| true);
            (
                a >> count(),
                b >> count(),
                c >> nth(limit("1")?),
                d >> fold(limit("1")?, |a, _| a + 1),
            )
        })
        .run()
    };
    assert_eq!(take("3")?, (3, 2, Some(1), 4));
    assert!(matches!(take("x"), Err(Error::Failed { .. })));
    Ok(())
}

#[test]
fn question_marks_in_a_methods_closure_are_its_own() {
    let (numbers, first) = value!({
        let words = generator(["1", "x", "3"]);
        let numbers = words >> filter_map(|word| Some(word.parse::<u8>().ok()? + 1));
        let checked = generator([1_u8, 2, 255]);
        let sum: Option<u8> = checked >> try_fold(0_u8, |sum, n| Some(sum.checked_add(n)?));
        (numbers >> collect::<Vec<_>>(), sum)
    });
    assert_eq!((numbers, first), (vec![2, 4], None));
}

#[test]
fn question_marks_in_a_map_are_its_own() {
    let (more, flat) = value!({
        let (left, right) = generator([Some(Some(1)), Some(None), None]) >> tee();
        let more = left
            >> map(|n: Option<Option<u8>>| {
                let n = n??;
                Some((n, n + 1))
            });
        let flat = right >> map(|n: Option<Option<u8>>| n?);
        (more >> collect::<Vec<_>>(), flat >> collect::<Vec<_>>())
    });
    assert_eq!(more, [Some((1, 2)), None, None]);
    assert_eq!(flat, [Some(1), None, None]);
}

#[test]
fn arguments_see_variables_named_like_streams_in_parentheses() {
    let rest = vec![7, 8];
    let all = value!({
        let rest = generator([1]);
        let numbers = generator([2]) >> chain((rest.clone()));
        (numbers >> collect::<Vec<_>>(), rest >> count())
    });
    assert_eq!(all, (vec![2, 7, 8], 1));
}

#[test]
fn turbofish_stands_with_nested_brackets() {
    let (lists, sum, map) = value!({
        let a = generator([vec![1_u8], vec![]]) >> collect::<Vec<Vec<u8>>>();
        let b = generator([1_u64, 2]) >> sum::<u64>();
        let c = generator([("a", 1)]) >> collect::<HashMap<&'static str, <u8 as Into8>::To>>();
        (a, b, c)
    });
    assert_eq!((lists, sum, map["a"]), (vec![vec![1], vec![]], 3, 1));
}

trait Into8 {
    type To;
}

impl Into8 for u8 {
    type To = i8;
}

// Early ends.

#[test]
fn an_early_end_stops_an_infinite_generator_through_several_stages() {
    let taken = value!({
        let numbers = generator(0_u64..);
        let numbers = numbers >> stage(|n| n) >> fan_out(2, |n| n) >> stage(|n| yield n);
        numbers >> take(5) >> count()
    });
    let found = value!({
        let numbers = generator({
            let mut n = 0_u64;
            loop {
                yield n;
                n += 1;
            }
        });
        let numbers = numbers
            >> stage(|n| {
                yield n;
                yield n;
            })
            >> stage(|n| n + 1);
        numbers >> find(|n| *n == 77)
    });
    let first = value!({
        let a = generator(0_u64..) >> filter(|n| n % 2 == 0);
        let b = generator(0_u64..) >> stage(|n| n * 2);
        fan_in(a, b) >> fan_out(3, |n| n % 2) >> all(|n| n == 1)
    });
    assert_eq!((taken, found, first), (5, Some(77), false));
}

#[test]
fn taking_none_makes_none() {
    let made = AtomicUsize::new(0);
    let list = value!({
        let numbers = generator(0..) >> inspect(|_| _ = made.fetch_add(1, Ordering::SeqCst));
        numbers >> take(0) >> collect::<Vec<i32>>()
    });
    assert!(list.is_empty());
    assert_eq!(made.into_inner(), 0);
}

#[test]
fn methods_beside_a_generator_take_no_more_than_they_need() {
    let made = AtomicUsize::new(0);
    let first = value!({
        let numbers = generator(0..) >> inspect(|_| _ = made.fetch_add(1, Ordering::SeqCst));
        numbers >> filter(|n| n % 4 == 3) >> next()
    });
    assert_eq!((first, made.into_inner()), (Some(3), 4));
}

// Types of values.

#[test]
fn a_stream_of_results_collects_into_a_result() {
    fn parse(word: &str) -> Result<u8, ParseIntError> {
        word.parse()
    }
    let (good, bad) = value!({
        let good = generator(["1", "2"]) >> stage(parse);
        let bad = generator(["1", "x"]) >> fan_out(2, parse);
        (
            good >> collect::<Result<Vec<_>, _>>(),
            bad >> collect::<Result<Vec<_>, _>>(),
        )
    });
    assert_eq!(good, Ok(vec![1, 2]));
    assert!(bad.is_err());
}

#[test]
fn streams_collect_into_maps_strings_and_sets() {
    let (map, string, joined, sorted) = value!({
        let pairs = generator("abc".chars()) >> enumerate() >> map(|(at, c)| (c, at));
        let string = generator(["a", "b"]) >> stage(|word| word.to_uppercase());
        let joined = generator(["x", "y"]) >> map(|word| word.to_owned()) >> join("/");
        let sorted: BTreeMap<_, _> = generator([(2, 'b'), (1, 'a')]) >> collect();
        (
            pairs >> collect::<HashMap<_, _>>(),
            string >> collect::<String>(),
            joined,
            sorted,
        )
    });
    assert_eq!(map, HashMap::from([('a', 0), ('b', 1), ('c', 2)]));
    assert_eq!((string.as_str(), joined.as_str()), ("AB", "x/y"));
    assert_eq!(sorted.into_values().collect::<String>(), "ab");
}

#[test]
fn borrowed_items_collect_without_a_written_type_in_both_engines() {
    let (numbers, words) = ([1, 2], ["a", "b"]);
    let (list, set, map) = pipeline!({
        let numbers = generator(numbers.iter()) >> collect::<Vec<_>>() >> len();
        let set = generator(words.iter()) >> stage(|word| word) >> collect::<HashSet<_>>();
        let map = generator(words.iter().map(|word| (word, word)));
        (numbers, set, map >> collect::<HashMap<_, _>>())
    })
    .run()
    .unwrap();
    assert_eq!((list, set.len(), map.len()), (2, 2, 2));
    let (list, set, map) = futures::executor::block_on(
        pipeline!(async {
            let numbers = generator(numbers.iter()) >> collect::<Vec<_>>() >> len();
            let set =
                generator(words.iter()) >> stage(async |word| word) >> collect::<HashSet<_>>();
            let map = generator(words.iter().map(|word| (word, word)));
            (numbers, set, map >> collect::<HashMap<_, _>>())
        })
        .run(),
    )
    .unwrap();
    assert_eq!((list, set.len(), map.len()), (2, 2, 2));
}

#[test]
fn unzip_and_partition_give_two() {
    let ((numbers, letters), (even, odd)): ((Vec<_>, String), (Vec<i32>, Vec<i32>)) = value!({
        let pairs = generator([(1, 'a'), (2, 'b')]) >> stage(|pair| pair);
        let numbers = generator(0..5) >> fan_out(1, |n| n);
        (pairs >> unzip(), numbers >> partition(|n| n % 2 == 0))
    });
    assert_eq!((numbers, letters.as_str()), (vec![1, 2], "ab"));
    assert_eq!((even, odd), (vec![0, 2, 4], vec![1, 3]));
}

#[test]
fn compare_methods_take_functions() {
    let (max, sorted) = value!({
        let floats = generator([1.5, -2.0]) >> max_by(f64::total_cmp);
        let sorted = generator([3, 2]) >> is_sorted_by(|a, b| a.cmp(b) == Less);
        (floats, sorted)
    });
    assert_eq!((max, sorted), (Some(1.5), false));
}

#[test]
fn methods_of_a_trait_of_ones_own_work() {
    trait Double: Iterator<Item = u32> + Sized {
        fn double(self) -> impl Iterator<Item = u32> {
            self.map(|n| n * 2)
        }
        fn total(self) -> u32 {
            self.sum()
        }
    }
    impl<I: Iterator<Item = u32>> Double for I {}
    let total = value!({
        let numbers = generator(0..4) >> double() >> fan_out(2, |n| n) >> double();
        numbers >> total()
    });
    assert_eq!(total, 24);
}

#[test]
fn a_failing_stage_fails_through_its_methods() {
    let outcome = pipeline!({
        let numbers = generator(["1", "2", "x", "3"]);
        let numbers = numbers >> stage(|word| word.parse::<u8>()?) >> map(|n| n * 2);
        numbers >> filter(|n| *n > 0) >> count()
    })
    .run();
    match outcome {
        Err(Error::Failed { stage, source, .. }) => {
            let source: BoxError = source;
            assert!(source.into_inner().is::<ParseIntError>());
            // The second stage with this name.
            assert_eq!(stage, "numbers.2");
        }
        other => panic!("{other:?}"),
    }
}

/// Iterators that can be sorted. A stream has no such method.
trait SortIt: Iterator<Item: Ord> + Sized {
    fn sort(self) -> std::vec::IntoIter<Self::Item> {
        let mut items: Vec<_> = self.collect();
        items.sort();
        items.into_iter()
    }
}

impl<I: Iterator<Item: Ord>> SortIt for I {}

#[test]
fn a_method_of_ones_own_goes_before_the_hint_of_that_name() {
    let sorted = pipeline!({
        let numbers = generator([3, 1, 2]);
        numbers >> stage(|n| n * 2) >> sort() >> collect::<Vec<_>>()
    });
    assert_eq!(sorted.run().unwrap(), [2, 4, 6]);
}
