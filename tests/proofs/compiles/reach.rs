//! The names in an expansion are hygienic: traits, items and modules of the user are not confused
//! with those of the runtime.

use futures::executor::block_on;
use pipeline_tests::Watchdog;

/// A declaration with every verb, for threads and as futures.
macro_rules! declared {
    ({$($header:tt)*} {$($wait:tt)*} {$($sink:tt)*}) => {
        ::pipeline::pipeline!($($header)* |ctx| {
            let made = generator({ for n in 0..4 { yield n; } }) >> stage($($wait)* |n: i32| { ctx.check()?; n });
            let (copied, others) = made >> tee();
            let (few, many) = copied >> route(|n| if n > 1 { many(n) } else { few(n) });
            let joined = fan_in(few, many);
            let none = generator([0; 0]);
            let empty = generator([0; 0]);
            let nothing = generator([(0, 0); 0]);
            let more = concat(joined, none);
            let merged = merge_by(more, empty, ::core::cmp::Ord::cmp);
            let left = generator([0; 0]);
            let right = generator([0; 0]);
            let pairs = latest(left, right);
            let other = fan_in(pairs, nothing, prefer) >> map(|(x, y)| x + y);
            let met = concat(merged, other);
            let (good, bad) = met >> fan_out(2, ordered, on_error = retry(2), $($wait)* |n| {
                <::core::primitive::u8 as ::core::convert::TryFrom<_>>::try_from(n)?
            });
            let (large, small) = good >> split(|n| *n > 1);
            let seeds = generator([12_u64]) >> feedback(back, bound = 100, full = fail);
            let (back, ends) = seeds >> route(|n| { if n > 1 { back(n / 2); } ends(n); });
            let built = ends >> stage({ let one = 1; $($wait)* move |n| n + one });
            let newest = built >> debounce(::std::time::Duration::MAX) >> sample(::std::time::Duration::ZERO);
            let batches = newest >> batch_within(2, ::std::time::Duration::from_secs(9));
            let doubled = large >> fan_out(2, { $($wait)* |n| { yield n; yield n; } });
            let part = others >> segment(::pipeline::segment!($($header)* |part: ::core::primitive::i32, ctx| {
                let (all, log) = part >> stage($($wait)* |n| { ctx.check()?; n }) >> tee();
                log >> for_each(::core::mem::drop);
                all >> segment(::pipeline::segment!($($header)* |n: ::core::primitive::i32| n))
            }));
            let last = part >> fan_out(2, by = |n| n, |n| n) >> stage(name = "last", |n| { yield n; });
            (
                doubled >> filter(|_| true) >> sum::<::core::primitive::u8>(),
                small >> stage($($wait)* |n| n) >> sum::<::core::primitive::u8>(),
                bad >> sink($($sink)*),
                batches >> count(),
                last >> sum::<::core::primitive::i32>(),
            )
        })
    };
}

/// The declaration for threads.
macro_rules! by_threads {
    () => {
        declared!({} {} {|bad| ::core::iter::Iterator::count(bad)})
    };
}

/// The declaration as futures.
macro_rules! by_futures {
    () => {
        declared!({async} {async} {async |bad| bad.count().await})
    };
}

const GIVEN: (u8, u8, usize, usize, i32) = (10, 1, 0, 1, 6);

mod blanket_traits {
    use super::*;

    pub struct Mine;

    macro_rules! blanket {
        ($($name:ident)*) => {
            /// Implemented for every type, with methods that take `self` by value. Method lookup
            /// finds them before inherent methods that borrow.
            #[allow(dead_code)]
            pub trait Blanket: Sized {
                $(fn $name(self) -> Mine { Mine })*
            }
        };
    }

    blanket! {
        edge edge_with_capacity edge_by_weight aside segment batch_by_weight_within channel seeds back_edge_or_fail cycle context scope generator stage fan_out tee split route feedback sink batch_within debounce sample concat merge_by latest prefer receive items try_items yields try_yields on_worker branch branch_async each_worker through try_through by of of_returned ordered retry skip_errors stop_after dead_letters stack_size share share_loop work value get join send send_all is_err next give try_give try_give_into end try_end try_end_into body test blocking call consume site boxed evenly when_taken until_stopped clone to closing part with
    }

    impl<T> Blanket for T {}

    #[test]
    fn blanket_methods_of_the_runtimes_names_are_not_called() {
        let _watchdog = Watchdog::of_this_test();
        let (threads, futures) = (by_threads!(), by_futures!());
        assert_eq!(super::run_both(threads, futures), [GIVEN; 2]);
    }
}

fn run_both<T>(
    threads: pipeline::Pipeline<'_, T>,
    futures: pipeline::AsyncPipeline<'_, T>,
) -> [T; 2] {
    let futures = block_on(futures.run());
    [threads.run(), futures].map(|value| value.expect("no body fails"))
}

#[no_implicit_prelude]
mod without_a_prelude {
    #[test]
    fn an_expansion_needs_no_prelude() {
        let _watchdog = super::Watchdog::of_this_test();
        let (threads, futures) = (by_threads!(), by_futures!());
        ::std::assert_eq!(super::run_both(threads, futures), [super::GIVEN; 2]);
    }
}

/// Modules with the names of crates, and types with the names of those in the prelude.
mod shadows {
    #![allow(dead_code, non_camel_case_types, unused_macros)]

    mod core {}
    mod std {}
    mod pipeline {}
    struct Option;
    struct Result;
    struct Box;
    struct Clone;
    struct Some;
    struct Ok;
    struct Err;
    struct usize;
    macro_rules! vec {
        () => {};
    }
    macro_rules! matches {
        () => {};
    }

    #[test]
    fn modules_and_types_of_its_names_do_not_matter() {
        let _watchdog = super::Watchdog::of_this_test();
        let (threads, futures) = (by_threads!(), by_futures!());
        assert_eq!(super::run_both(threads, futures), [super::GIVEN; 2]);
    }
}

/// Items that a pattern could refer to. They have the names of variables in the expansion and of
/// streams.
mod items {
    #![allow(
        dead_code,
        unused_imports,
        non_upper_case_globals,
        non_camel_case_types
    )]

    use super::*;

    const run: i32 = 1;
    const to_made: i32 = 2;
    const made: i32 = 3;
    static out: i32 = 4;
    static scope: i32 = 5;
    static item: i32 = 6;
    struct items;
    struct source;
    struct body;
    struct each;
    struct site;
    struct test(i32);

    pub enum State {
        worker,
        route,
        yes,
        given,
        sum,
        met,
        to_met,
        last,
    }
    use State::*;

    fn of_constants<const good: usize, const output: usize, const output_0: usize>() -> [usize; 2] {
        let threads = pipeline::pipeline!({
            generator(0..3)
                >> stage(|n| n + output)
                >> fan_out(2, |n| {
                    yield n;
                })
                >> sum::<usize>()
        });
        let futures = pipeline::pipeline!(async {
            generator(0..3)
                >> stage(|n| n + output)
                >> fan_out(2, |n| {
                    yield n;
                })
                >> sum::<usize>()
        });
        run_both(threads, futures)
    }

    #[test]
    fn constants_statics_structs_and_variants_of_its_names_do_not_matter() {
        let _watchdog = Watchdog::of_this_test();
        let (threads, futures) = (by_threads!(), by_futures!());
        assert_eq!(run_both(threads, futures), [GIVEN; 2]);
        assert_eq!(of_constants::<1, 2, 3>(), [9; 2]);
    }

    #[test]
    fn a_body_names_the_users_own_items() {
        let _watchdog = Watchdog::of_this_test();
        let threads = pipeline::pipeline!({
            generator(0..3)
                >> stage(|n| {
                    yield n + run + out;
                })
                >> map(|n| n * item)
                >> sum::<i32>()
        });
        let futures = pipeline::pipeline!(async {
            generator(0..3)
                >> stage(|n| {
                    yield n + run + out;
                })
                >> map(|n| n * item)
                >> sum::<i32>()
        });
        assert_eq!(run_both(threads, futures), [108; 2]);
    }
}
