//! Counts the allocations per item: the allocations of a run with many items, minus those of a run
//! with few, divided by the difference in items.
//!
//! ```text
//! cargo bench -p async-benches --bench allocations
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

use futures::executor::block_on;
use pipeline::{AsyncPipeline, pipeline};
use tokio::runtime::Runtime;

/// Counts the calls of `alloc`, and forwards all calls to the system allocator.
struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

// SAFETY: each method forwards to the system allocator, which fulfils the contract of
// `GlobalAlloc`. Counting does not touch the memory.
#[expect(unsafe_code, reason = "an allocator is")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller upholds the contract of `alloc`, which is the same here.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller upholds the contract of `dealloc`, which is the same here.
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
    // Makes the allocations that are made once.
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
