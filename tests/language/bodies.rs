//! Bodies: whatever their form, they do the same as in an ordinary loop.

#![deny(warnings)]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::num::ParseIntError;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};

use pipeline::{BoxError, Error, pipeline};

/// Returns the value of a pipeline that does not fail.
macro_rules! value {
    ($($declaration:tt)*) => { pipeline!($($declaration)*).run().unwrap() };
}

/// Returns the outputs of a stage with this body. A fan-out with the same body must make the same
/// outputs.
macro_rules! stage_of {
    ($items:expr, $($body:tt)+) => {{
        let staged = value!({ generator($items) >> stage($($body)+) >> collect::<Vec<_>>() });
        let fanned = value!({ generator($items) >> fan_out(1, $($body)+) >> collect::<Vec<_>>() });
        assert_eq!(fanned, staged, "a fan-out of one worker is a stage");
        staged
    }};
}

/// Returns the name of the stage and the message of a failed run.
fn failure<T: fmt::Debug>(outcome: Result<T, Error>) -> (&'static str, String) {
    match outcome {
        Err(Error::Failed { stage, source, .. }) => (stage, source.into_inner().to_string()),
        other => panic!("expected a failed stage, got {other:?}"),
    }
}

fn double(n: u32) -> u32 {
    n * 2
}

fn parse(word: &str) -> Result<u32, ParseIntError> {
    word.parse()
}

/// Returns a function that parses numbers in the given base.
fn make_parser(base: u32) -> impl Fn(&str) -> Option<u32> {
    move |word| u32::from_str_radix(word, base).ok()
}

fn pair<A: Default, B>(b: B) -> (A, B) {
    (A::default(), b)
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
}

impl Point {
    fn new(x: i32) -> Self {
        Point { x, y: 1 }
    }
}

// Functions, and expressions that return functions.

#[test]
fn a_body_is_a_closure() {
    let offset = 10;
    assert_eq!(stage_of!(0..3, |n| n + offset), [10, 11, 12]);
    assert_eq!(stage_of!(0..3, |n: u8| -> u8 { n + 1 }), [1, 2, 3]);
    assert_eq!(stage_of!(0..2, |_| ()), [(), ()]);
    assert_eq!(stage_of!(0..2, |_n: u8| { 7 }), [7, 7]);
    assert_eq!(stage_of!(0..2, move |n| n + offset), [10, 11]);
    assert_eq!(stage_of!([0_u8], |n| n + 1), [1]);
}

#[test]
fn a_body_is_a_path() {
    assert_eq!(stage_of!(0..3, double), [0, 2, 4]);
    assert_eq!(stage_of!(0..3, self::double), [0, 2, 4]);
    assert_eq!(stage_of!(0..3, self::double), [0, 2, 4]);
    assert_eq!(stage_of!(0..2, Some), [Some(0), Some(1)]);
    assert_eq!(stage_of!(0..1, Point::new), [Point { x: 0, y: 1 }]);
    assert_eq!(stage_of!(["a", "bc"], str::len), [1, 2]);
    assert_eq!(stage_of!(["a"], ToString::to_string), ["a"]);
    assert_eq!(stage_of!(["a"], <str>::to_owned), ["a"]);
    assert_eq!(stage_of!([1_u8], <u32 as From<u8>>::from), [1]);
    assert_eq!(stage_of!(["a"], String::from,), ["a"]);
}

#[test]
fn a_body_is_a_path_with_types() {
    assert_eq!(stage_of!([1_u8], pair::<u16, _>), [(0, 1)]);
    assert_eq!(stage_of!([1_u8], pair::<Vec<Vec<u8>>, u8>), [(vec![], 1)]);
    assert_eq!(stage_of!(["1"], str::parse::<u8>), [Ok(1)]);
    assert_eq!(stage_of!([[1, 2]], Vec::<u8>::from), [[1, 2]]);
    assert_eq!(stage_of!([1], Some::<u8>), [Some(1)]);
}

#[test]
fn a_body_is_a_variable_that_holds_a_function() {
    let add: fn(u8) -> u8 = |n| n + 1;
    let limit = 2;
    let below = |n: u8| n < limit;
    assert_eq!(stage_of!([1, 2], add), [2, 3]);
    assert_eq!(stage_of!([1, 2], below), [true, false]);
    assert_eq!(stage_of!([1, 2], &below), [true, false]);
}

#[test]
fn a_body_is_an_expression_that_makes_a_function() {
    assert_eq!(stage_of!(["11", "x"], make_parser(3)), [Some(4), None]);
    let parsers = (make_parser(3), make_parser(2));
    assert_eq!(stage_of!(["11"], &parsers.1), [Some(3)]);
    assert_eq!(
        stage_of!(
            ["11"],
            if parsers.0("1").is_some() {
                make_parser(2)
            } else {
                make_parser(3)
            }
        ),
        [Some(3)]
    );
    assert_eq!(
        stage_of!(
            ["11"],
            match 3 {
                base => make_parser(base),
            }
        ),
        [Some(4)]
    );
    assert_eq!(stage_of!([1], (|n| n + 1)), [2]);
    assert_eq!(stage_of!([1], Box::new(|n| n + 1)), [2]);
}

#[test]
fn each_worker_of_a_fan_out_makes_a_block_for_itself() {
    const WORKERS: usize = 3;
    let (made, all_busy) = (AtomicUsize::new(0), Barrier::new(WORKERS));
    let set = value!({
        let numbers = generator(0..WORKERS);
        let numbers = numbers
            >> fan_out(WORKERS, {
                // An `Rc` cannot be sent to another thread.
                let own = Rc::new(Cell::new(made.fetch_add(1, Ordering::SeqCst)));
                let again = Rc::clone(&own);
                let all_busy = &all_busy;
                move |_| {
                    all_busy.wait();
                    own.set(own.get() + 10);
                    again.get()
                }
            });
        numbers >> collect::<BTreeSet<_>>()
    });
    assert_eq!(made.into_inner(), WORKERS);
    assert_eq!(set, BTreeSet::from([10, 11, 12]));
}

#[test]
fn each_worker_of_a_fan_out_calls_the_maker_for_itself() {
    fn make(made: &AtomicUsize) -> impl FnMut(usize) -> usize + use<> {
        let own = Rc::new(RefCell::new(Vec::new()));
        made.fetch_add(1, Ordering::SeqCst);
        move |n| {
            own.borrow_mut().push(n);
            n
        }
    }
    let made = AtomicUsize::new(0);
    let sum: usize = value!({ generator(0..10) >> fan_out(4, make(&made)) >> sum() });
    assert_eq!((sum, made.into_inner()), (45, 4));
}

#[test]
fn a_closure_is_shared_by_the_workers() {
    let (busy, seen) = (Barrier::new(3), Mutex::new(HashSet::new()));
    let count = value!({
        let numbers = generator(0..3);
        let threads = numbers
            >> fan_out(3, |n: usize| {
                busy.wait();
                seen.lock().unwrap().insert(std::thread::current().id());
                n
            });
        threads >> count()
    });
    assert_eq!((count, seen.into_inner().unwrap().len()), (3, 3));
}

#[test]
fn a_block_makes_a_stages_body_once_on_its_thread() {
    let made = AtomicUsize::new(0);
    let list = value!({
        let words = generator(["a", "b", "a"]);
        let new = words
            >> stage({
                made.fetch_add(1, Ordering::SeqCst);
                let seen = Rc::new(RefCell::new(HashSet::new()));
                move |word| seen.borrow_mut().insert(word)
            });
        new >> stage(|is_new| is_new) >> collect::<Vec<_>>()
    });
    assert_eq!(list, [true, true, false]);
    assert_eq!(made.into_inner(), 1);
}

#[test]
fn a_block_body_may_yield_and_fail() {
    assert_eq!(
        stage_of!(["1 2", "", "3"], {
            let mut sum = 0;
            move |line: &str| {
                for word in line.split_whitespace() {
                    sum += word.parse::<i32>()?;
                    yield sum;
                }
            }
        }),
        [1, 3, 6]
    );
    assert_eq!(stage_of!([1], { |n| n }), [1]);
    assert_eq!(stage_of!(["1"], { |word| word.parse::<u8>()? }), [1]);
    assert_eq!(
        stage_of!([1], {
            let f = |n| n + 1;
            f
        }),
        [2]
    );
    assert_eq!(stage_of!([1], { double }), [2]);
    assert_eq!(
        stage_of!(["11"], {
            let base = 3;
            make_parser(base)
        }),
        [Some(4)]
    );
    assert_eq!(
        stage_of!([1], {
            fn add(n: i32) -> i32 {
                n + 1
            }
            if add(0) == 0 {}
            move |n| add(n)
        }),
        [2]
    );
}

#[test]
fn a_blocks_setup_may_fail() {
    let run = |number: &'static str| {
        pipeline!(move || {
            let items = generator([1_u32, 2]);
            let staged = items
                >> stage({
                    let plus = number.parse::<u32>()?;
                    move |n| n + plus
                });
            let shared = staged
                >> fan_out(2, {
                    let plus = number.parse::<u32>()?;
                    move |n| n.checked_sub(plus).ok_or("too small")?
                });
            let yielding = shared
                >> stage({
                    let times = number.parse::<u32>()?;
                    move |n| {
                        for _ in 0..times {
                            yield n
                        }
                    }
                });
            yielding >> sum::<u32>()
        })
        .run()
    };
    assert_eq!(run("3").unwrap(), 9);
    let (_, message) = failure(run("x"));
    assert_eq!(message, "invalid digit found in string");
}

#[test]
fn a_blocks_setup_may_fail_before_methods_too() {
    let run = |number: &'static str| {
        pipeline!(move || {
            let items = generator([1_u32, 2]);
            let staged = items
                >> stage({
                    let plus = number.parse::<u32>()?;
                    move |n| n + plus
                });
            staged >> filter(|n| *n > 0) >> count()
        })
        .run()
    };
    assert_eq!(run("3").unwrap(), 2);
    assert_eq!(failure(run("x")).0, "staged");
}

// Bodies that yield.

#[test]
fn a_body_yields_none_or_one_or_many() {
    assert_eq!(
        stage_of!(0..4, |n| for i in 0..n {
            yield (n, i)
        }),
        [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]
    );
    assert_eq!(
        stage_of!(0..4, |n| if n % 2 == 0 {
            yield n;
        }),
        [0, 2]
    );
    assert_eq!(stage_of!(0..4, |n| yield n), [0, 1, 2, 3]);
    assert_eq!(stage_of!(0..2, |_| yield), [(), ()]);
    assert_eq!(
        stage_of!(0..2, |n| {
            yield n;
            yield n + 10;
        }),
        [0, 10, 1, 11]
    );
}

#[test]
fn a_body_yields_inside_any_control_flow() {
    let plain = |n: i32| {
        let mut out = vec![];
        if n == 0 {
            out.push(-1)
        } else if n == 1 {
            out.push(-2)
        } else {
            out.push(-3);
        }
        match n {
            0 => out.push(100),
            1 | 2 => out.push(101),
            3 if n > 2 => {}
            _ => out.push(102),
        }
        for i in 0..n {
            if i % 2 == 1 {
                continue;
            }
            out.push(i);
        }
        let mut left = n;
        while left > 0 {
            left -= 1;
            out.push(left + 1000);
        }
        let found = loop {
            left += 1;
            out.push(left);
            if left > n {
                break left;
            }
        };
        {
            let found = found;
            {
                out.push(found);
            }
        }
        if let Some(n) = n.checked_sub(4) {
            out.push(n)
        }
        let Some(n) = (n > 1).then_some(n) else {
            out.push(-9);
            return out;
        };
        'outer: for i in 0..n {
            for j in 0..n {
                if i * j > 2 {
                    break 'outer;
                }
                out.push(i * j);
            }
        }
        out
    };
    let yielded = stage_of!(0..6_i32, |n| {
        if n == 0 {
            yield -1
        } else if n == 1 {
            yield -2
        } else {
            yield -3;
        }
        match n {
            0 => yield 100,
            1 | 2 => yield 101,
            3 if n > 2 => {}
            _ => yield 102,
        }
        for i in 0..n {
            if i % 2 == 1 {
                continue;
            }
            yield i;
        }
        let mut left = n;
        while left > 0 {
            left -= 1;
            yield left + 1000;
        }
        let found = loop {
            left += 1;
            yield left;
            if left > n {
                break left;
            }
        };
        {
            let found = found;
            {
                yield found;
            }
        }
        if let Some(n) = n.checked_sub(4) {
            yield n
        }
        let Some(n) = (n > 1).then_some(n) else {
            yield -9;
            return;
        };
        'outer: for i in 0..n {
            for j in 0..n {
                if i * j > 2 {
                    break 'outer;
                }
                yield i * j;
            }
        }
    });
    assert_eq!(yielded, (0..6).flat_map(plain).collect::<Vec<_>>());
}

#[test]
fn a_yields_operand_is_any_expression() {
    let list = stage_of!([300_i64], |n| {
        yield n as u8 as u64;
        yield "7".parse::<u64>().unwrap();
        yield Vec::<Vec<u8>>::new().len() as u64;
        yield if n > 5 { 1 } else { 2 };
        yield match n {
            0 => 1,
            _ => 2,
        };
        yield {
            let a = 1;
            a + 1
        };
        yield [1, 2].iter().map(|n| n + 1).sum::<u64>();
        yield (|a: u64, b: u64| a | b)(1, 2);
        yield vec![1, 2, 3].len() as u64;
        yield u64::from(n < 5 || n > 7);
        yield <u64 as From<u8>>::from(9) << 2 >> 1;
        yield u64::from((1 < 2) as u8 > 0);
        yield n.unsigned_abs() | 1;
        yield u64::try_from(n - 1)? + 1;
        yield HashSet::<(u8, u8)>::with_capacity(0).len() as u64
    });
    assert_eq!(list, [44, 7, 0, 1, 2, 2, 5, 3, 3, 1, 18, 1, 301, 300, 0]);
}

#[test]
fn a_yields_operand_may_yield_first() {
    let doubled = value!({
        let numbers = generator({
            let mut has_header = false;
            for n in 0..3 {
                yield {
                    if !has_header {
                        has_header = true;
                        yield -1;
                    }
                    n
                };
            }
        });
        let doubled = numbers
            >> stage(|n| {
                yield if n == 1 {
                    yield 100;
                    101
                } else {
                    n
                }
            });
        doubled >> collect::<Vec<i32>>()
    });
    assert_eq!(doubled, [-1, 0, 100, 101, 2]);
    let doubled = pipeline!(async {
        let numbers = generator(0..3)
            >> stage(async |n| {
                yield if n == 1 {
                    yield 100;
                    101
                } else {
                    n
                };
            });
        numbers >> collect::<Vec<i32>>()
    });
    assert_eq!(
        futures::executor::block_on(doubled.run()).unwrap(),
        [0, 100, 101, 2]
    );
}

#[test]
fn a_yielded_tuple_struct_or_closure_stays_whole() {
    let list = stage_of!([1], |n| {
        yield (n, vec![n], Point { x: n, y: 2 });
        yield (
            2,
            vec![],
            Point {
                y: n,
                ..Point::new(5)
            },
        );
    });
    assert_eq!(
        list,
        [
            (1, vec![1], Point { x: 1, y: 2 }),
            (2, vec![], Point { x: 5, y: 1 })
        ]
    );
    let functions = value!({
        let functions = generator([1]) >> stage(|n| yield move |m| m + n);
        functions >> map(|f| f(1)) >> collect::<Vec<i32>>()
    });
    assert_eq!(functions, [2]);
}

#[test]
fn a_yielding_body_may_fail() {
    let run = |lines: [&'static str; 2]| {
        pipeline!(move || {
            let lines = generator(lines);
            let numbers = lines
                >> stage(|line| {
                    for word in line.split(' ') {
                        yield word.parse::<u32>()?;
                    }
                });
            let again = numbers
                >> fan_out(1, |n| {
                    yield n;
                    yield n.checked_sub(1).ok_or("zero")?
                });
            again >> collect::<Vec<_>>()
        })
        .run()
    };
    assert_eq!(run(["1", "2 3"]).unwrap(), [1, 0, 2, 1, 3, 2]);
    assert_eq!(
        failure(run(["1", "2 x"])),
        ("numbers", "invalid digit found in string".into())
    );
    assert_eq!(failure(run(["1", "0"])), ("again", "zero".into()));
}

#[test]
fn a_plain_return_leaves_a_yielding_body() {
    assert_eq!(
        stage_of!(0..4, |n| {
            if n == 2 {
                return;
            }
            yield n;
        }),
        [0, 1, 3]
    );
    assert_eq!(
        stage_of!(["1", "", "2"], |word| {
            if word.is_empty() {
                return Ok(());
            }
            yield word.parse::<u8>()?;
        }),
        [1, 2]
    );
}

#[test]
fn a_yielding_body_may_name_what_it_returns() {
    assert_eq!(
        stage_of!(0..2, |n| -> () {
            yield n;
        }),
        [0, 1]
    );
    let list: Vec<u8> = pipeline!(|| -> Result<Vec<u8>, ParseIntError> {
        let words = generator(["1", "2"]);
        let numbers = words
            >> stage(|word| -> Result<(), ParseIntError> {
                yield word.parse()?;
                Ok(())
            });
        numbers >> collect()
    })
    .run()
    .unwrap();
    assert_eq!(list, [1, 2]);
}

#[test]
fn a_generators_block_yields_as_a_stages_body_does() {
    let list = value!({
        let numbers = generator({
            let mut state = 0;
            loop {
                match state {
                    0..3 => yield state,
                    3 => {
                        yield 30;
                        yield 31
                    }
                    _ => return,
                }
                state += 1;
            }
        });
        numbers >> collect::<Vec<_>>()
    });
    assert_eq!(list, [0, 1, 2, 30, 31]);
}

// Fallible bodies.

#[test]
fn a_body_with_a_question_mark_is_wrapped() {
    assert_eq!(stage_of!(["1", "2"], |word| word.parse::<u8>()?), [1, 2]);
    assert_eq!(
        stage_of!(["1"], |word| {
            let n = word.parse::<u8>()?;
            n + 1
        }),
        [2]
    );
    assert_eq!(stage_of!(["1"], |word| parse(word)? + parse(word)?), [2]);
    assert_eq!(
        stage_of!(["1"], |word| if word.is_empty() { 0 } else { parse(word)? }),
        [1]
    );
    assert_eq!(
        stage_of!(["1"], |word| (parse(word)?, [parse(word)?])),
        [(1, [1])]
    );
    assert_eq!(
        stage_of!(["1"], |word| match parse(word)? {
            1 => 'a',
            _ => 'b',
        }),
        ['a']
    );
    assert_eq!(stage_of!(["1"], |word| Some(parse(word)?)), [Some(1)]);
    assert_eq!(
        stage_of!(["1"], |word| {
            parse(word)?;
        }),
        [()]
    );
    assert_eq!(stage_of!(["1"], |word| u64::from(parse(word)?) << 1), [2]);
}

#[test]
fn a_return_in_a_fallible_body_is_the_users_own() {
    let run = |words: [&'static str; 3]| {
        pipeline!(move || {
            let words = generator(words);
            let numbers = words
                >> stage(|word| {
                    if word.is_empty() {
                        return Ok(100);
                    }
                    if word == "no" {
                        return Err("not a number".into());
                    }
                    word.parse::<u32>()?
                });
            numbers >> collect::<Vec<_>>()
        })
        .run()
    };
    assert_eq!(run(["1", "", "2"]).unwrap(), [1, 100, 2]);
    assert_eq!(failure(run(["1", "no", "2"])).1, "not a number");
    assert_eq!(
        failure(run(["1", "x", "2"])).1,
        "invalid digit found in string"
    );
}

#[test]
fn a_written_return_type_is_not_wrapped() {
    let run = |words: [&'static str; 2]| {
        pipeline!(move || {
            let words = generator(words);
            let numbers = words
                >> stage(|word| -> Result<u32, ParseIntError> {
                    let n = word.parse::<u32>()?;
                    Ok(n + 1)
                });
            let same = numbers
                >> stage(|n| -> Result<u32, BoxError> { Ok(n.checked_sub(1).ok_or("zero")?) });
            let shared = same
                >> fan_out(2, |n| -> Result<u32, std::num::TryFromIntError> {
                    let small = u8::try_from(n)?;
                    Ok(small.into())
                });
            let made = shared
                >> fan_out(2, {
                    let text = String::from("0");
                    move |n| -> Result<u32, ParseIntError> {
                        let zero: u32 = text.parse()?;
                        Ok(n + zero)
                    }
                });
            let mapped = made
                >> stage(|n| -> Result<u32, ParseIntError> { Ok(n + "1".parse::<u32>()?) })
                >> map(|n| n + 1);
            mapped >> sum::<u32>()
        })
        .run()
    };
    assert_eq!(run(["1", "2"]).unwrap(), 7);
    assert_eq!(failure(run(["1", "x"])).0, "numbers");
    assert_eq!(failure(run(["1", "256"])).0, "shared");
}

#[test]
fn a_function_that_returns_results_gives_a_stream_of_them() {
    let results = stage_of!(["1", "x"], parse);
    assert!(results[0] == Ok(1) && results[1].is_err());
    let results = stage_of!(["1", "x"], |word| parse(word));
    assert!(results[0] == Ok(1) && results[1].is_err());
    let results = stage_of!(["1", "x"], |word| -> Result<u32, ParseIntError> {
        parse(word)
    });
    assert!(results[0] == Ok(1) && results[1].is_err());
    let results = stage_of!(["1", "x"], |word| yield parse(word));
    assert!(results[0] == Ok(1) && results[1].is_err());
}

// Code that the macro leaves unchanged.

#[test]
fn question_marks_of_nested_closures_are_theirs() {
    let list = stage_of!(["1", "x"], |word| {
        let parsed = || -> Result<u32, ParseIntError> { Ok(word.parse::<u32>()? + 1) };
        let option = |n: Option<u32>| Some(n? + 1);
        let chained = Some(word)
            .and_then(|word| Some(word.parse::<u32>().ok()? * 10))
            .or_else(|| None?);
        (parsed().ok(), option(None), chained)
    });
    assert_eq!(list, [(Some(2), None, Some(10)), (None, None, None)]);
}

#[test]
fn question_marks_of_nested_functions_and_async_blocks_are_theirs() {
    let list = stage_of!(["1", "x"], |word| {
        fn first(word: &str) -> Option<char> {
            let c = word.chars().next()?;
            Some(c)
        }
        struct Own;
        impl Own {
            fn parse(word: &str) -> Result<u8, ParseIntError> {
                Ok(word.parse::<u8>()?)
            }
        }
        const NONE: Option<u8> = None;
        let future = async {
            word.parse::<u8>()?;
            Ok::<u8, ParseIntError>(1)
        };
        let moved = async move {
            NONE?;
            Some(word)
        };
        drop((future, moved));
        (first(word), Own::parse(word).is_ok())
    });
    assert_eq!(list, [(Some('1'), true), (Some('x'), false)]);
}

#[test]
fn nested_macros_are_left_alone() {
    macro_rules! all {
        (yield $($n:expr),* ; ?) => { vec![$($n),*] };
    }
    let list = stage_of!(0..2, |n| {
        println!("{n} ?");
        let list: Vec<i32> = all![yield n, 2; ?];
        assert!(matches!(n, 0 | 1), "{} || {}", 1, 2);
        let text = format!("{n}|{:?}", vec![n; 2]);
        (list, text)
    });
    assert_eq!(list[1], (vec![1, 2], "1|[1, 1]".to_owned()));
    let yielded = stage_of!(0..2, |n| {
        for i in vec![n, n + 1] {
            yield format!("{i}");
        }
    });
    assert_eq!(yielded, ["0", "1", "1", "2"]);
}

#[test]
fn a_nested_pipeline_keeps_its_own_yields_and_question_marks() {
    let list = stage_of!(1..4_u32, |limit| {
        let inner = pipeline!({
            let numbers = generator({
                for n in 0..limit {
                    yield n.to_string();
                }
            });
            let numbers = numbers >> stage(|word| word.parse::<u32>()?);
            numbers >> sum::<u32>()
        });
        inner.run().map_or(0, |sum| sum)
    });
    assert_eq!(list, [0, 1, 3]);
}

#[test]
fn bars_that_are_operators_or_patterns_open_no_closure() {
    let on = true;
    let list = stage_of!(0..6_i32, |n| {
        let or = n == 1 || n == 2 || !on;
        let bits = n | 8 | 1;
        let closure = |a: i32| a | 1;
        let none = || n;
        let kind = match n {
            0 | 1 => 'a',
            2 | 3 if n > 2 || n < 0 => 'b',
            _ if on | or => 'c',
            _ => 'd',
        };
        if let 1 | 2 = n
            && (or || on)
        {
            return (or, bits, closure(none()), kind, true);
        }
        let (0 | 1 | _) = n;
        (or, bits, closure(n) | none(), kind, matches!(n, 4 | 5))
    });
    let kinds: String = list.iter().map(|item| item.3).collect();
    assert_eq!(kinds, "aacbcc");
    assert_eq!(list[5], (false, 13, 5, 'c', true));
    assert_eq!(list[0], (false, 9, 1, 'a', false));
    let yielded = stage_of!(0..4, |n| {
        if n == 0 || n == 3 {
            yield n | 4
        }
        while n > 9 || n < 0 {
            yield 100
        }
        match n {
            1 | 2 => yield -n,
            _ => {}
        }
        let pick = [1, 2].into_iter().find(|m| m == &n || *m > 5);
        yield pick.map_or_else(|| 50, |m| m | 8);
    });
    assert_eq!(yielded, [4, 50, -1, 9, -2, 10, 7, 50]);
    let failing = stage_of!(["1", "2"], |word| word == "1" || parse(word)? == 2);
    assert_eq!(failing, [true, true]);
}

#[test]
fn questions_in_types_are_no_tries() {
    fn size<T: ?Sized>(value: &T) -> usize {
        size_of_val(value)
    }
    let list = stage_of!(["ab"], |word: &str| {
        fn inner<T: ?Sized>(value: &T) -> usize {
            size(value)
        }
        inner::<str>(word)
    });
    assert_eq!(list, [2]);
}

#[test]
fn labels_lifetimes_and_loops_with_values_stand() {
    let list = stage_of!(0..3, |n| {
        let found: i32 = 'search: {
            for i in 0.. {
                if i * i > n {
                    break 'search i;
                }
            }
            0
        };
        let text: &'static str = "a";
        (found, text, 'x', b'|', "|", r#"yield ?"#)
    });
    assert_eq!(list[2], (2, "a", 'x', b'|', "|", "yield ?"));
}

// Parameters.

#[test]
fn parameters_are_patterns() {
    assert_eq!(stage_of!([(1, 2)], |(a, b)| a + b), [3]);
    assert_eq!(
        stage_of!([Point { x: 1, y: 2 }], |Point { x, y }| x + y),
        [3]
    );
    assert_eq!(
        stage_of!([Point { x: 1, y: 2 }], |Point { x, .. }: Point| x),
        [1]
    );
    assert_eq!(stage_of!(&[1, 2], |&n| n + 1), [2, 3]);
    assert_eq!(
        stage_of!([1], |mut n| {
            n += 1;
            n
        }),
        [2]
    );
    assert_eq!(stage_of!([[1, 2]], |[a, b]: [i32; 2]| a * b), [2]);
    assert_eq!(stage_of!([(1, (2, 3))], |(a, (_, c))| a + c), [4]);
    assert_eq!(
        stage_of!([(1, 2)], |pair @ (a, _)| (pair, a)),
        [((1, 2), 1)]
    );
    assert_eq!(
        stage_of!([(1, 2)], |(a, b)| for i in a..=b {
            yield i
        }),
        [1, 2]
    );
    assert_eq!(stage_of!([("1", 2)], |(a, b)| a.parse::<u8>()? + b), [3]);
    assert_eq!(
        stage_of!([vec![(1, 2)]], |list: Vec<(u8, u8)>| list.len()),
        [1]
    );
}

#[test]
fn a_stages_closure_may_change_what_it_owns() {
    let mut sum = 0;
    let list = value!({
        let numbers = generator(1..4);
        let sums = numbers
            >> stage(move |n| {
                sum += n;
                sum
            });
        sums >> collect::<Vec<_>>()
    });
    assert_eq!((list, sum), (vec![1, 3, 6], 0));
}

#[test]
fn a_fallible_body_that_never_reaches_its_end_warns_of_nothing() {
    let taken = value!({
        let numbers = generator({
            let mut n = 0_u32;
            loop {
                yield n.checked_add(1).ok_or("full")?;
                n += 1;
            }
        });
        numbers >> take(2) >> count()
    });
    assert_eq!(taken, 2);
    assert_eq!(
        stage_of!(["1"], |word| {
            let n = word.parse::<u8>()?;
            return Ok(n);
        }),
        [1]
    );
    assert_eq!(
        stage_of!(["1"], |word| {
            if word == "1" {
                return Ok(word.parse::<u8>()?);
            }
            panic!("no")
        }),
        [1]
    );
}

#[test]
fn a_yielding_body_may_name_another_error_type() {
    let list = value!({
        let words = generator(["1", "2"]);
        let numbers = words
            >> stage(|word| -> Result<(), ParseIntError> {
                yield word.parse::<u8>()?;
                Ok(())
            });
        numbers >> collect::<Vec<_>>()
    });
    assert_eq!(list, [1, 2]);
}

// Bodies that diverge. Nothing is run here. The test is that rustc does not warn.

fn parsed(word: &str) -> Result<i32, ParseIntError> {
    word.parse()
}

/// Ends the process.
fn fail() -> ! {
    std::process::exit(3)
}

struct Failing;

impl Failing {
    fn fail(&self) -> ! {
        fail()
    }
}

macro_rules! give {
    ($value:expr) => {
        return Ok($value)
    };
}

#[test]
fn a_fallible_body_may_leave_in_every_way_and_warns_of_nothing() {
    let v = ["1"];
    let s = Failing;
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                if x.is_empty() {
                    return Ok(1);
                } else {
                    return Ok(parsed(x)?);
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                if parsed(x)? == 3 {
                    return Ok(1);
                }
                fail()
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                if parsed(x)? == 3 {
                    return Ok(1);
                }
                s.fail()
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                if parsed(x)? == 3 {
                    return Ok(1);
                }
                s.fail();
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> fan_out(2, |x: &str| match parsed(x)? {
                3 => return Ok(1),
                _ => fail(),
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> fan_out(2, {
                let k = 3;
                move |x: &str| match parsed(x)? {
                    3 => return Ok(k),
                    _ => fail(),
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| match parsed(x)? {
                3 => return Ok(3),
                _ => return Ok(4),
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({ generator(v) >> stage(|x: &str| return Ok(parsed(x)?)) >> sum::<i32>() });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                let y = parsed(x)?;
                give!(y)
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                'a: loop {
                    let y = parsed(x)?;
                    for _ in 0..3 {
                        if y > 2 {
                            continue 'a;
                        }
                    }
                    return Ok(y);
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| unsafe {
                if parsed(x)? > 3 {
                    return Ok(2);
                }
                std::hint::unreachable_unchecked()
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                yield parsed(x)?;
                if x.len() > 3 {
                    return Ok(());
                } else {
                    return Ok(());
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                loop {
                    yield parsed(x)?;
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                loop {
                    yield parsed(x)?;
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator({
            let n = parsed("1")?;
            loop {
                yield n;
            }
        }) >> sum::<i32>()
    });
    let _ = pipeline!({
        generator({
            let n = parsed("1")?;
            yield n;
            match n {
                1 => return Ok(()),
                _ => return Err("x".into()),
            }
        }) >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> sink(|items| {
                for x in items {
                    if parsed(x)? == 1 {
                        return Ok(1);
                    }
                }
                match 3 {
                    3 => return Ok(3),
                    _ => return Ok(4),
                }
            })
    });
    let _ = pipeline!({
        let (a, b) = generator(v)
            >> route(|x: &str| {
                if parsed(x)? == 1 {
                    a(x);
                    return Ok(());
                } else {
                    b(x);
                    return Ok(());
                }
            });
        (a >> count(), b >> count())
    });
    let _ = pipeline!({
        let (a, b) = generator(v)
            >> split(|x| {
                if parsed(x)? == 1 {
                    return Ok(true);
                } else {
                    return Ok(false);
                }
            });
        (a >> count(), b >> count())
    });
    let _ = pipeline!({
        generator(v)
            >> stage(on_error = skip, |x: &str| {
                if parsed(x)? == 1 {
                    return Ok(1);
                } else {
                    return Ok(2);
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                std::fs::read(x)?;
            })
            >> count()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                let n = parsed(x)?;
                (x, n)
            })
            >> count()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                parsed(x)?;
                1
            })
            >> count()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                parsed(x)?;
                if x.is_empty() { 1 } else { 2 }
            })
            >> sum::<u8>()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                parsed(x)?;
                None
            })
            >> map(|x| x.unwrap_or("x"))
            >> count()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                parsed(x)?;
                Vec::new()
            })
            >> map(|x: Vec<u8>| x)
            >> count()
    });
    let _ = pipeline!({
        generator(v)
            >> stage(|x: &str| {
                if parsed(x)? > 3 {
                    todo!()
                }
            })
            >> count()
    });
}

#[test]
fn an_async_fallible_body_may_leave_in_every_way_and_warns_of_nothing() {
    let v = ["1"];
    let _ = pipeline!(async {
        generator(v)
            >> stage(|x: &str| {
                if x.is_empty() {
                    return Ok(1);
                } else {
                    return Ok(parsed(x)?);
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator(v)
            >> stage(async |x: &str| {
                if x.is_empty() {
                    return Ok(1);
                } else {
                    return Ok(parsed(x)?);
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator(v)
            >> stage(async |x: &str| {
                if parsed(x)? == 2 {
                    return Ok(1);
                }
                fail()
            })
            >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator(v)
            >> fan_out(2, async |x: &str| {
                if parsed(x)? == 2 {
                    return Ok(1);
                }
                fail();
            })
            >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator(v)
            >> stage(async |x: &str| {
                yield parsed(x)?;
                if x.len() > 3 {
                    return Ok(());
                } else {
                    return Ok(());
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator(v)
            >> stage(async |x: &str| {
                loop {
                    yield parsed(x)?;
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator({
            let n = parsed("1")?;
            loop {
                yield n;
            }
        }) >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator({
            loop {
                yield 1;
            }
        }) >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator({
            yield 1;
            loop {
                std::future::pending::<()>().await;
            }
        }) >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator({
            yield 1;
            fail()
        }) >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator({
            yield 1;
            if parsed("1")? == 1 {
                return Ok(());
            } else {
                return Ok(());
            }
        }) >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator({
            yield 1;
            if 1 == 1 { return } else { return }
        }) >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator(v)
            >> stage(blocking, |x: &str| {
                if x.is_empty() {
                    return Ok(1);
                } else {
                    return Ok(parsed(x)?);
                }
            })
            >> sum::<i32>()
    });
    let _ = pipeline!(async {
        generator(v)
            >> sink(async |mut items| {
                while let Some(x) = items.next().await {
                    if parsed(x)? == 1 {
                        return Ok(1);
                    }
                }
                match 3 {
                    3 => return Ok(3),
                    _ => return Ok(4),
                }
            })
    });
    let _ = pipeline!(async {
        let (a, b) = generator(v)
            >> route(async |x: &str| {
                if parsed(x)? == 1 {
                    a(x).await;
                    return Ok(());
                } else {
                    b(x).await;
                    return Ok(());
                }
            });
        (a >> count(), b >> count())
    });
}

// Bodies that come from other macros, and pipelines inside macros.

macro_rules! headed {
    ($b:block) => { pipeline!($b) };
    (bars $b:block) => { pipeline!(|| $b) };
    (moves $b:block) => { pipeline!(move || $b) };
    (knows $c:ident $b:block) => { pipeline!(|$c| $b) };
    (gives $t:ty, $b:block) => { pipeline!(|| -> $t $b) };
    (waits $b:block) => { pipeline!(async $b) };
    (waits $c:ident $b:block) => { pipeline!(async |$c| $b) };
    (waits $t:ty, $b:block) => { pipeline!(async || -> $t $b) };
}
macro_rules! parts {
    (fan $items:expr, $n:expr, $body:expr) => { pipeline!({ generator($items) >> fan_out($n, ordered, $body) >> collect::<Vec<_>>() }) };
    (block $items:block, $x:ident $body:block) => { pipeline!({ generator($items) >> stage(|$x| $body) >> collect::<Vec<_>>() }) };
    (chain $source:expr, $name:ident, $end:expr) => { pipeline!({ let $name = $source; $end }) };
    (policy $policy:expr, $name:literal, $capacity:expr) => { pipeline!({ generator(["1", "a"]) >> stage(on_error = $policy, name = $name, capacity = $capacity, |x| x.parse::<u8>()?) >> count() }) };
    (waits $items:expr, $body:expr) => { pipeline!(async { generator($items) >> stage($body) >> map($body) >> count() }) };
    (statement [$($s:stmt;)*] $t:expr) => { pipeline!({ $($s;)* $t }) };
    (values $a:expr, $b:expr) => { pipeline!({ ($a, $b) }) };
    (gen $b:block) => { pipeline!({ generator($b) >> count() }) };
    (sink $b:expr) => { pipeline!({ generator(0..3) >> sink($b) }) };
    (made $b:block) => { pipeline!({ generator(["1"]) >> fan_out(2, $b) >> sum::<u8>() }) };
    ($items:expr, $body:expr) => { pipeline!({ generator($items) >> stage($body) >> collect::<Vec<_>>() }) };
}

/// The macro has a `let s = …` of its own, and a name from its caller.
macro_rules! beside {
    ($name:ident) => {
        pipeline!({
            let s = generator(0..4);
            let $name = generator(0..3);
            let both = fan_in(s, $name);
            both >> count()
        })
    };
}

#[test]
fn a_pipeline_is_made_of_fragments_of_macros() -> Result<(), Error> {
    assert_eq!(headed!({ generator(0..3) >> count() }).run()?, 3);
    assert_eq!(headed!(bars { generator(0..3) >> count() }).run()?, 3);
    assert_eq!(headed!(moves { generator(0..3) >> count() }).run()?, 3);
    assert_eq!(
        headed!(knows ctx { generator(0..3) >> stage(|x| { ctx.check()?; x }) >> count() })
            .run()?,
        3
    );
    assert_eq!(
        headed!(gives Result<usize, BoxError>, { generator(0..3) >> count() }).run()?,
        3
    );
    assert_eq!(
        futures::executor::block_on(headed!(waits { generator(0..3) >> count() }).run())?,
        3
    );
    assert_eq!(futures::executor::block_on(headed!(waits ctx { generator(0..3) >> stage(async |x| { ctx.check()?; x }) >> count() }).run())?, 3);
    assert_eq!(
        futures::executor::block_on(
            headed!(waits Result<usize, BoxError>, { generator(0..3) >> count() }).run()
        )?,
        3
    );
    assert_eq!(parts!(["1"], |x: &str| x.parse::<u8>()?).run()?, [1]);
    assert_eq!(parts!(["1"], (|x: &str| x.parse::<u8>()?)).run()?, [1]);
    assert_eq!(
        parts!(["1"], {
            let k = 1;
            move |x: &str| x.parse::<u8>()? + k
        })
        .run()?,
        [2]
    );
    assert_eq!(
        parts!(["1"], {
            let k = 1;
            (move |x: &str| x.parse::<u8>()? + k)
        })
        .run()?,
        [2]
    );
    assert_eq!(parts!(fan["1"], 2, |x: &str| x.parse::<u8>()?).run()?, [1]);
    assert_eq!(
        parts!(block { [1, 2] }, x { if x > 1 { return 4; } x }).run()?,
        [1, 4]
    );
    assert_eq!(
        parts!(block { ["1", "2"] }, x { let n = x.parse::<u8>()?; if n == 2 { return Ok(4) } n })
            .run()?,
        [1, 4]
    );
    assert_eq!(
        parts!(chain generator(0..3) >> stage(|x| x + 1), s, s >> sum::<u8>()).run()?,
        6
    );
    assert_eq!(parts!(policy skip, "parse", 1 + 1).run()?, 1);
    assert_eq!(parts!(policy retry(1), "parse", 1).run().is_err(), true);
    assert_eq!(
        futures::executor::block_on(parts!(waits[true], async |x| x).run())?,
        1
    );
    assert_eq!(
        parts!(statement [let s = generator(0..3); let t = s >> map(|x| x + 1);] t >> count())
            .run()?,
        3
    );
    assert_eq!(
        parts!(values generator(0..3) >> count(), generator(0..4) >> count()).run()?,
        (3, 4)
    );
    assert_eq!(parts!(sink | items | items.count()).run()?, 3);
    assert_eq!(parts!(sink(|items| items.count())).run()?, 3);
    assert_eq!(parts!(gen { 0..3 }).run()?, 3);
    assert_eq!(
        parts!(made { let k = 1; move |x: &str| x.parse::<u8>()? + k }).run()?,
        2
    );

    Ok(())
}

#[test]
fn streams_of_a_macro_are_not_its_callers() {
    assert_eq!(beside!(s).run().unwrap(), 7);
    assert_eq!(beside!(t).run().unwrap(), 7);
}

#[test]
fn attributes_and_parentheses_hide_no_closure() -> Result<(), Error> {
    assert_eq!(
        pipeline!({
            generator(["1"])
                >> stage(
                    #[allow(unused_variables)]
                    |x: &str| x.parse::<i32>()?,
                )
                >> sum::<i32>()
        })
        .run()?,
        1
    );
    assert_eq!(
        pipeline!({
            generator(["1"])
                >> fan_out(
                    2,
                    #[inline]
                    #[allow(unused)]
                    move |x: &str| x.parse::<i32>()?,
                )
                >> sum::<i32>()
        })
        .run()?,
        1
    );
    assert_eq!(
        pipeline!({ generator(["1"]) >> stage((|x: &str| x.parse::<i32>()?)) >> sum::<i32>() })
            .run()?,
        1
    );
    assert_eq!(
        pipeline!({
            generator(["1"])
                >> stage({
                    let k = 1;
                    #[inline]
                    move |x: &str| x.parse::<i32>()? + k
                })
                >> sum::<i32>()
        })
        .run()?,
        2
    );
    assert_eq!(
        pipeline!({
            generator(0..3)
                >> stage(
                    #[inline]
                    |x| {
                        yield x;
                        yield x;
                    },
                )
                >> count()
        })
        .run()?,
        6
    );
    assert_eq!(
        pipeline!({
            generator(0..3)
                >> sink(
                    #[inline]
                    |items| items.count(),
                )
        })
        .run()?,
        3
    );
    assert_eq!(
        pipeline!({
            let (a, b) = generator(0..3)
                >> split(
                    #[inline]
                    |x| *x > 1,
                );
            (a >> count(), b >> count())
        })
        .run()?,
        (1, 2)
    );
    assert_eq!(
        pipeline!({
            let (a, b) = generator(0..3)
                >> route(
                    #[inline]
                    |x| if x > 1 { a(x) } else { b(x) },
                );
            (a >> count(), b >> count())
        })
        .run()?,
        (1, 2)
    );
    assert_eq!(
        futures::executor::block_on(
            pipeline!(async {
                generator(["1"])
                    >> stage(
                        #[inline]
                        async |x: &str| x.parse::<i32>()?,
                    )
                    >> count()
            })
            .run()
        )?,
        1
    );
    assert_eq!(
        futures::executor::block_on(
            pipeline!(async {
                generator(["1"]) >> stage((async |x: &str| x.parse::<i32>()?)) >> count()
            })
            .run()
        )?,
        1
    );
    assert_eq!(
        futures::executor::block_on(
            pipeline!(async {
                generator(["1"])
                    >> stage(
                        #[inline]
                        async |x: &str| {
                            yield x.parse::<i32>()?;
                        },
                    )
                    >> count()
            })
            .run()
        )?,
        1
    );
    assert_eq!(
        futures::executor::block_on(
            pipeline!(async {
                generator(["1"])
                    >> stage(
                        blocking,
                        #[inline]
                        |x: &str| x.parse::<i32>()?,
                    )
                    >> count()
            })
            .run()
        )?,
        1
    );
    assert_eq!(
        futures::executor::block_on(
            pipeline!(async {
                generator(["1"])
                    >> map(
                        #[inline]
                        async |x: &str| x,
                    )
                    >> filter((async |_| true))
                    >> count()
            })
            .run()
        )?,
        1
    );
    assert_eq!(
        futures::executor::block_on(
            pipeline!(async {
                generator(0..3)
                    >> sink(
                        #[inline]
                        async |items| items.count().await,
                    )
            })
            .run()
        )?,
        3
    );
    Ok(())
}

#[test]
fn an_open_range_before_a_bar_is_a_pattern() -> Result<(), Error> {
    let signs = |n: i32| n;
    assert_eq!(
        pipeline!({
            generator(["-4", "7", "1"])
                >> stage(|x: &str| match x.parse::<i32>()? {
                    5.. | -4 => 1,
                    ..=-9 | 3.. | 0 => 2,
                    _ => signs(3),
                })
                >> sum::<i32>()
        })
        .run()?,
        5
    );
    assert_eq!(
        pipeline!({
            generator([-4, 7, 1])
                >> stage(|x: i32| match x {
                    5.. | -4 => yield 1,
                    _ => yield 2,
                })
                >> sum::<i32>()
        })
        .run()?,
        4
    );
    assert_eq!(
        pipeline!({
            generator([-4, 7, 1])
                >> stage(|x: i32| {
                    if let 5.. | -4 = x {
                        yield 1;
                    }
                })
                >> sum::<i32>()
        })
        .run()?,
        2
    );
    Ok(())
}

// Futures are not items.

async fn fetch(n: i32) -> i32 {
    n
}

fn twice(n: i32) -> i32 {
    2 * n
}

fn id<T>(item: T) -> T {
    item
}

fn count_behind<T: Send, U: Send>(v: Vec<T>, f: impl Fn(T) -> U + Send + Sync) -> usize {
    value!({ generator(v) >> stage(&f) >> fan_out(2, id) >> count() })
}

#[test]
fn a_future_is_an_item_where_the_streams_type_is_named() {
    let named = pipeline!(async {
        let futures: _ = generator(0..3) >> stage(fetch);
        let more: _ = futures >> stage(async |f| f.await) >> map(fetch);
        more >> fan_out(2, ordered, async |f| f.await) >> collect::<Vec<_>>()
    });
    assert_eq!(futures::executor::block_on(named.run()).unwrap(), [0, 1, 2]);
    let made = pipeline!(async {
        generator((0..3).map(fetch)) >> fan_out(3, async |f| f.await) >> sum::<i32>()
    });
    assert_eq!(futures::executor::block_on(made.run()).unwrap(), 3);
}

#[test]
fn functions_whose_code_stands_elsewhere_give_items_of_any_other_type() {
    let v = vec!["1"];
    assert_eq!(count_behind(vec![1], |x| x + 1), 1);
    let _ = pipeline!({ generator(0..3) >> stage(twice) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage(id) >> fan_out(2, id) >> sum::<i32>() });
    let _ = pipeline!({
        generator(0..3) >> stage(|x| id(x)) >> fan_out(2, id) >> map(id) >> sum::<i32>()
    });
    let r: Result<Vec<u8>, _> =
        pipeline!({ generator(&v) >> stage(|x| id(x.parse().unwrap())) >> collect() }).run();
    r.unwrap();
    let r: Result<Vec<u64>, _> = pipeline!({
        let s = generator(0_u32..3) >> stage(Into::into);
        s >> collect()
    })
    .run();
    r.unwrap();
    let _ = pipeline!({
        generator(0..3) >> stage(|_| fail()) >> for_each(drop);
    });
    let _ = pipeline!({
        generator(0..3) >> stage(|_| todo!("x")) >> for_each(drop);
    });
    let _ = pipeline!({
        generator(0..3) >> fan_out(2, |_| fail()) >> for_each(drop);
    });
    let _ = pipeline!({
        generator(0..3) >> stage(drop) >> for_each(drop);
    });
    let _ = pipeline!({
        generator(0..3) >> stage(|x| if x > 1 { None } else { Some(id(x)) }) >> count()
    });
    let _ = pipeline!({ generator(0..3) >> stage(Some) >> flatten() >> count() });
    let _ = pipeline!({
        let s = generator(0..3) >> feedback(back, bound = 9, full = drop);
        let t = s >> stage(twice);
        let (back, out) = t >> split(|x| *x > 3);
        out >> count()
    });
    let _ = pipeline!({
        let s = generator(0..3) >> map(twice) >> feedback(back, bound = 9, full = drop);
        let back = s >> map(twice) >> filter(|_| false) >> map(twice);
    });
    let _ = pipeline!({
        let a = generator(0..3) >> stage(twice);
        let b = generator(0..3) >> fan_out(2, twice);
        let c = fan_in(a, b);
        c >> batch(3) >> map(id) >> throttle(1, std::time::Duration::ZERO) >> count()
    });
    let _ = pipeline!({
        let a = generator(0..3) >> map(twice);
        let b = generator(0..3) >> map(twice);
        let c = zip(a, b);
        c >> count()
    });
    let _ = pipeline!(async {
        generator(0..3) >> stage(twice) >> stage(async |x| fetch(x).await) >> map(twice) >> count()
    });
    let _ = pipeline!(async {
        generator(0..3) >> stage(|_| fail()) >> for_each(drop);
    });
    let _ = pipeline!(async {
        generator(0..3) >> stage(|_| todo!()) >> for_each(drop);
    });
    let _ = pipeline!(async {
        generator(0..3) >> fan_out(2, twice) >> for_each(drop);
    });
    let _ = pipeline!(async {
        generator(0..3) >> stage(blocking, twice) >> for_each(drop);
    });
}

#[test]
fn doc_comments_may_stand_in_a_declaration() {
    let sum = value!({
        /// Numbers.
        let numbers = generator(0..5)
            /// What is done to them.
            >> map(|n| n + 1);
        /** And their sum. */
        numbers >> sum::<i32>()
    });
    assert_eq!(sum, 15);
}
