//! `testing::assert_no_leaks` reports everything that its closure leaves behind, and nothing else.
//! These tests run on the main thread, where it checks in the same process.

use std::fs::File;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::thread::{self, JoinHandle, Thread};

use pipeline::{pipeline, testing};
use pipeline_tests::{Cases, Hand, wait_until};
use tokio::runtime::{Builder, Runtime};

fn main() -> ExitCode {
    let mut cases = Cases::from_arguments();
    cases.run("what has ended is not left", what_has_ended);
    cases.run("a thread is left", a_thread);
    cases.run("an open file is left", an_open_file);
    cases.run("a file that was open before is not left", an_older_file);
    cases.run("spawned tasks are left", spawned_tasks);
    cases.run("the tasks of a future are left", tasks_of_a_future);
    cases.run("what is returned is left", what_is_returned);
    cases.run("calls in calls", calls_in_calls);
    cases.run("a panic goes on", a_panic_goes_on);
    cases.end()
}

/// Returns the message of the assertion for the leaks of `leaks`.
fn complaint(leaks: impl FnOnce()) -> String {
    let looked = panic::catch_unwind(AssertUnwindSafe(|| testing::assert_no_leaks(leaks)));
    let payload = looked.expect_err("something is left");
    *payload.downcast().expect("it says what")
}

struct Parked(JoinHandle<()>);

impl Parked {
    fn new(name: &str) -> Self {
        let thread = thread::Builder::new().name(name.to_owned());
        // The thread sets its name when it begins to run.
        let (begins, begun) = std::sync::mpsc::channel();
        let thread = thread.spawn(move || {
            begins.send(()).expect("it is waited for");
            thread::park();
        });
        begun.recv().expect("it begins");
        Parked(thread.expect("a thread starts"))
    }

    fn end(self) {
        Thread::unpark(self.0.thread());
        self.0.join().expect("it ends well");
    }
}

fn tokio() -> Runtime {
    let runtime = Builder::new_multi_thread().worker_threads(2).build();
    runtime.expect("a runtime starts")
}

fn what_has_ended() {
    let numbers = [1, 2, 3];
    let sum = testing::assert_no_leaks(|| {
        let _file = File::open("Cargo.toml").expect("it is there");
        Parked::new("joined").end();
        pipeline!({ generator(numbers.iter()) >> fan_out(2, |n| n * 2) >> sum::<i32>() }).run()
    });
    assert_eq!(sum.unwrap(), 12);
    testing::assert_no_leaks(|| {
        let sum = pipeline!(async { generator(0..4) >> stage(async |n| n) >> sum::<i32>() });
        assert_eq!(testing::block_on(sum.run()).unwrap(), 6);
        tokio().block_on(async {
            let sum =
                pipeline!(async move { generator(0..4) >> fan_out(2, |n| n) >> sum::<i32>() });
            assert_eq!(sum.spawn().join().await.unwrap(), 6);
            let endless = pipeline!(async move { generator(0..) >> fan_out(2, |n| n) >> count() });
            drop(endless.spawn());
        });
    });
    // The kernel lists some of the joined threads for a little longer.
    for _ in 0..5000 {
        testing::assert_no_leaks(|| {
            let threads = [(); 3].map(|()| thread::spawn(|| ()));
            for thread in threads {
                thread.join().expect("it ends well");
            }
        });
    }
}

fn a_thread() {
    let mut left = None;
    let said = complaint(|| left = Some(Parked::new("left")));
    assert_eq!(said, "this is left behind:\n  thread `left`");
    // Now the thread was there before.
    testing::assert_no_leaks(|| ());
    left.into_iter().for_each(Parked::end);
}

fn an_open_file() {
    let mut left = None;
    let said = complaint(|| left = Some(File::open("Cargo.toml").expect("it is there")));
    let what = said.strip_prefix("this is left behind:\n  open file ");
    assert!(what.expect(&said).ends_with("/Cargo.toml"), "{said}");
}

fn an_older_file() {
    let open = || File::open("Cargo.toml").expect("it is there");
    let (mut one, _two) = (Some(open()), open());
    testing::assert_no_leaks(|| {
        // The file has another descriptor, but the same file is open.
        let again = open();
        one.replace(again);
    });
    let said = complaint(|| mem::forget(open()));
    assert_eq!(said.lines().count(), 2, "{said}");
}

fn spawned_tasks() {
    let runtime = tokio();
    let said = complaint(|| {
        let _runtime = runtime.enter();
        let waiting = pipeline!(async move {
            let made = generator(0_u64..) >> stage(async |_| std::future::pending::<()>().await);
            made >> count()
        });
        mem::forget(waiting.spawn());
    });
    for task in ["task of stage `made.generator`", "task of stage `made`"] {
        assert!(said.lines().any(|line| line.trim() == task), "{said}");
    }
    testing::assert_no_leaks(|| drop(runtime));
}

fn tasks_of_a_future() {
    let mut left = None;
    let said = complaint(|| {
        let waiting = pipeline!(async move {
            let waits = generator([()]) >> stage(async |()| std::future::pending::<()>().await);
            waits >> count()
        });
        let mut run = Box::pin(waiting.run());
        assert!(Hand::default().poll(&mut run).is_pending());
        left = Some(run);
    });
    assert!(said.contains("task of stage `waits`"), "{said}");
    testing::assert_no_leaks(|| drop(left));
}

fn what_is_returned() {
    let looked = panic::catch_unwind(|| {
        testing::assert_no_leaks(|| {
            let running = pipeline!(move || generator(0_u64..) >> count()).spawn();
            // From then on, its threads have their names.
            wait_until(|| !running.busy_stages().is_empty());
            running
        })
    });
    let payload = looked.err().expect("its threads go on");
    let said = payload.downcast::<String>().expect("it says what");
    assert!(said.contains("thread `pipeline`"), "{said}");
}

fn calls_in_calls() {
    let mut left = None;
    let said = complaint(|| {
        let inner = complaint(|| left = Some(Parked::new("inner")));
        assert!(inner.contains("thread `inner`"), "{inner}");
    });
    assert!(said.contains("thread `inner`"), "{said}");
    left.into_iter().for_each(Parked::end);
}

fn a_panic_goes_on() {
    let mut left = None;
    let ran = panic::catch_unwind(AssertUnwindSafe(|| {
        testing::assert_no_leaks(|| {
            left = Some(Parked::new("behind"));
            panic::panic_any(7_u8);
        })
    }));
    let payload = ran.expect_err("it panics");
    assert_eq!(payload.downcast_ref(), Some(&7_u8));
    left.into_iter().for_each(Parked::end);
}
