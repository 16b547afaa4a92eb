//! A pipeline may run in the destructor of a thread-local, on any thread and on a worker. The
//! thread-locals of the runtime may be destroyed already.

use std::cell::RefCell;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};

use pipeline::pipeline;
use pipeline_tests::Watchdog;

/// The sum of the results of the pipelines that ran in destructors.
static SUMS: AtomicU32 = AtomicU32::new(0);

fn sum() -> u32 {
    let sum = pipeline!({ generator(0..10) >> fan_out(2, |x| x) >> sum::<u32>() });
    let sum = sum.run().expect("nothing fails");
    let same = pipeline!(async { generator(0..10) >> fan_out(2, async |x| x) >> sum::<u32>() });
    let same = block_on(same.run()).expect("nothing fails");
    assert_eq!(sum, same);
    sum
}

/// Unlike the one of `futures`, it needs no thread-local.
fn block_on<V>(future: impl Future<Output = V>) -> V {
    struct Unparks(Thread);
    impl Wake for Unparks {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unparks(thread::current())).into();
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

struct RunsInItsDrop;

impl Drop for RunsInItsDrop {
    fn drop(&mut self) {
        SUMS.fetch_add(sum(), Ordering::SeqCst);
    }
}

thread_local! {
    static LOCAL: RefCell<Option<RunsInItsDrop>> = const { RefCell::new(None) };
}

#[test]
fn a_pipeline_runs_in_a_thread_locals_drop() {
    let _watchdog = Watchdog::of_this_test();
    let thread = thread::spawn(|| {
        // Thread-locals are destroyed in reverse order, so this one is destroyed after those that
        // the run initializes.
        LOCAL.set(Some(RunsInItsDrop));
        assert_eq!(sum(), 45);
    });
    assert!(thread.join().is_ok());
    assert_eq!(SUMS.swap(0, Ordering::SeqCst), 45);

    // On a worker, the thread-locals of the runtime were initialized first.
    let made = pipeline!({ generator(0..3) >> for_each(|_| LOCAL.set(Some(RunsInItsDrop))) });
    made.run().expect("nothing fails");
    assert_eq!(SUMS.load(Ordering::SeqCst), 3 * 45);
}
