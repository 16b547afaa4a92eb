//! Light work, so that the time is spent on handing items over: integers through a few trivial
//! stages into a sum, with `pipeline!(async { … })` and by hand.
//!
//! ```text
//! cargo bench -p async-benches --bench light
//! ```
//!
//! The programs by hand use the channels of `tokio::sync::mpsc` and of `futures`, with the
//! capacities 64 and 1024. The pipeline has the same capacities, or none. First, all stages are in
//! one task. Then each stage is a tokio task.

#[path = "light/by_hand.rs"]
mod by_hand;
#[path = "light/declared.rs"]
mod declared;

use std::num::NonZero;

use async_benches::{Programs, is_bench};
use pipeline::AsyncPipeline;
use tokio::runtime::Runtime;

/// The initial capacity of an edge without a declared capacity, and a capacity that makes waits
/// rare.
const CAPACITIES: [usize; 2] = [64, 1024];

type Declare = fn(u64) -> AsyncPipeline<'static, u64>;

fn main() {
    let (items, rounds) = if is_bench() {
        (1_000_000, 9)
    } else {
        (10_000, 1)
    };
    let bench = Bench {
        tokio: Runtime::new().expect("a runtime can be made"),
        items,
        rounds,
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    println!("{items} items, medians of {rounds} rounds; {threads} threads for tasks");
    bench.three_hops_in_one_task();
    bench.three_hops_of_tasks();
    bench.shapes("fan-in of four", declared::fan_in, by_hand::fan_in);
    bench.shapes("fan-out to four", declared::fan_out, by_hand::fan_out);
    bench.shapes("fan-out in order", declared::in_order, by_hand::fan_out);
}

struct Bench {
    tokio: Runtime,
    items: u64,
    rounds: usize,
}

impl Bench {
    fn three_hops_in_one_task(&self) {
        let Bench { tokio, items, .. } = self;
        let mut programs = Programs::new();
        self.add_in_one_task(&mut programs, "pipeline!", declared::three_hops);
        for capacity in CAPACITIES {
            programs.add(format!("pipeline!, {capacity}"), move || {
                let run = declared::three_hops_of(*items, capacity).run();
                tokio.block_on(run).expect("nothing in it fails")
            });
        }
        for capacity in CAPACITIES {
            programs.add(format!("by hand on tokio, {capacity}"), move || {
                tokio.block_on(by_hand::joined_on_tokio(*items, capacity))
            });
        }
        for capacity in CAPACITIES {
            programs.add(format!("by hand on futures, {capacity}"), move || {
                tokio.block_on(by_hand::joined_on_futures(*items, capacity))
            });
        }
        self.report("three hops in one task", programs, 3);
    }

    fn three_hops_of_tasks(&self) {
        let Bench { tokio, items, .. } = self;
        let mut programs = Programs::new();
        self.add_of_tasks(&mut programs, "pipeline!", declared::three_hops);
        for capacity in CAPACITIES {
            programs.add(format!("pipeline!, {capacity}"), move || {
                let join = async {
                    declared::three_hops_of(*items, capacity)
                        .spawn()
                        .join()
                        .await
                };
                tokio.block_on(join).expect("nothing in it fails")
            });
        }
        for capacity in CAPACITIES {
            programs.add(format!("by hand on tokio, {capacity}"), move || {
                tokio.block_on(by_hand::spawned_on_tokio(*items, capacity))
            });
        }
        self.report("three hops of tasks", programs, 3);
    }

    /// Measures a shape in one task and as tasks, compared with the tasks by hand.
    fn shapes<F: Future<Output = u64>>(
        &self,
        name: &str,
        declare: Declare,
        by_hand: impl Fn(u64, usize) -> F + Copy,
    ) {
        let Bench { tokio, items, .. } = self;
        let mut programs = Programs::new();
        self.add_in_one_task(&mut programs, "pipeline!, one task", declare);
        self.add_of_tasks(&mut programs, "pipeline!, tasks", declare);
        for capacity in CAPACITIES {
            programs.add(format!("by hand on tokio, {capacity}, tasks"), move || {
                tokio.block_on(by_hand(*items, capacity))
            });
        }
        self.report(name, programs, 2);
    }

    fn add_in_one_task<'b>(&'b self, programs: &mut Programs<'b>, name: &str, declare: Declare) {
        programs.add(name, move || {
            let run = declare(self.items).run();
            self.tokio.block_on(run).expect("nothing in it fails")
        });
    }

    fn add_of_tasks<'b>(&'b self, programs: &mut Programs<'b>, name: &str, declare: Declare) {
        programs.add(name, move || {
            let join = async { declare(self.items).spawn().join().await };
            self.tokio.block_on(join).expect("nothing in it fails")
        });
    }

    /// Runs `programs` and prints the results. The programs from number `by_hand` on are those by
    /// hand.
    fn report(&self, name: &str, mut programs: Programs<'_>, by_hand: usize) {
        let count = u32::try_from(self.items).expect("few enough");
        let expected = (0..self.items).map(|number| second(first(number))).sum();
        programs.run(self.rounds, expected);
        println!("{name}");
        let medians = programs.medians();
        for (number, (name, median)) in medians.iter().enumerate() {
            let each = median.as_secs_f64() * 1e9 / f64::from(count);
            print!("  {name:32} {each:8.1} ns/item");
            if number < by_hand {
                let others = by_hand..medians.len();
                let speeds = others.map(|other| programs.speed(number, other));
                let least = speeds.fold(f64::INFINITY, f64::min);
                print!(", {least:.2} times as fast as the best by hand");
            }
            println!();
        }
    }
}

/// Cheap enough not to matter. The two functions together have no closed formula that the compiler
/// could use.
fn first(x: u64) -> u64 {
    x.wrapping_mul(3)
}

fn second(x: u64) -> u64 {
    x ^ (x >> 1)
}
