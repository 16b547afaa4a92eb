//! `testing::Faults` strike at the given point, and `testing::each_fault` tries every fault at
//! every point.

use std::collections::BTreeSet;
use std::env;
use std::panic::{self, AssertUnwindSafe};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline::testing::{Fault, Faults, Injected};
use pipeline::{AsyncPipeline, Error, Pipeline, pipeline, testing};

const ITEMS: usize = 6;

/// A pipeline of `ITEMS` items, each of which passes the points `first` and `second`.
fn threads(faults: &Faults) -> Pipeline<'_, usize> {
    pipeline!(move || {
        let first = generator(0..ITEMS)
            >> stage(|item| {
                faults.pass("first")?;
                item
            });
        let second = first
            >> fan_out(2, |item| {
                faults.pass("second")?;
                item
            });
        second >> count()
    })
}

fn futures(faults: &Faults) -> AsyncPipeline<'static, usize> {
    let (one, two) = (faults.clone(), faults.clone());
    pipeline!(async move {
        let first = generator(0..ITEMS)
            >> stage(async |item| {
                one.pass("first")?;
                item
            });
        let second = first
            >> stage(blocking, move |item| {
                two.pass("second")?;
                item
            });
        second >> count()
    })
}

fn tasks(faults: &Faults) -> Result<usize, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime starts");
    runtime.block_on(async { futures(faults).spawn().join().await })
}

type Engine = fn(&Faults) -> Result<usize, Error>;

const ENGINES: [Engine; 3] = [
    |faults| threads(faults).run(),
    |faults| testing::block_on(futures(faults).run()),
    tasks,
];

#[test]
fn an_error_strikes_at_its_pass() {
    for run in ENGINES {
        let faults = Faults::new().error("second", 2);
        let error = run(&faults).expect_err("it is struck");
        assert_eq!(error.stage(), Some("second"));
        let source = error.into_source().expect("it failed");
        let injected: &Injected = source.downcast_ref().expect("by that error");
        assert_eq!((&*injected.point, injected.pass), ("second", 2));
        assert_eq!(faults.struck(), Some(Fault::Error));
    }
}

#[test]
fn a_panic_strikes_at_its_pass() {
    for run in ENGINES {
        let faults = Faults::new().panic("first", ITEMS - 1);
        let error = run(&faults).expect_err("it is struck");
        assert_eq!(error.stage(), Some("first"));
        assert!(
            matches!(&error, Error::Panicked { message, .. }
                if message == "a fault at point \"first\", pass 5"),
            "{error}"
        );
        assert_eq!(faults.struck(), Some(Fault::Panic));
    }
}

#[test]
fn a_cancel_is_of_the_bodys_run() {
    for run in ENGINES {
        let faults = Faults::new().cancel("first", 1).cancel("second", 1);
        let error = run(&faults).expect_err("it is struck");
        assert!(error.is_cancelled(), "{error}");
        assert_eq!(faults.struck(), Some(Fault::Cancel));
    }
}

#[test]
fn a_drain_is_of_the_bodys_run() {
    let endless = |faults: &Faults| {
        pipeline!({
            let numbers = generator(0_u64..)
                >> stage(capacity = 1, |n| {
                    faults.pass("numbers")?;
                    n
                });
            numbers >> count()
        })
        .run()
    };
    let faults = Faults::new().drain("numbers", 9);
    let count = endless(&faults).expect("it is whole");
    assert!(count >= 10, "{count}");
    assert_eq!(faults.passes("numbers"), count);
    assert_eq!(faults.struck(), Some(Fault::Drain));
}

#[test]
fn a_cancel_stops_the_innermost_run() {
    let faults = Faults::new().cancel("inner", 1);
    let cancelled = pipeline!({
        let outcomes = generator(0..4)
            >> stage(|_: i32| {
                let inner = pipeline!({
                    generator(0_u64..8)
                        >> stage(|n| {
                            faults.pass("inner")?;
                            n
                        })
                        >> count()
                });
                inner.run()
            });
        outcomes >> filter(|outcome| outcome.is_err()) >> count()
    })
    .run();
    assert_eq!(cancelled.unwrap(), 1);
}

#[test]
fn what_a_test_gives_is_called_once_at_its_pass() {
    for run in ENGINES {
        let calls = Arc::new(AtomicUsize::new(0));
        let (called, faults) = (Arc::clone(&calls), Faults::new());
        let counted = faults.clone();
        let faults = faults.call("first", 3, move || {
            assert_eq!(counted.passes("first"), 4);
            called.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(run(&faults).unwrap(), ITEMS);
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        assert_eq!(faults.struck(), None);
    }
}

#[test]
fn passes_of_all_workers_are_counted_together() {
    let faults = Faults::new();
    let outcome = pipeline!({
        generator(0..100)
            >> fan_out(4, |n: u32| {
                faults.pass("worker")?;
                n
            })
            >> count()
    })
    .run();
    assert_eq!(outcome.unwrap(), 100);
    assert_eq!(faults.passes("worker"), 100);
    assert_eq!(faults.passes("nowhere"), 0);
}

#[test]
#[should_panic = "a fault at point \"here\", pass 0 is to stop a run, and is in none"]
fn no_run_is_stopped_where_there_is_none() {
    let _ = Faults::new().cancel("here", 0).pass("here");
}

#[test]
fn each_fault_strikes_once() {
    for run in ENGINES {
        let mut runs = 0;
        let mut struck = Vec::new();
        testing::each_fault(|faults| {
            runs += 1;
            let outcome = run(faults);
            match (faults.struck(), &outcome) {
                (None, outcome) => assert!(matches!(outcome, Ok(ITEMS))),
                (Some(Fault::Error), Err(error)) => {
                    assert!(matches!(error, Error::Failed { .. }), "{error}");
                }
                (Some(Fault::Panic), Err(error)) => {
                    assert!(matches!(error, Error::Panicked { .. }), "{error}");
                }
                (Some(Fault::Cancel), Err(error)) => assert!(error.is_cancelled(), "{error}"),
                (Some(Fault::Cancel | Fault::Drain), Ok(count)) => assert!(*count <= ITEMS),
                (struck, outcome) => panic!("{struck:?} came to {outcome:?}"),
            }
            struck.extend(faults.struck());
        });
        // Each item passes two points. In addition, there is a run without a fault.
        let faults = [Fault::Error, Fault::Panic, Fault::Cancel, Fault::Drain];
        assert_eq!(runs, 1 + 2 * ITEMS * faults.len());
        for fault in faults {
            let times = struck.iter().filter(|&&one| one == fault).count();
            assert_eq!(times, 2 * ITEMS, "{fault}");
        }
    }
}

#[test]
fn some_faults_are_at_the_first_and_the_last_passes() {
    let struck = |most| {
        let mut struck = BTreeSet::new();
        testing::some_faults(most, |faults| {
            let passed = panic::catch_unwind(|| (0..10).try_for_each(|_| faults.pass("point")));
            struck.extend(passed.unwrap_or(Ok(())).err().map(|injected| injected.pass));
        });
        Vec::from_iter(struck)
    };
    assert!(struck(0).is_empty());
    assert_eq!(struck(1), [0]);
    assert_eq!(struck(5), [0, 1, 2, 8, 9]);
    assert_eq!(struck(9), [0, 1, 2, 3, 4, 6, 7, 8, 9]);
    let all = Vec::from_iter(0..10);
    assert_eq!(
        (struck(10), struck(11), struck(usize::MAX)),
        (all.clone(), all.clone(), all)
    );
}

#[test]
fn what_is_passed_outside_of_bodies_is_not_cancelled() {
    let mut struck = Vec::new();
    testing::each_fault(|faults| {
        let passed = panic::catch_unwind(|| faults.pass("outside"));
        struck.extend(faults.struck());
        drop(passed);
    });
    assert_eq!(struck, [Fault::Error, Fault::Panic]);
}

/// Returns the message of a panic in the body that `each_fault` calls, at the fault `wrong`.
fn complaint(wrong: Option<Fault>) -> String {
    let tried = panic::catch_unwind(|| {
        testing::each_fault(|faults| {
            let _ = threads(faults).run();
            assert_ne!(faults.struck(), wrong, "so it should not be");
        });
    });
    let payload = tried.expect_err("one of them is wrong");
    *payload.downcast().expect("it says which")
}

#[test]
fn a_failure_says_which_fault_it_was() {
    let said = complaint(Some(Fault::Cancel));
    assert!(
        said.starts_with("at point \"first\", pass 0: cancel: assertion"),
        "{said}"
    );
    assert!(said.contains("so it should not be"), "{said}");
    assert!(
        said.ends_with("\nPIPELINE_FAULT=cancel:0:first tries only that"),
        "{said}"
    );
    let said = complaint(None);
    assert!(said.starts_with("without a fault: assertion"), "{said}");
}

#[test]
fn what_is_no_text_goes_on_as_it_is() {
    let tried = panic::catch_unwind(AssertUnwindSafe(|| {
        testing::each_fault(|_| panic::panic_any(7_u8));
    }));
    assert_eq!(tried.expect_err("it panics").downcast_ref(), Some(&7_u8));
}

#[test]
fn a_fault_is_tried_again_alone() {
    let program = env::current_exe().expect("this program has a path");
    let again = |fault: &str| {
        let mut again = Command::new(&program);
        again.args(["tried_again", "--exact", "--ignored"]);
        again
            .env("PIPELINE_FAULT", fault)
            .output()
            .expect("it runs")
    };
    assert!(again("cancel:5:first").status.success());
    let other = again("drain:5:first");
    assert!(!other.status.success());
    let unknown = again("flood:5:first");
    let said = String::from_utf8_lossy(&unknown.stdout);
    assert!(
        said.contains("PIPELINE_FAULT is such as `panic:3:parse`"),
        "{said}"
    );
}

#[test]
#[ignore = "another test runs it"]
fn tried_again() {
    if env::var_os("PIPELINE_FAULT").is_some() {
        let mut runs = 0;
        testing::each_fault(|faults| {
            runs += 1;
            let _ = threads(faults).run();
            assert_eq!(faults.struck(), Some(Fault::Cancel));
            assert_eq!(faults.passes("first"), ITEMS);
        });
        assert_eq!(runs, 1);
    }
}
