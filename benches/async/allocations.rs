//! How often memory is allocated for an item on its way: the allocations of a run of many items, less
//! those of a run of few.
//!
//! ```text
//! cargo bench -p async-benches --bench allocations
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

use futures::executor::block_on;
use pipeline::{AsyncPipeline, pipeline};
use tokio::runtime::Runtime;

/// Counts what the system's allocator is asked for.
struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

// SAFETY: each method hands on to the system's allocator, whose contract is its own.
#[expect(unsafe_code, reason = "an allocator is")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller says.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as the caller says.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const FEW: u64 = 10_000;
const MANY: u64 = 1_010_000;

fn main() {
    let tokio = Runtime::new().expect("a runtime can be made");
    let in_one = |items| drop(block_on(staged(items).run()));
    let spawned = |items| drop(tokio.block_on(async { staged(items).spawn().join().await }));
    let shared = |items| drop(block_on(fanned_out(items).run()));
    println!("allocations for an item:");
    println!("  three hops, one task     {:.4}", each(in_one));
    println!("  three hops, tokio tasks  {:.4}", each(spawned));
    println!("  fan-out in order of four {:.4}", each(shared));
}

#[expect(clippy::cast_precision_loss, reason = "a few millions")]
fn each(run: impl Fn(u64)) -> f64 {
    let count = |items| {
        let before = COUNT.load(Ordering::Relaxed);
        run(items);
        COUNT.load(Ordering::Relaxed) - before
    };
    // What is made once is made.
    count(FEW);
    let few = count(FEW);
    let many = count(MANY);
    (many as f64 - few as f64) / (MANY - FEW) as f64
}

fn staged(items: u64) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let numbers = generator(0..items) >> stage(async |number| number + 1);
        let numbers = numbers >> stage(|number| number ^ 1);
        numbers >> sink(async |numbers| numbers.sum::<u64>().await)
    })
}

fn fanned_out(items: u64) -> AsyncPipeline<'static, u64> {
    pipeline!(async move {
        let numbers = generator(0..items) >> fan_out(4, ordered, async |number| number + 1);
        numbers >> sum::<u64>()
    })
}
