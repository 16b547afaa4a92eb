//! Dropping the handle of an async pipeline ends the run like any other end, without a panic.

use std::future::pending;
use std::panic;
use std::sync::atomic::{AtomicU32, Ordering};

use pipeline::pipeline;
use pipeline_tests::Watchdog;
use tokio::runtime::{Builder, Handle};
use tokio::task::yield_now;

/// Counts all panics, including those that are caught.
static PANICS: AtomicU32 = AtomicU32::new(0);

#[test]
fn nothing_panics_when_a_handle_is_dropped() {
    let _watchdog = Watchdog::of_this_test();
    panic::set_hook(Box::new(|_| {
        PANICS.fetch_add(1, Ordering::SeqCst);
    }));
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let sum = pipeline!(async move {
            let numbers = generator(0..3_u64) >> stage(async |_| pending::<()>().await);
            numbers >> count()
        });
        let running = sum.spawn();
        while running.busy_stages().is_empty() {
            yield_now().await;
        }
        drop(running);
        // The tasks that were spawned for it end by themselves.
        while Handle::current().metrics().num_alive_tasks() > 0 {
            yield_now().await;
        }
    });
    assert_eq!(PANICS.load(Ordering::SeqCst), 0);
}
