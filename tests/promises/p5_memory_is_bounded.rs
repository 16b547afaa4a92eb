//! Promise 5: memory is bounded. Every edge has a capacity, and a slow consumer slows its producers
//! down (back-pressure).
//!
//! Each item that is made asserts the upper bound, so the bound holds at all times. The reader
//! waits until as many items are made as there are places, so the bound is reached. The places are:
//! the edges, one per worker between two edges, one for the reader, and one for the generator that
//! waits for space.

use std::hint::spin_loop;
use std::iter::repeat_with;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, sleep};
use std::time::Duration;

use pipeline::pipeline;
use pipeline_tests::{Watchdog, wait_until};

const CAPACITIES: [usize; 4] = [0, 1, 2, 64];

/// Counts the items that were made and are not consumed, and asserts an upper bound.
struct Gauge {
    bound: usize,
    made: AtomicUsize,
    consumed: AtomicUsize,
}

impl Gauge {
    fn new(bound: usize) -> Self {
        Gauge {
            bound,
            made: AtomicUsize::new(0),
            consumed: AtomicUsize::new(0),
        }
    }

    /// Number of items that the reader takes: enough to fill every place many times. The generators
    /// are endless, because a generator that has ended holds no item.
    fn items(&self) -> usize {
        10 * self.bound
    }

    /// Makes an item, and returns its number.
    fn make(&self) -> usize {
        let number = self.made.fetch_add(1, Ordering::SeqCst);
        // `consumed` is loaded later. It can only have grown since, so `live` is at most the true
        // number.
        let live = number + 1 - self.consumed().min(number + 1);
        assert!(live <= self.bound, "{live} are made, not {}", self.bound);
        number
    }

    fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    fn consumed(&self) -> usize {
        self.consumed.load(Ordering::SeqCst)
    }

    /// Counts an item that the reader holds as consumed.
    fn was_consumed(&self) {
        self.consumed.fetch_add(1, Ordering::SeqCst);
    }

    /// The body of the reader. It waits before its first item, and again while it holds an item,
    /// until every other place is full.
    fn consume<I>(&self, items: impl Iterator<Item = I>) -> usize {
        let places = self.bound - 1;
        wait_until(|| self.made() >= places);
        assert_eq!(self.made(), places, "the reader's hand is empty");
        let mut taken = 0;
        for _held in items.take(self.items()) {
            self.wait_until_full();
            self.consumed.fetch_add(1, Ordering::SeqCst);
            taken += 1;
        }
        taken
    }

    fn wait_until_full(&self) {
        let full = self.consumed() + self.bound;
        wait_until(|| self.made() >= full);
    }
}

#[test]
fn a_generator_makes_capacity_and_one_in_each_hand() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let gauge = Gauge::new(capacity + 2);
        let taken = pipeline!({
            let items = generator(capacity = capacity, repeat_with(|| gauge.make()));
            items >> sink(|items| gauge.consume(items))
        })
        .run()
        .expect("nothing fails");
        assert_eq!(taken, gauge.items());
    }
}

#[test]
fn a_yielding_generator_makes_capacity_and_one_in_each_hand() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let gauge = Gauge::new(capacity + 2);
        let taken = pipeline!({
            let items = generator(capacity = capacity, {
                loop {
                    yield gauge.make();
                }
            });
            items >> sink(|items| gauge.consume(items))
        })
        .run()
        .expect("nothing fails");
        assert_eq!(taken, gauge.items());
    }
}

#[test]
fn a_stage_adds_its_capacity_and_its_hand() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let gauge = Gauge::new(2 * capacity + 3);
        let taken = pipeline!({
            let items = generator(capacity = capacity, repeat_with(|| gauge.make()));
            let staged = items >> stage(capacity = capacity, |item| item);
            staged >> sink(|items| gauge.consume(items))
        })
        .run()
        .expect("nothing fails");
        assert_eq!(taken, gauge.items());
    }
}

#[test]
fn different_capacities_add_up() {
    let _watchdog = Watchdog::of_this_test();
    let gauge = Gauge::new(3 + 7 + 3);
    let taken = pipeline!({
        let items = generator(capacity = 3, repeat_with(|| gauge.make()));
        let staged = items >> stage(capacity = 7, |item| item);
        staged >> sink(|items| gauge.consume(items))
    })
    .run()
    .expect("nothing fails");
    assert_eq!(taken, gauge.items());
}

/// Without a `capacity`, the window does not grow while no item is taken.
#[test]
fn the_default_capacity_is_64_at_first() {
    let _watchdog = Watchdog::of_this_test();
    let made = AtomicUsize::new(0);
    pipeline!({
        let items = generator(repeat_with(|| made.fetch_add(1, Ordering::SeqCst)));
        items
            >> sink(|_items| {
                // And one that the generator holds.
                wait_until(|| made.load(Ordering::SeqCst) == 64 + 1);
            })
    })
    .run()
    .expect("nothing fails");
    assert_eq!(made.load(Ordering::SeqCst), 64 + 1);
}

#[test]
fn the_default_capacity_never_grows_beyond_32768() {
    let _watchdog = Watchdog::of_this_test();
    let gauge = Gauge::new(32_768 + 2);
    let taken = pipeline!({
        let items = generator(repeat_with(|| gauge.make()));
        items
            >> sink(|items| {
                let items = items.take(1_000_000);
                items.inspect(|_| gauge.was_consumed()).count()
            })
    })
    .run()
    .expect("nothing fails");
    assert_eq!(taken, 1_000_000);
}

/// 64 such items take longer than the time in which a window must pass for it to grow.
#[test]
fn items_that_pass_slowly_do_not_pile_up() {
    let _watchdog = Watchdog::of_this_test();
    let gauge = Gauge::new(64 + 2);
    let taken = pipeline!({
        let items = generator(repeat_with(|| gauge.make()).take(500));
        items
            >> sink(|items| {
                let slowly = items.inspect(|_| {
                    sleep(Duration::from_micros(100));
                    gauge.was_consumed();
                });
                slowly.count()
            })
    })
    .run()
    .expect("nothing fails");
    assert_eq!(taken, 500);
}

/// A window that has grown, here to 4096 items of 64 bytes, must shrink when items become slow. It
/// must shrink while it empties, not only after it was filled again.
#[test]
fn items_that_pass_slowly_after_a_burst_do_not_pile_up() {
    const BURST: usize = 100_000;
    const GROWN: usize = 4096;
    const UNTIL_IT_SHRANK: usize = BURST + GROWN + 500;
    let _watchdog = Watchdog::of_this_test();
    let gauge = Gauge::new(GROWN + 2);
    let items_of_64_bytes = repeat_with(|| (gauge.make(), [0_u8; 56]));
    pipeline!({
        let items = generator(items_of_64_bytes.take(UNTIL_IT_SHRANK + 500));
        items
            >> sink(|items| {
                for (number, _) in items {
                    if number > BURST {
                        sleep(Duration::from_micros(100));
                    } else {
                        // Slower than the generator, so that the window is full and grows.
                        (0..20).for_each(|_| spin_loop());
                    }
                    if number > UNTIL_IT_SHRANK {
                        assert!(gauge.made() - gauge.consumed() <= 64 + 2);
                    }
                    gauge.was_consumed();
                }
            })
    })
    .run()
    .expect("nothing fails");
}

/// An item with a weight, which stands for owned memory. Counts the weight of all live items.
struct Weighed<'g> {
    weight: usize,
    waiting: &'g AtomicUsize,
}

impl<'g> Weighed<'g> {
    fn new(weight: usize, waiting: &'g AtomicUsize, most: &AtomicUsize) -> Self {
        let before = waiting.fetch_add(weight, Ordering::SeqCst);
        most.fetch_max(before + weight, Ordering::SeqCst);
        Weighed { weight, waiting }
    }
}

impl Drop for Weighed<'_> {
    fn drop(&mut self) {
        self.waiting.fetch_sub(self.weight, Ordering::SeqCst);
    }
}

/// Light items open the window to thousands of items. Heavy items follow, which take about as long
/// to make as to use. The window must close before much more than a hundred of them wait.
#[test]
fn window_that_light_items_opened_is_closed_for_heavy_ones() {
    const LIGHT: usize = 199_000;
    const HEAVY: usize = 600;
    const MOST: usize = 200;
    let _watchdog = Watchdog::of_this_test();
    let (waiting, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let made = || {
        (0..LIGHT + HEAVY).map(|number| {
            let is_heavy = number >= LIGHT;
            if is_heavy {
                sleep(Duration::from_micros(100));
            }
            Weighed::new(usize::from(is_heavy), &waiting, &most)
        })
    };
    let used = |item: &Weighed<'_>| {
        if item.weight > 0 {
            sleep(Duration::from_millis(1));
        }
    };
    let seen = pipeline!({
        let items = generator(made());
        items >> fan_out(1, |item| item) >> inspect(|item| used(item)) >> count()
    });
    assert_eq!(seen.run().unwrap(), LIGHT + HEAVY);
    let on_threads = most.swap(0, Ordering::SeqCst);
    assert!(on_threads <= 2 * MOST, "{on_threads} wait");
    let seen = pipeline!(async {
        let items = generator(made());
        items >> stage(async |item| item) >> fan_out(1, |item| item) >> count()
    });
    let seen = futures::executor::block_on(seen.run());
    assert_eq!(seen.unwrap(), LIGHT + HEAVY);
    let in_one_task = most.load(Ordering::SeqCst);
    assert!(in_one_task <= 3 * MOST, "{in_one_task} wait");
}

/// Methods run in the worker of the generator, and have no edge of their own.
#[test]
fn methods_add_nothing() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let gauge = Gauge::new(capacity + 2);
        let taken = pipeline!({
            let items = generator(capacity = capacity, repeat_with(|| gauge.make()));
            let items = items >> map(|item| item + 1) >> filter(|_| true) >> enumerate();
            items >> sink(|items| gauge.consume(items))
        })
        .run()
        .expect("nothing fails");
        assert_eq!(taken, gauge.items());
    }
}

/// The methods run in the worker of the generator, so there is no edge.
#[test]
fn a_value_made_beside_its_generator_has_one_item_in_hand() {
    let _watchdog = Watchdog::of_this_test();
    let gauge = Gauge::new(1);
    let taken = pipeline!({
        let items = generator(repeat_with(|| gauge.make()));
        items
            >> take(gauge.items())
            >> for_each(|_| {
                gauge.consumed.fetch_add(1, Ordering::SeqCst);
            })
    });
    taken.run().expect("nothing fails");
    assert_eq!(gauge.consumed(), gauge.items());
}

#[test]
fn a_body_that_yields_a_million_items_is_held_up() {
    const MILLION: usize = 1_000_000;
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let gauge = Gauge::new(capacity + 2);
        let taken = pipeline!({
            let one = generator([()]);
            let million = one
                >> stage(capacity = capacity, |()| {
                    for _ in 0..MILLION {
                        yield gauge.make();
                    }
                });
            million
                >> sink(|items| {
                    // While the reader waits: as many items as the capacity, and one that the body
                    // holds.
                    wait_until(|| gauge.made() > capacity);
                    assert_eq!(gauge.made(), capacity + 1);
                    let mut taken = 0;
                    for _item in items {
                        gauge.consumed.fetch_add(1, Ordering::SeqCst);
                        taken += 1;
                        // Leaving the loop early also ends the body.
                        if taken == 1000 {
                            break;
                        }
                    }
                    taken
                })
        })
        .run()
        .expect("nothing fails");
        assert_eq!(taken, 1000);
        // When the reader ends, one item may still be sent into the space that this frees. The next
        // send fails.
        assert!(gauge.made() <= 1000 + gauge.bound, "the body went on");
    }
}

#[test]
fn fan_in_inputs_share_one_edge() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES.into_iter().chain([1000]) {
        // One edge, the three generators, and the reader.
        let gauge = Gauge::new(capacity + 3 + 1);
        let made = || repeat_with(|| gauge.make());
        let taken = pipeline!({
            let a = generator(made());
            let b = generator(made());
            let c = generator(made());
            let all = fan_in(a, b, c, capacity = capacity);
            all >> sink(|items| gauge.consume(items))
        });
        let taken = taken.run().expect("nothing fails");
        assert_eq!(taken, gauge.items());
    }
}

/// The outputs of an ordered fan-out have places of their own. When they are taken, another input
/// of the same edge must not get more space.
#[test]
fn idle_sender_leaves_most_of_a_large_capacity_to_others() {
    let _watchdog = Watchdog::of_this_test();
    let (made, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let taken = pipeline!({
        let idle = generator({
            yield 0;
            while made.load(Ordering::SeqCst) < 875 {
                thread::yield_now();
            }
            is_over.store(true, Ordering::SeqCst);
        });
        let busy = generator((0..2000).inspect(|_| {
            made.fetch_add(1, Ordering::SeqCst);
        }));
        let all = fan_in(idle, busy, capacity = 1000);
        all >> sink(|items| {
            while !is_over.load(Ordering::SeqCst) {
                thread::yield_now();
            }
            items.count()
        })
    });
    assert_eq!(taken.run().expect("nothing fails"), 2001);
}

#[test]
fn outputs_of_an_ordered_fan_out_make_no_room_for_other_inputs() {
    let _watchdog = Watchdog::of_this_test();
    const OUTPUTS: usize = 500;
    for (capacity, readers) in CAPACITIES.iter().flat_map(|most| [(*most, 1), (*most, 2)]) {
        let gauge = Gauge::new(capacity + 1 + readers);
        let passed = AtomicUsize::new(0);
        let taken = pipeline!({
            let a = generator({
                wait_until(|| passed.load(Ordering::SeqCst) == OUTPUTS);
                loop {
                    yield Some(gauge.make());
                }
            });
            let b = generator(0..OUTPUTS) >> fan_out(2, ordered, |_| None);
            let of_a = fan_in(a, b, capacity = capacity)
                >> fan_out(readers, |item: Option<usize>| {
                    if item.is_none() {
                        passed.fetch_add(1, Ordering::SeqCst);
                        return None;
                    }
                    let full = gauge.consumed() + gauge.bound;
                    wait_until(|| gauge.made() >= full || gauge.consumed() >= gauge.items());
                    gauge.was_consumed();
                    item
                });
            of_a >> flatten() >> take(gauge.items()) >> count()
        })
        .run()
        .expect("nothing fails");
        assert_eq!(taken, gauge.items());
    }
}

#[test]
fn fan_out_workers_hold_one_each() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        for workers in [1, 2, 8] {
            // The generator, two edges, the workers, and the reader.
            let gauge = Gauge::new(1 + capacity + workers + capacity + 1);
            let taken = pipeline!({
                let items = generator(capacity = capacity, repeat_with(|| gauge.make()));
                let worked = items >> fan_out(workers, capacity = capacity, |item| item);
                worked >> sink(|items| gauge.consume(items))
            })
            .run()
            .expect("nothing fails");
            assert_eq!(taken, gauge.items());
        }
    }
}

const SIZE: usize = 5;

/// [`Gauge::consume`] for batches of items.
fn consume_batches(gauge: &Gauge, batches: impl Iterator<Item = Vec<usize>>) -> usize {
    let mut taken = 0;
    for held in batches.take(gauge.items() / SIZE) {
        assert_eq!(held.len(), SIZE);
        gauge.wait_until_full();
        gauge.consumed.fetch_add(SIZE, Ordering::SeqCst);
        taken += SIZE;
    }
    taken
}

#[test]
fn a_batch_has_the_place_of_one_item() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let gauge = Gauge::new((capacity + 3) * SIZE);
        let taken = pipeline!({
            let items = generator(capacity = capacity, repeat_with(|| gauge.make()));
            // The stage between the two edges holds a batch.
            let batches = items >> batch(SIZE) >> fan_out(1, capacity = 0, |batch| batch);
            batches >> sink(|batches| consume_batches(&gauge, batches))
        })
        .run();
        assert_eq!(taken.expect("nothing fails"), gauge.items());
    }
}

#[test]
fn a_batch_in_time_is_in_its_readers_hand() {
    let _watchdog = Watchdog::of_this_test();
    for capacity in CAPACITIES {
        let gauge = Gauge::new(capacity + 1 + SIZE);
        let taken = pipeline!({
            let items = generator(capacity = capacity, repeat_with(|| gauge.make()));
            let batches = items >> batch_within(SIZE, Duration::MAX);
            batches >> sink(|batches| consume_batches(&gauge, batches))
        })
        .run();
        let whole = gauge.items() / SIZE * SIZE;
        assert_eq!(taken.expect("nothing fails"), whole);
    }
}

/// Even if many items have passed quickly and the windows have grown: each worker that fills the
/// edge has at most the window that `window.rs` defines.
#[test]
fn a_stream_without_a_capacity_holds_a_window_for_each_that_fills_it() {
    const WINDOW: usize = 32_768;
    const ITEMS: usize = 1_000_000;
    let _watchdog = Watchdog::of_this_test();
    // And one item for each of the two generators and the reader.
    let gauge = Gauge::new(2 * WINDOW + 3);
    pipeline!({
        let one = generator(repeat_with(|| gauge.make()).take(ITEMS / 2));
        let other = generator(repeat_with(|| gauge.make()).take(ITEMS / 2));
        fan_in(one, other)
            >> for_each(|_| {
                gauge.consumed.fetch_add(1, Ordering::SeqCst);
            })
    })
    .run()
    .unwrap();
    assert_eq!(gauge.consumed(), ITEMS);
}

/// A worker that passes items by value has several copies of an item on its stack.
#[test]
fn items_of_64_kib_pass_by_value() {
    const SIZE: usize = 64 << 10;
    type Large = [u8; SIZE];
    let _watchdog = Watchdog::of_this_test();
    let last = |item: Large| usize::from(item[SIZE - 1]);
    let made = || (1..=20_u8).map(|n| [n; SIZE]);
    let sum = pipeline!({
        let made = generator(made()) >> stage(|item: Large| item);
        let worked =
            made >> fan_out(2, |item: Large| item) >> fan_out(2, ordered, |item: Large| item);
        let (one, other) = worked >> tee();
        let (small, large) = one >> split(|item| item[0] < 10);
        let small = fan_in(small, large, capacity = 1) >> map(last) >> sum::<usize>();
        (small, other >> map(last) >> sum::<usize>())
    });
    assert_eq!(sum.run().unwrap(), (210, 210));
    // The stack size of a main thread. The threads of tests have smaller stacks.
    let in_one_task = move || {
        let sum = pipeline!(async {
            let made = generator(made()) >> stage(|item: Large| item);
            made >> fan_out(2, |item: Large| item) >> map(|item| last(item)) >> sum::<usize>()
        });
        futures::executor::block_on(sum.run()).unwrap()
    };
    let thread = std::thread::Builder::new()
        .stack_size(8 << 20)
        .spawn(in_one_task);
    assert_eq!(thread.unwrap().join().unwrap(), 210);
}

const MAX: usize = 100;

/// Weights from 0 to [`MAX`], and some of three times `MAX`.
fn weights() -> impl Iterator<Item = usize> + Send {
    (0..3000_usize).map(|n| if n % 100 == 99 { 3 * MAX } else { n * 37 % 101 })
}

/// Checks the largest weight that was alive: one edge and one item at each of its ends.
fn is_bounded(most: usize) {
    let heaviest = 3 * MAX;
    assert!(most >= MAX, "only {most} wait");
    assert!(most <= heaviest + 2 * heaviest, "{most} wait");
}

#[test]
fn stream_holds_what_weighs_as_much_as_its_capacity() {
    let _watchdog = Watchdog::of_this_test();
    let (waiting, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let made = || weights().map(|weight| Weighed::new(weight, &waiting, &most));
    let taken = pipeline!({
        let items = generator(capacity = weight(MAX, |item| item.weight), made());
        items
            >> sink(|items| {
                let mut taken = 0;
                for item in items {
                    taken += 1;
                    // The item that the reader holds does not wait in the edge.
                    let is_full = || waiting.load(Ordering::SeqCst) > item.weight + 1;
                    if taken < 2000 {
                        wait_until(is_full);
                    }
                }
                taken
            })
    });
    assert_eq!(taken.run().unwrap(), 3000);
    is_bounded(most.swap(0, Ordering::SeqCst));
    let taken = pipeline!(async {
        let items = generator(capacity = weight(MAX, |item| item.weight), made());
        items >> fan_out(1, async |item| item) >> count()
    });
    assert_eq!(futures::executor::block_on(taken.run()).unwrap(), 3000);
    assert!(most.load(Ordering::SeqCst) >= MAX);
}

/// Two edges, and the items that three stages hold.
#[test]
fn shared_stream_holds_what_weighs_as_much_as_its_capacity() {
    let _watchdog = Watchdog::of_this_test();
    for ordered in [false, true] {
        let (waiting, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let made = || (0..2000).map(|_| Weighed::new(10, &waiting, &most));
        let count = if ordered {
            pipeline!({
                let items = generator(capacity = weight(MAX, |item| item.weight), made());
                let shared = items
                    >> fan_out(
                        3,
                        ordered,
                        capacity = weight(MAX, |item| item.weight),
                        |item| item,
                    );
                shared >> inspect(|_| sleep(Duration::from_micros(10))) >> count()
            })
            .run()
        } else {
            let futures = pipeline!(async {
                let items = generator(capacity = weight(MAX, |item| item.weight), made());
                let shared =
                    items >> fan_out(3, capacity = weight(MAX, |item| item.weight), |item| item);
                shared >> inspect(|_| sleep(Duration::from_micros(10))) >> count()
            });
            futures::executor::block_on(futures.run())
        };
        assert_eq!(count.unwrap(), 2000);
        // An ordered fan-out also has a reorder window of four items per worker.
        let most = most.load(Ordering::SeqCst);
        assert!(most <= 2 * MAX + (2 + 3 + 12) * 10, "{most} wait");
    }
}

/// The light outputs of one item fill the buffer of an ordered fan-out. Then comes one that takes all
/// places.
#[test]
fn an_output_that_waits_behind_others_takes_its_place_once() {
    const OUTPUTS: usize = 1300;
    let _watchdog = Watchdog::of_this_test();
    let weigh = |output: &usize| if output % 65 == 64 { MAX } else { 0 };
    let outputs = |item| (0..OUTPUTS).map(move |n| item * OUTPUTS + n);
    let expected: Vec<_> = (0..2 * OUTPUTS).collect();

    let on_threads = pipeline!({
        let made = generator(0..2)
            >> fan_out(2, ordered, capacity = weight(MAX, weigh), |item| {
                for output in outputs(item) {
                    yield output;
                }
            });
        made >> inspect(|output| sleep(Duration::from_micros(*output as u64 % 65)))
            >> collect::<Vec<_>>()
    });
    assert_eq!(on_threads.run().unwrap(), expected);
    let in_one_task = pipeline!(async {
        let made = generator(0..2)
            >> fan_out(2, ordered, capacity = weight(MAX, weigh), async |item| {
                for output in outputs(item) {
                    yield output;
                }
            });
        made >> collect::<Vec<_>>()
    });
    let collected = futures::executor::block_on(in_one_task.run());
    assert_eq!(collected.unwrap(), expected);
}

#[test]
fn an_item_is_weighed_at_most_once() {
    /// Counts how often it is weighed.
    struct Item(AtomicUsize);
    let _watchdog = Watchdog::of_this_test();
    let made = || (0..1000).map(|_| Item(AtomicUsize::new(0)));
    let weigh = |item: &Item| item.0.fetch_add(1, Ordering::Relaxed).max(1);
    let check = |item: &Item| {
        sleep(Duration::from_micros(20));
        assert!(item.0.load(Ordering::Relaxed) <= 1);
    };
    let on_threads = pipeline!({
        let items = generator(capacity = weight(4, weigh), made());
        let again = items >> fan_out(3, ordered, |_| Item(AtomicUsize::new(0)));
        let weighed = again
            >> fan_out(2, ordered, capacity = weight(4, weigh), |item| {
                yield item;
            });
        weighed >> inspect(check) >> count()
    });
    assert_eq!(on_threads.run().unwrap(), 1000);
    let in_one_task = pipeline!(async {
        let items = generator(capacity = weight(4, weigh), made());
        let passed = items >> fan_out(3, capacity = weight(4, weigh), async |item| item);
        passed >> count()
    });
    assert_eq!(
        futures::executor::block_on(in_one_task.run()).unwrap(),
        1000
    );
}

/// The capacity is too large to allocate it in advance, so memory is allocated as items arrive.
#[test]
fn huge_capacity_takes_room_as_it_is_used() {
    const HUGE: usize = 1 << 40;
    let _watchdog = Watchdog::of_this_test();
    for capacity in [1 << 30, HUGE, usize::MAX] {
        let items = || (0..1000_u64).map(|n| [n; 64]);
        let threads = pipeline!({
            let made = generator(capacity = capacity, items());
            let shared = made >> fan_out(2, capacity = capacity, |item| item);
            let (one, other) = shared >> tee();
            let merged = fan_in(one, other, capacity = capacity);
            merged >> batch(capacity) >> map(|batch| batch.len()) >> sum::<usize>()
        });
        assert_eq!(threads.run().unwrap(), 2000);
        let rounds = pipeline!({
            let seeds = generator(capacity = capacity, 0..10);
            let open = seeds >> feedback(again, bound = capacity, full = fail, capacity = capacity);
            let (again, ended) =
                open >> fan_out(2, capacity = capacity, |n| n / 2) >> split(|n| *n > 0);
            ended >> batch_within(capacity, Duration::from_millis(1)) >> count()
        });
        assert!(rounds.run().unwrap() > 0);
        let futures = pipeline!(async {
            let made = generator(capacity = capacity, items());
            let shared = made >> fan_out(2, ordered, capacity = capacity, |item| item);
            shared >> batch(capacity) >> map(|batch| batch.len()) >> sum::<usize>()
        });
        assert_eq!(futures::executor::block_on(futures.run()).unwrap(), 1000);
    }
    let endless = pipeline!({
        generator(0_u64..) >> take(10) >> batch(HUGE) >> map(|batch| batch.len()) >> sum::<usize>()
    });
    assert_eq!(endless.run().unwrap(), 10);
}

/// A capacity that is allocated as items arrive is as exact as any other.
#[test]
fn capacity_that_takes_room_as_it_is_used_is_exact() {
    const CAPACITY: usize = 200_000;
    let _watchdog = Watchdog::of_this_test();
    let gauge = Gauge::new(CAPACITY + 3);
    pipeline!({
        let one = generator(repeat_with(|| gauge.make()));
        let other = generator(repeat_with(|| gauge.make()));
        let all = fan_in(one, other, capacity = CAPACITY);
        all >> sink(|items| {
            let mut items = items;
            wait_until(|| gauge.made() == CAPACITY + 2);
            assert!(items.next().is_some());
            wait_until(|| gauge.made() == CAPACITY + 3);
        })
    })
    .run()
    .unwrap();
}
