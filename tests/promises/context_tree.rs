//! Contexts, handles and names of threads: which calls stop which runs, and how threads are named.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::{fs, thread};

use crossbeam_channel as channel;
use pipeline::{Cancelled, Context, Error, Pipeline, Running, pipeline};
use pipeline_tests::{Watchdog, wait_until};

/// Returns a pipeline that runs until it is stopped.
fn endless<'a>(started: &'a AtomicBool) -> Pipeline<'a, ()> {
    pipeline!(move || {
        let items = generator(0_u64..);
        let items = items >> stage(capacity = 1, |n| n);
        items >> for_each(|_| started.store(true, Ordering::SeqCst))
    })
}

mod contexts {
    use super::*;

    #[test]
    fn a_cancel_goes_down_and_not_up() {
        let top = Context::new();
        let (left, right) = (top.child(), top.child());
        let below = left.child();
        left.cancel();
        let all = [&top, &left, &right, &below];
        assert_eq!(all.map(Context::is_cancelled), [false, true, false, true]);
        top.cancel();
        assert!(all.into_iter().all(Context::is_cancelled));
        assert_eq!(right.check(), Err(Cancelled));
    }

    #[test]
    fn a_child_of_a_cancelled_one_is_cancelled() {
        let top = Context::new();
        let clone = top.clone();
        assert_eq!(top.check(), Ok(()));
        top.cancel();
        top.cancel();
        assert!(clone.is_cancelled() && top.child().child().is_cancelled());
    }

    #[test]
    fn a_dropped_parent_still_hears_of_its_own_parent() {
        let top = Context::new();
        let below = top.child().child();
        top.cancel();
        assert!(below.is_cancelled());
    }

    #[test]
    fn a_parents_cancel_ends_a_run_below_it() {
        let _watchdog = Watchdog::of_this_test();
        let top = Context::new();
        let (child, sibling) = (top.child(), top.child());
        let started = AtomicBool::new(false);
        let ended = thread::scope(|threads| {
            threads.spawn(|| {
                wait_until(|| started.load(Ordering::SeqCst));
                top.cancel();
            });
            endless(&started).run_with(&child)
        });
        assert!(ended.is_err_and(|error| error.is_cancelled()));
        assert!(child.is_cancelled() && sibling.is_cancelled());
    }

    #[test]
    fn a_childs_cancel_leaves_a_run_of_its_parent_alone() {
        let _watchdog = Watchdog::of_this_test();
        let top = Context::new();
        let count =
            pipeline!({ generator(0..100) >> inspect(|_| top.child().cancel()) >> count() })
                .run_with(&top);
        assert_eq!(count.expect("nothing stops it"), 100);
    }

    #[test]
    fn a_run_cancelled_before_it_begins_starts_no_body() {
        let _watchdog = Watchdog::of_this_test();
        let context = Context::new();
        context.cancel();
        let calls = AtomicUsize::new(0);
        let call = || calls.fetch_add(1, Ordering::SeqCst);
        let ended = pipeline!({
            let made = generator({
                call();
                yield 1;
            });
            let staged = made >> stage(|_: u32| call());
            let worked = staged
                >> fan_out(2, {
                    call();
                    |n| n
                });
            worked >> sink(|_| call())
        })
        .run_with(&context);
        assert!(ended.is_err_and(|error| error.is_cancelled()));
        assert_eq!(calls.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn a_failure_leaves_the_callers_context_alone() {
        let _watchdog = Watchdog::of_this_test();
        let context = Context::new();
        for panics in [true, false] {
            let ended = pipeline!({
                generator([1])
                    >> stage(|_| {
                        assert!(!panics, "it panics");
                        Err::<(), _>("it fails")?
                    })
                    >> count()
            })
            .run_with(&context);
            assert!(ended.is_err_and(|error| !error.is_cancelled()));
            assert!(!context.is_cancelled());
        }
    }

    #[test]
    fn a_bodys_cancel_is_of_its_own_run() {
        let _watchdog = Watchdog::of_this_test();
        let context = Context::new();
        let ended = pipeline!(|ctx| {
            let items = generator(0_u32..);
            items
                >> stage(|n| {
                    if n == 10 {
                        ctx.cancel()
                    }
                })
                >> count()
        })
        .run_with(&context);
        assert!(ended.is_err_and(|error| error.is_cancelled() && error.others().is_empty()));
        assert!(!context.is_cancelled());
    }

    #[test]
    fn check_ends_a_long_body() {
        let _watchdog = Watchdog::of_this_test();
        let context = Context::new();
        let started = AtomicBool::new(false);
        let ended = thread::scope(|threads| {
            threads.spawn(|| {
                wait_until(|| started.load(Ordering::SeqCst));
                context.cancel();
            });
            pipeline!(|ctx| {
                generator([1])
                    >> stage(|_| {
                        started.store(true, Ordering::SeqCst);
                        while started.load(Ordering::SeqCst) {
                            ctx.check()?;
                            thread::yield_now();
                        }
                    })
                    >> for_each(|()| {})
            })
            .run_with(&context)
        });
        assert!(ended.is_err_and(|error| error.is_cancelled()));
    }

    #[test]
    fn a_cancel_ends_a_run_whose_streams_are_full() {
        let _watchdog = Watchdog::of_this_test();
        for capacity in [0, 1, 64] {
            let context = Context::new();
            let made = AtomicUsize::new(0);
            // Three edges, and an item each in six places: two generators, a stage, two workers and
            // the sink.
            let full = 3 * capacity + 6;
            let (hold, held) = channel::bounded::<()>(0);
            let ended = thread::scope(|threads| {
                threads.spawn(|| {
                    wait_until(|| made.load(Ordering::SeqCst) == full);
                    context.cancel();
                    drop(hold);
                });
                let make = || std::iter::repeat_with(|| made.fetch_add(1, Ordering::SeqCst));
                pipeline!({
                    let a = generator(make());
                    let b = generator(make());
                    let both = fan_in(a, b, capacity = capacity);
                    let staged = both >> stage(capacity = capacity, |n| n);
                    let worked = staged >> fan_out(2, capacity = capacity, |n| n);
                    worked >> sink(|items| items.inspect(|_| assert!(held.recv().is_err())).count())
                })
                .run_with(&context)
            });
            assert!(ended.is_err_and(|error| error.is_cancelled()));
            assert_eq!(
                made.load(Ordering::SeqCst),
                full,
                "one was made after the cancel"
            );
        }
    }
}

mod nesting {
    use super::*;

    #[test]
    fn an_outer_cancel_ends_the_run_inside() {
        let _watchdog = Watchdog::of_this_test();
        let context = Context::new();
        let started = AtomicBool::new(false);
        let inside = Mutex::new(None);
        let ended = thread::scope(|threads| {
            threads.spawn(|| {
                wait_until(|| started.load(Ordering::SeqCst));
                context.cancel();
            });
            pipeline!({
                generator([1])
                    >> for_each(|_| *inside.lock().unwrap() = Some(endless(&started).run()))
            })
            .run_with(&context)
        });
        assert!(ended.is_err_and(|error| error.is_cancelled()));
        let inside = inside.into_inner().unwrap().expect("it ran");
        assert!(inside.is_err_and(|error| error.is_cancelled()));
    }

    #[test]
    fn an_outer_failure_ends_the_run_two_levels_inside() {
        let _watchdog = Watchdog::of_this_test();
        let started = AtomicBool::new(false);
        let error = pipeline!({
            let deep = generator([1])
                >> stage(|_| {
                    let middle = pipeline!({
                        generator([1]) >> fan_out(1, |_| endless(&started).run()) >> last()
                    });
                    assert!(middle.run().is_err_and(|error| error.is_cancelled()));
                })
                >> count();
            let failing = generator([1])
                >> stage(|_| {
                    wait_until(|| started.load(Ordering::SeqCst));
                    Err::<(), _>("five")?
                })
                >> count();
            (deep, failing)
        })
        .run()
        .expect_err("a stage fails");
        assert_eq!(error.stage(), Some("failing"));
        assert!(error.others().is_empty(), "{error:?}");
    }

    #[test]
    fn a_handled_failure_inside_leaves_the_outer_run_alone() {
        let _watchdog = Watchdog::of_this_test();
        let failed = pipeline!(|ctx| {
            generator(0..20)
                >> stage(|n| {
                    let inner = pipeline!({
                        generator([n])
                            >> stage(|n| {
                                if n % 2 == 0 {
                                    Err("even")?
                                }
                            })
                            >> count()
                    });
                    let failed = inner.run().is_err();
                    assert_eq!(ctx.check(), Ok(()));
                    failed
                })
                >> filter(|failed| *failed)
                >> count()
        })
        .run();
        assert_eq!(failed.expect("all failures are handled"), 10);
    }

    #[test]
    fn a_run_with_a_context_inside_obeys_that_context() {
        let _watchdog = Watchdog::of_this_test();
        let other = Context::new();
        let started = AtomicBool::new(false);
        let stopped = thread::scope(|threads| {
            threads.spawn(|| {
                wait_until(|| started.load(Ordering::SeqCst));
                other.cancel();
            });
            pipeline!(|ctx| {
                generator([1])
                    >> map(|_| {
                        let ended = endless(&started).run_with(&other);
                        assert_eq!(ctx.check(), Ok(()));
                        ended.is_err_and(|error| error.is_cancelled())
                    })
                    >> all(|stopped| stopped)
            })
            .run()
        });
        assert!(stopped.expect("the outer run goes on"));
    }

    #[test]
    fn a_run_with_a_context_inside_obeys_the_outer_one_too() {
        let _watchdog = Watchdog::of_this_test();
        let (outer, other) = (Context::new(), Context::new());
        let started = AtomicBool::new(false);
        let ended = thread::scope(|threads| {
            threads.spawn(|| {
                wait_until(|| started.load(Ordering::SeqCst));
                outer.cancel();
            });
            pipeline!({
                generator([1])
                    >> for_each(|_| {
                        let ended = endless(&started).run_with(&other);
                        assert!(ended.is_err_and(|error| error.is_cancelled()));
                    })
            })
            .run_with(&outer)
        });
        let error = ended.expect_err("it is cancelled");
        assert!(error.is_cancelled() && error.others().is_empty());
        assert!(!other.is_cancelled());
    }

    #[test]
    fn a_handle_started_inside_is_a_child_too() {
        let _watchdog = Watchdog::of_this_test();
        let ended = pipeline!(|ctx| {
            generator([1])
                >> for_each(|_| {
                    let running = forever();
                    ctx.cancel();
                    assert!(running.join().is_err_and(|error| error.is_cancelled()));
                })
        })
        .run();
        assert!(ended.is_err_and(|error| error.is_cancelled() && error.others().is_empty()));
    }

    #[test]
    fn the_next_run_of_a_thread_is_not_inside_the_one_before() {
        let _watchdog = Watchdog::of_this_test();
        let cancelled = pipeline!(|ctx| { generator([1]) >> for_each(|_| ctx.cancel()) });
        assert!(cancelled.run().is_err());
        let count = pipeline!({ generator(0..3) >> count() }).run();
        assert_eq!(count.expect("nothing stops it"), 3);
    }
}

fn forever() -> Running<usize> {
    pipeline!(move || {
        let items = generator(0_u64..);
        items >> sink(|items| items.count())
    })
    .spawn()
}

mod handles {
    use super::*;

    #[test]
    fn join_gives_the_value() {
        let _watchdog = Watchdog::of_this_test();
        let running = pipeline!(move || { generator(0..5) >> sum::<u32>() }).spawn();
        assert_eq!(running.join().expect("nothing fails"), 10);
    }

    #[test]
    fn is_finished_says_when_it_is() {
        let _watchdog = Watchdog::of_this_test();
        let (go, wait) = channel::bounded::<()>(0);
        let running =
            pipeline!(move || { generator([1]) >> for_each(|_| assert!(wait.recv().is_err())) })
                .spawn();
        assert!(!running.is_finished());
        drop(go);
        wait_until(|| running.is_finished());
        running.join().expect("nothing fails");
    }

    #[test]
    fn cancel_returns_and_join_says_cancelled() {
        let _watchdog = Watchdog::of_this_test();
        let running = forever();
        running.cancel();
        running.cancel();
        assert!(running.join().is_err_and(|error| error.is_cancelled()));
    }

    #[test]
    fn a_cancel_after_the_end_changes_nothing() {
        let _watchdog = Watchdog::of_this_test();
        let running = pipeline!(move || { generator(0..5) >> sum::<u32>() }).spawn();
        wait_until(|| running.is_finished());
        running.cancel();
        assert_eq!(running.join().expect("nothing fails"), 10);
    }

    #[test]
    fn join_gives_a_failure() {
        let _watchdog = Watchdog::of_this_test();
        let running = pipeline!(move || {
            let failing = generator([1]) >> for_each(|_| panic!("five"));
            failing
        })
        .spawn();
        let error = running.join().expect_err("it panics");
        assert_eq!(error.to_string(), "stage `failing` panicked: five");
    }

    #[test]
    fn drop_cancels_and_joins() {
        let _watchdog = Watchdog::of_this_test();
        let (open, closed) = channel::bounded::<()>(0);
        let running = pipeline!(move || {
            let items = generator(0_u64..);
            items
                >> sink(|items| {
                    let count = items.count();
                    drop(open);
                    count
                })
        })
        .spawn();
        drop(running);
        // The sender was dropped before the handle's drop returned.
        assert_eq!(closed.try_recv(), Err(channel::TryRecvError::Disconnected));
    }
}

mod names {
    use super::*;

    /// Returns the name of this thread for Rust, and its name for the kernel.
    fn own() -> (String, String) {
        let comm = fs::read_to_string("/proc/thread-self/comm").expect("a thread has a name");
        let name = thread::current().name().unwrap_or_default().to_owned();
        (name, comm.trim_end().to_owned())
    }

    fn both(name: &str) -> (String, String) {
        (name.to_owned(), name.to_owned())
    }

    #[test]
    fn of_threads_are_their_stages() {
        let _watchdog = Watchdog::of_this_test();
        let seen = pipeline!({
            let made = generator({ yield vec![own()] });
            let staged = made
                >> stage(|mut seen: Vec<_>| {
                    seen.push(own());
                    seen
                });
            let worked = staged
                >> fan_out(1, |mut seen: Vec<_>| {
                    seen.push(own());
                    seen
                });
            let seen = worked
                >> sink(|mut items| {
                    let mut seen = items.next().expect("one item");
                    seen.push(own());
                    seen
                });
            seen
        })
        .run()
        .expect("nothing fails");
        assert_eq!(seen, ["made", "staged", "worked#0", "seen"].map(both));
    }

    #[test]
    fn in_one_chain_end_in_their_verbs() {
        let _watchdog = Watchdog::of_this_test();
        let seen = pipeline!({
            let x = generator({ yield vec![own()] })
                >> stage(|mut seen: Vec<_>| {
                    seen.push(own());
                    seen
                })
                >> stage(|mut seen: Vec<_>| {
                    seen.push(own());
                    seen
                });
            x >> sink(|mut items| {
                let mut seen = items.next().expect("one item");
                seen.push(own());
                seen
            })
        })
        .run()
        .expect("nothing fails");
        assert_eq!(seen, ["x.generator", "x.stage", "x", "output"].map(both));
    }

    #[test]
    fn of_a_fan_outs_workers_are_distinct() {
        const WORKERS: usize = 12;
        let _watchdog = Watchdog::of_this_test();
        // Every worker holds an item at the same time.
        let barrier = std::sync::Barrier::new(WORKERS);
        let mut seen = pipeline!({
            let items = generator(0..WORKERS);
            let a_very_long_name_of_workers = items
                >> fan_out(WORKERS, |_| {
                    barrier.wait();
                    own()
                });
            a_very_long_name_of_workers >> collect::<Vec<_>>()
        })
        .run()
        .expect("nothing fails");
        seen.sort();
        let mut expected: Vec<_> = (0..WORKERS)
            .map(|n| match n {
                0..10 => format!("a_very_long_n#{n}"),
                _ => format!("a_very_long_#{n}"),
            })
            .map(|name| both(&name))
            .collect();
        expected.sort();
        assert_eq!(seen, expected);
    }

    #[test]
    fn too_long_for_the_kernel_are_cut_at_a_character_and_whole_in_errors() {
        let _watchdog = Watchdog::of_this_test();
        let names = Mutex::new(Vec::new());
        let error = pipeline!({
            // Each umlaut has two bytes, so the 15th byte is the first half of a character.
            let größenänderungenüberall = generator([1])
                >> stage(|_| {
                    names.lock().unwrap().push(own());
                    Err::<(), _>("five")?
                });
            größenänderungenüberall >> count()
        })
        .run()
        .expect_err("it fails");
        assert_eq!(error.stage(), Some("größenänderungenüberall"));
        let ééé = pipeline!({
            generator([1]) >> stage(name = "éééééééééé", |_| own()) >> collect::<Vec<_>>()
        })
        .run()
        .expect("nothing fails");
        assert_eq!(
            names.into_inner().unwrap(),
            [both(cut("größenänderungenüberall"))]
        );
        assert_eq!(ééé, [both("ééééééé")]);
    }

    /// Returns as many whole characters as fit into 15 bytes.
    fn cut(name: &str) -> &str {
        let fits = |end: &usize| *end <= 15;
        let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
        &name[..ends.take_while(fits).last().unwrap_or(0)]
    }

    #[test]
    fn that_repeat_are_made_distinct() {
        let _watchdog = Watchdog::of_this_test();
        let seen = pipeline!({
            let x = generator({ yield vec![own().0] });
            let x = x
                >> stage(|mut seen: Vec<_>| {
                    seen.push(own().0);
                    seen
                });
            let x = x
                >> stage(|mut seen: Vec<_>| {
                    seen.push(own().0);
                    seen
                });
            x >> sink(|mut items| items.next().expect("one item"))
        })
        .run()
        .expect("nothing fails");
        assert_eq!(seen, ["x", "x.2", "x.3"]);
    }

    #[test]
    fn given_by_their_author_win() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let items = generator([1]);
            let staged = items >> stage(name = "my own name, of any length", |_| own());
            staged
                >> sink(name = "last", |mut items| {
                    assert_eq!(items.next(), Some(both("my own name, of")));
                    panic!("five")
                })
        });
        let error: Error = Pipeline::<'_, ()>::run(error).expect_err("it panics");
        assert_eq!(error.stage(), Some("last"));
    }

    #[test]
    fn without_raw_marks() {
        let _watchdog = Watchdog::of_this_test();
        let error = pipeline!({
            let r#type = generator([1]) >> for_each(|_| panic!("five"));
            r#type
        })
        .run()
        .expect_err("it panics");
        assert_eq!(error.stage(), Some("type"));
    }
}

/// Handles that bodies of their own runs hold.
mod own_handles {
    use std::cell::RefCell;
    use std::sync::{Arc, Mutex};

    use pipeline::testing::block_on;

    use super::*;

    /// Holds the handle of a run for a body of this run, and the error that a join in the body
    /// returned.
    #[derive(Clone, Default)]
    struct Place(
        Arc<Mutex<Option<Running<usize>>>>,
        Arc<Mutex<Option<Error>>>,
    );

    impl Place {
        fn put(&self, running: Running<usize>) {
            *self.0.lock().expect("nothing panics") = Some(running);
        }

        /// Waits for the handle and takes it.
        fn take(&self) -> Running<usize> {
            loop {
                if let Some(running) = self.0.lock().expect("nothing panics").take() {
                    return running;
                }
                std::thread::yield_now();
            }
        }

        /// Joins or drops the handle. Neither may block.
        fn leave(&self, joins: bool) {
            let running = self.take();
            if joins {
                *self.1.lock().expect("nothing panics") = running.join().err();
            }
        }
    }

    /// Joins or drops the handle when it is dropped.
    struct Leaves(Place, bool);

    impl Drop for Leaves {
        fn drop(&mut self) {
            self.0.leave(self.1);
        }
    }

    thread_local! {
        static LOCAL: RefCell<Option<Leaves>> = const { RefCell::new(None) };
    }

    /// Checks that a run ends whose own body drops or joins its handle. `start` starts the run.
    /// Waits until the run has ended completely.
    fn ends(start: impl Fn(&Context, Place, bool) -> Running<usize>) {
        let _watchdog = Watchdog::of_this_test();
        for joins in [false, true] {
            let (alive, ended) = channel::bounded::<()>(0);
            // The run holds this value until its last thread is about to end.
            let context = Context::new().with(alive);
            let place = Place::default();
            let running = start(&context, place.clone(), joins);
            drop(context);
            place.put(running);
            assert!(ended.recv().is_err());
            let said = place.1.lock().expect("nothing panics").take();
            let is_deadlock = matches!(said, Some(Error::Deadlock { .. }));
            assert_eq!(is_deadlock, joins, "{said:?}");
        }
    }

    #[test]
    fn one_is_left_in_a_body() {
        ends(|context, place, joins| {
            pipeline!(move || {
                generator(0_u64..)
                    >> stage(move |n| {
                        if n == 3 {
                            place.leave(joins);
                        }
                        n
                    })
                    >> count()
            })
            .spawn_with(context)
        });
    }

    #[test]
    fn one_goes_with_the_body_that_owns_it() {
        let _watchdog = Watchdog::of_this_test();
        let (alive, ended) = channel::bounded::<()>(0);
        let context = Context::new().with(alive);
        let place = Place::default();
        let own = place.clone();
        let running = pipeline!(move || {
            generator(0_u64..50)
                >> stage(move |n| {
                    let _ = &own;
                    n
                })
                >> count()
        })
        .spawn_with(&context);
        drop(context);
        place.put(running);
        drop(place);
        assert!(ended.recv().is_err());
    }

    #[test]
    fn one_is_left_in_a_body_inside() {
        ends(|context, place, joins| {
            pipeline!(move || {
                generator([()])
                    >> stage(move |()| {
                        let inner = pipeline!({
                            let many = generator(0..4) >> fan_out(2, |n| n);
                            many >> stage(|n| {
                                if n == 3 {
                                    place.leave(joins);
                                }
                                n
                            }) >> count()
                        });
                        inner.run().is_ok()
                    })
                    >> count()
            })
            .spawn_with(context)
        });
    }

    #[test]
    fn one_is_left_in_a_future_inside() {
        ends(|context, place, joins| {
            pipeline!(move || {
                generator([()])
                    >> stage(move |()| {
                        let inner = pipeline!(async {
                            generator([()]) >> stage(async |()| place.leave(joins)) >> count()
                        });
                        block_on(inner.run()).is_ok()
                    })
                    >> count()
            })
            .spawn_with(context)
        });
    }

    #[test]
    fn one_is_left_on_a_thread_of_a_future_inside() {
        ends(|context, place, joins| {
            pipeline!(move || {
                generator([()])
                    >> stage(move |()| {
                        let place = place.clone();
                        let inner = pipeline!(async move {
                            generator([()])
                                >> stage(blocking, move |()| place.leave(joins))
                                >> count()
                        });
                        block_on(inner.run()).is_ok()
                    })
                    >> count()
            })
            .spawn_with(context)
        });
    }

    #[test]
    fn one_is_left_in_the_drop_of_an_item() {
        ends(|context, place, joins| {
            let item = Leaves(place, joins);
            pipeline!(move || { generator([item]) >> stage(|item| item) >> map(drop) >> count() })
                .spawn_with(context)
        });
    }

    #[test]
    fn one_is_left_in_the_drop_of_a_threads_local() {
        ends(|context, place, joins| {
            pipeline!(move || {
                generator(0..3)
                    >> stage(move |n| {
                        if n == 1 {
                            LOCAL.set(Some(Leaves(place.clone(), joins)));
                        }
                        n
                    })
                    >> count()
            })
            .spawn_with(context)
        });
    }

    #[test]
    fn one_is_left_in_the_drop_of_a_local_of_a_thread_inside() {
        ends(|context, place, joins| {
            pipeline!(move || {
                generator([()])
                    >> stage(move |()| {
                        let inner = pipeline!({
                            generator([()])
                                >> stage(|()| LOCAL.set(Some(Leaves(place.clone(), joins))))
                                >> count()
                        });
                        inner.run().is_ok()
                    })
                    >> count()
            })
            .spawn_with(context)
        });
    }

    #[test]
    fn one_is_left_in_an_option() {
        ends(|context, place, joins| {
            pipeline!(move || {
                generator(
                    capacity = {
                        place.leave(joins);
                        1
                    },
                    0_u64..,
                ) >> stage(|n| n)
                    >> count()
            })
            .spawn_with(context)
        });
    }

    #[test]
    fn one_of_two_that_join_each_other_hears_of_it() {
        let _watchdog = Watchdog::of_this_test();
        let places = [Place::default(), Place::default()];
        let joining = |other: Place| {
            pipeline!(move || {
                let outcomes = generator([()]) >> stage(move |()| other.take().join());
                outcomes >> filter(|outcome| outcome.is_ok()) >> count()
            })
            .spawn()
        };
        let (one, another) = (joining(places[1].clone()), joining(places[0].clone()));
        places[0].put(one);
        places[1].put(another);
        // Each run has the handle of the other, so neither can be joined here. The test only sees
        // that the bodies drop the handles.
        wait_until(|| places.iter().all(|place| Arc::strong_count(&place.0) == 1));
    }

    #[test]
    fn one_of_two_that_drop_each_other_goes_on() {
        let _watchdog = Watchdog::of_this_test();
        let places = [Place::default(), Place::default()];
        let dropping = |other: Place| {
            pipeline!(move || {
                generator([()])
                    >> stage(move |n| {
                        drop(other.take());
                        n
                    })
                    >> count()
            })
            .spawn()
        };
        let (one, another) = (dropping(places[1].clone()), dropping(places[0].clone()));
        places[0].put(one);
        places[1].put(another);
        wait_until(|| places.iter().all(|place| Arc::strong_count(&place.0) == 1));
    }

    #[test]
    fn a_body_may_join_what_it_started() {
        let _watchdog = Watchdog::of_this_test();
        let sum = pipeline!({
            generator(1..4_u32)
                >> fan_out(2, |n| {
                    pipeline!(move || { generator(0..n) >> sum::<u32>() })
                        .spawn()
                        .join()?
                })
                >> sum::<u32>()
        });
        assert_eq!(sum.run().expect("nothing fails"), 4);
    }

    #[test]
    fn a_run_started_in_a_body_may_join_the_one_around_it() {
        let _watchdog = Watchdog::of_this_test();
        let place = Place::default();
        let inside = place.clone();
        let (give, inner) = channel::bounded(1);
        let around = pipeline!(move || {
            generator([()])
                >> stage(move |()| {
                    let around = inside.take();
                    let joining = pipeline!(move || {
                        generator([()])
                            >> stage(move |()| ())
                            >> for_each({
                                let around = Mutex::new(Some(around));
                                move |()| {
                                    let around = around.lock().expect("nothing panics").take();
                                    around.expect("it is there").cancel();
                                }
                            })
                    });
                    give.send(joining.spawn()).expect("it is waited for");
                })
                >> count()
        })
        .spawn();
        place.put(around);
        let joining: Running<()> = inner.recv().expect("the body gives it");
        let _ = joining.join();
    }
}

/// Drops of the user's values that panic in code of the runtime.
mod drops {
    use std::panic::{self, AssertUnwindSafe, panic_any};

    use super::*;

    /// A value, an error, an item or a payload. Its drop panics with another `Bad`, as long as its
    /// number is above 0.
    #[derive(Debug)]
    struct Bad(u8);

    impl Drop for Bad {
        fn drop(&mut self) {
            if self.0 > 0 {
                panic_any(Bad(self.0 - 1));
            }
        }
    }

    impl std::fmt::Display for Bad {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("bad")
        }
    }

    impl std::error::Error for Bad {}

    /// Drops a run that has ended or is ending, normally and during a panic. No panic may come out
    /// of the drop.
    fn is_quiet<T: Send + 'static, E: Send + 'static>(start: impl Fn() -> Running<T, E>) {
        let _watchdog = Watchdog::of_this_test();
        for waits in [false, true] {
            let start = || {
                let running = start();
                if waits {
                    wait_until(|| running.is_finished());
                }
                running
            };
            drop(start());
            let unwound = panic::catch_unwind(AssertUnwindSafe(|| {
                let _running = start();
                panic_any("while it unwinds");
            }));
            let payload = unwound.expect_err("it panics");
            assert_eq!(payload.downcast_ref(), Some(&"while it unwinds"));
        }
    }

    #[test]
    fn a_handles_drop_lets_no_payload_out() {
        is_quiet(|| {
            let failing = pipeline!(move || { generator([1]) >> for_each(|_| panic_any(Bad(2))) });
            failing.spawn()
        });
    }

    #[test]
    fn a_handles_drop_lets_no_value_out() {
        is_quiet(|| pipeline!(move || { generator([()]) >> map(|()| Bad(2)) >> last() }).spawn());
    }

    #[test]
    fn a_handles_drop_lets_no_error_out() {
        is_quiet(|| {
            let failing = pipeline!(move || -> Result<(), Bad> {
                generator(0..9) >> fan_out(3, |_| Err::<(), _>(Bad(2))?) >> for_each(drop)
            });
            failing.spawn()
        });
    }

    #[test]
    fn a_handles_drop_lets_no_item_out() {
        is_quiet(|| {
            let held = pipeline!(move || {
                generator((0..9).map(|_| Bad(2)))
                    >> stage(|item| item)
                    >> for_each(|item| {
                        std::mem::forget(item);
                        panic_any(Bad(2))
                    })
            });
            held.spawn()
        });
    }

    #[test]
    fn a_handles_drop_lets_no_value_of_its_context_out() {
        is_quiet(|| {
            let context = Context::new().with(Bad(2));
            pipeline!(move || { generator(0..9) >> count() }).spawn_with(&context)
        });
    }

    #[test]
    fn a_runs_end_lets_no_value_of_its_context_out() {
        let _watchdog = Watchdog::of_this_test();
        let outcome = {
            let count = pipeline!({ generator(0..9) >> count() });
            let context = Context::new().with(Bad(2));
            let run = move || {
                let inner = context.child();
                drop(context);
                count.run_with(&inner)
            };
            run()
        };
        assert_eq!(outcome.expect("nothing of the run fails"), 9);
    }
}

/// The context of a run after the run's end.
mod ends {
    use std::sync::{Arc, OnceLock};

    use pipeline::testing::block_on;

    use super::*;

    /// Holds the run's context, which a body has put there, as if for a thread of its own.
    type Given = Arc<OnceLock<Context>>;

    fn has_ended(given: &Given, above: &Context) {
        let context = given.get().expect("a body gave it");
        assert!(context.is_cancelled() && !context.is_draining());
        assert!(!above.is_cancelled());
        // Tasks that wait for the context are woken.
        block_on(context.cancelled());
    }

    #[test]
    fn a_context_hears_the_good_end_of_threads() {
        let _watchdog = Watchdog::of_this_test();
        let (given, above) = (Given::default(), Context::new());
        let count = pipeline!(|ctx| {
            generator(0..3) >> inspect(|_| drop(given.set(ctx.clone()))) >> count()
        });
        let (outcome, report) = count.run_reported_with(&above);
        assert_eq!(outcome.expect("nothing stops it"), 3);
        pipeline_tests::conserves(&report);
        has_ended(&given, &above);
    }

    #[test]
    fn a_context_hears_the_good_end_of_a_handle() {
        let _watchdog = Watchdog::of_this_test();
        let (given, above) = (Given::default(), Context::new());
        let inside = given.clone();
        let count = pipeline!(move |ctx| {
            generator(0..3) >> inspect(move |_| drop(inside.set(ctx.clone()))) >> count()
        });
        let running = count.spawn_with(&above);
        wait_until(|| running.is_finished());
        has_ended(&given, &above);
        assert_eq!(running.join().expect("nothing stops it"), 3);
    }

    #[test]
    fn a_context_hears_the_good_end_of_futures() {
        let _watchdog = Watchdog::of_this_test();
        let (given, above) = (Given::default(), Context::new());
        let count = pipeline!(async |ctx| {
            generator(0..3) >> inspect(|_| drop(given.set(ctx.clone()))) >> count()
        });
        let outcome = block_on(count.run_with(&above));
        assert_eq!(outcome.expect("nothing stops it"), 3);
        has_ended(&given, &above);
    }

    #[test]
    fn a_context_hears_the_good_end_of_tasks() {
        let _watchdog = Watchdog::of_this_test();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .build();
        let (given, above) = (Given::default(), Context::new());
        let inside = given.clone();
        runtime.expect("a runtime starts").block_on(async {
            let count = pipeline!(async move |ctx| {
                generator(0..3) >> inspect(move |_| drop(inside.set(ctx.clone()))) >> count()
            });
            let (outcome, report) = count.spawn_with(&above).join_reported().await;
            assert_eq!(outcome.expect("nothing stops it"), 3);
            pipeline_tests::conserves(&report);
        });
        has_ended(&given, &above);
    }

    #[test]
    fn a_context_hears_a_failure_which_stays_the_cause() {
        let _watchdog = Watchdog::of_this_test();
        let (given, above) = (Given::default(), Context::new());
        let failing = pipeline!(|ctx| {
            generator(0..3)
                >> inspect(|_| drop(given.set(ctx.clone())))
                >> stage(name = "output", |_| Err::<(), _>("five")?)
                >> count()
        });
        let error = failing.run_with(&above).expect_err("it fails");
        assert_eq!(format!("{error:#}"), "stage `output` failed: five");
        assert!(error.others().is_empty());
        has_ended(&given, &above);
    }
}
