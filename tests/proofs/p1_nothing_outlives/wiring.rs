//! An expression panics while the stages are being started. The stages that already run must end.

use std::thread;

use crossbeam_channel::Receiver;
use pipeline::{Error, Pipeline, pipeline, testing};
use pipeline_tests::{Baseline, Cases, Ledger};

use crate::MEMORY;

pub fn run(cases: &mut Cases) {
    cases.run("a fan-out of no workers", || check(no_workers));
    cases.run("a number of workers that panics", || {
        check(panicking_workers)
    });
    cases.run("a channel that panics", || check(panicking_channel));
    cases.run("a capacity that panics", || check(panicking_capacity));
}

/// Checks that nothing is left, whether `run` returns the panic as an error or resumes it.
fn check(make: fn(&Ledger) -> Pipeline<'_, usize>) {
    let baseline = Baseline::take(&MEMORY);
    let ledger = Ledger::default();
    // Run on another thread, because panics of the main thread are printed.
    let outcome = testing::assert_no_leaks(|| {
        thread::scope(|threads| threads.spawn(|| make(&ledger).run()).join())
    });
    assert_eq!(ledger.live(), 0, "items outlive their pipeline");
    if let Ok(outcome) = outcome {
        assert!(matches!(outcome, Err(Error::Panicked { .. })));
    }
    drop(ledger);
    baseline.check_memory();
}

fn no_workers(ledger: &Ledger) -> Pipeline<'_, usize> {
    let workers = ledger.made();
    pipeline!(move || {
        let made = generator((0..).map(|number| ledger.item(number)));
        made >> stage(|item| item) >> fan_out(workers, |item| item) >> count()
    })
}

fn panicking_workers(ledger: &Ledger) -> Pipeline<'_, usize> {
    fn workers() -> usize {
        panic!("no number")
    }
    pipeline!(move || {
        let made = generator((0..).map(|number| ledger.item(number)));
        made >> stage(|item| item) >> fan_out(workers(), |item| item) >> count()
    })
}

fn panicking_channel(ledger: &Ledger) -> Pipeline<'_, usize> {
    fn channel<T>() -> Receiver<T> {
        panic!("no channel")
    }
    pipeline!(move || {
        let made = generator((0..).map(|number| ledger.item(number)));
        let received = receive(channel());
        fan_in(made, received) >> stage(|item| item) >> count()
    })
}

fn panicking_capacity(ledger: &Ledger) -> Pipeline<'_, usize> {
    fn capacity() -> usize {
        panic!("no capacity")
    }
    pipeline!(move || {
        let made = generator((0..).map(|number| ledger.item(number)));
        made >> stage(capacity = capacity(), |item| item) >> fan_out(2, |item| item) >> count()
    })
}
