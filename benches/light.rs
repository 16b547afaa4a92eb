//! Light work, so that the time is spent on handing items over: integers through a generator and
//! two trivial stages into a sum, with `pipeline!`, by hand on `crossbeam-channel`, and as a plain
//! loop.
//!
//! ```text
//! cargo bench --bench light
//! ```
//!
//! The programs run in turns, so that a temporary slowdown of the machine affects all of them
//! alike. The results are medians. `pipeline!` and the program by hand have the same four threads
//! and three hops. "Fused" is the pipeline as one would write it: the sum is part of the last
//! stage, so it has three threads and two hops. "Default" has no capacities. It runs alone, with a
//! thread that takes a live report a hundred times a second, and with a timeline.

use std::env;
use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, bounded};
use pipeline::{Context, Timeline, pipeline};

/// The default capacity of an edge, and a capacity that makes waits rare.
const CAPACITIES: [usize; 2] = [64, 1024];

const ROUNDS: usize = 9;

fn main() {
    // Without the `--bench` that `cargo bench` passes, only check that everything works.
    let is_bench = env::args().any(|argument| argument == "--bench");
    let (items, rounds) = if is_bench {
        (3_000_000, ROUNDS)
    } else {
        (10_000, 1)
    };
    let mut programs = programs();
    for _ in 0..rounds {
        for program in &mut programs {
            program.time(items);
        }
    }
    println!("{items} items, medians of {rounds} rounds");
    for program in &programs {
        let nanoseconds = per_item(program.median(), items);
        println!("{:24} {nanoseconds:8.1} ns/item", program.name);
    }
    let time = |name: &str| {
        let found = programs.iter().find(|program| program.name == name);
        found.map_or(Duration::ZERO, Program::median).as_secs_f64()
    };
    for capacity in CAPACITIES {
        let time = |kind: &str| time(&format!("{kind}, {capacity}"));
        let by_hand = time("by hand");
        println!(
            "capacity {capacity}: pipeline! / by hand = {:.2}, fused / by hand = {:.2}",
            time("pipeline!") / by_hand,
            time("fused") / by_hand,
        );
    }
    println!(
        "reported / default = {:.3}, with a timeline / default = {:.3}",
        time("reported") / time("default"),
        time("with a timeline") / time("default"),
    );
}

struct Program {
    name: String,
    run: Box<dyn FnMut(u64) -> u64>,
    times: Vec<Duration>,
}

fn programs() -> Vec<Program> {
    let program = |name: String, run: Box<dyn FnMut(u64) -> u64>| Program {
        name,
        run,
        times: Vec::new(),
    };
    let mut programs = Vec::new();
    for capacity in CAPACITIES {
        let named = |kind: &str| format!("{kind}, {capacity}");
        programs.extend([
            program(
                named("pipeline!"),
                Box::new(move |items| with_pipeline(items, capacity)),
            ),
            program(
                named("by hand"),
                Box::new(move |items| by_hand(items, capacity)),
            ),
            program(
                named("fused"),
                Box::new(move |items| fused(items, capacity)),
            ),
        ]);
    }
    programs.extend([
        program("default".to_owned(), Box::new(by_default)),
        program("reported".to_owned(), Box::new(reported)),
        program("with a timeline".to_owned(), Box::new(with_timeline)),
    ]);
    programs.push(program("plain loop".to_owned(), Box::new(plain_loop)));
    programs
}

impl Program {
    fn time(&mut self, items: u64) {
        let start = Instant::now();
        let sum = (self.run)(black_box(items));
        self.times.push(start.elapsed());
        assert_eq!(sum, plain_loop(items), "{}", self.name);
    }

    fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        times[times.len() / 2]
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a few million, to print a rate of"
)]
fn per_item(time: Duration, items: u64) -> f64 {
    time.as_secs_f64() * 1e9 / items as f64
}

/// Cheap enough not to matter. The two functions together have no closed formula that the compiler
/// could use.
fn first(x: u64) -> u64 {
    x.wrapping_mul(3)
}

fn second(x: u64) -> u64 {
    x ^ (x >> 1)
}

fn with_pipeline(items: u64, capacity: usize) -> u64 {
    let sum = pipeline!({
        let numbers = generator(capacity = capacity, 0..items);
        let numbers = numbers >> stage(capacity = capacity, first);
        let numbers = numbers >> stage(capacity = capacity, second);
        numbers >> sink(Iterator::sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn by_default(items: u64) -> u64 {
    watched(items, &Context::new())
}

fn watched(items: u64, context: &Context) -> u64 {
    let sum = pipeline!({
        let numbers = generator(0..items);
        numbers >> stage(first) >> stage(second) >> sink(Iterator::sum)
    })
    .run_with(context);
    sum.expect("nothing in it fails")
}

/// Runs the pipeline while a thread takes a report a hundred times a second.
fn reported(items: u64) -> u64 {
    let context = Context::new();
    let (end, ended) = bounded::<()>(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            while ended.recv_timeout(Duration::from_millis(10)) == Err(RecvTimeoutError::Timeout) {
                black_box(context.report());
            }
        });
        let sum = watched(items, &context);
        drop(end);
        sum
    })
}

fn with_timeline(items: u64) -> u64 {
    watched(items, &Context::new().with_timeline(&Timeline::new()))
}

fn fused(items: u64, capacity: usize) -> u64 {
    let sum = pipeline!({
        let numbers = generator(capacity = capacity, 0..items);
        numbers >> stage(capacity = capacity, first) >> stage(second) >> sum()
    })
    .run();
    sum.expect("nothing in it fails")
}

fn by_hand(items: u64, capacity: usize) -> u64 {
    let (to_numbers, numbers) = bounded(capacity);
    let (to_first, firsts) = bounded(capacity);
    let (to_second, seconds) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || {
            for number in 0..items {
                if to_numbers.send(number).is_err() {
                    break;
                }
            }
        });
        scope.spawn(move || {
            for number in numbers {
                if to_first.send(first(number)).is_err() {
                    break;
                }
            }
        });
        scope.spawn(move || {
            for number in firsts {
                if to_second.send(second(number)).is_err() {
                    break;
                }
            }
        });
        let sum = scope.spawn(move || seconds.iter().sum());
        sum.join().expect("nothing in it panics")
    })
}

fn plain_loop(items: u64) -> u64 {
    (0..items)
        .map(|number| second(first(black_box(number))))
        .sum()
}
