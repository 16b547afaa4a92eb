//! Runs pipelines with all faults of `testing::each_fault`, one after the other, in each schedule.

use pipeline::testing::{Fault, Faults, each_fault, schedules};
use pipeline::{Error, pipeline, testing};

use crate::count;

/// Number of items. Each passes one point in each of two stages.
const ITEMS: usize = 2;

fn on_threads(faults: &Faults) -> Result<usize, Error> {
    pipeline!({
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
    .run()
}

fn in_tasks(faults: &Faults) -> Result<usize, Error> {
    let (first, second) = (faults.clone(), faults.clone());
    let spawned = pipeline!(async move {
        let first = generator(0..ITEMS)
            >> stage(async |item| {
                first.pass("first")?;
                item
            });
        let second = first
            >> fan_out(2, async |item| {
                second.pass("second")?;
                item
            });
        second >> count()
    });
    testing::block_on(async { spawned.spawn().join().await })
}

fn strike_as_they_should(run: fn(&Faults) -> Result<usize, Error>) {
    schedules(count().div_ceil(10), move || {
        let mut struck = 0;
        each_fault(|faults| {
            let outcome = run(faults);
            struck += usize::from(faults.struck().is_some());
            match (faults.struck(), outcome) {
                (None, outcome) => assert_eq!(outcome.ok(), Some(ITEMS)),
                (Some(Fault::Cancel | Fault::Drain), Ok(count)) => assert!(count <= ITEMS),
                (Some(fault), Err(error)) => assert!(
                    match fault {
                        Fault::Error => matches!(error, Error::Failed { .. }),
                        Fault::Panic => matches!(error, Error::Panicked { .. }),
                        Fault::Cancel => error.is_cancelled(),
                        Fault::Drain => false,
                    },
                    "{error:#}"
                ),
                (Some(fault), Ok(count)) => panic!("it gave {count} in spite of the {fault}"),
            }
        });
        assert_eq!(struck, 2 * ITEMS * 4);
    });
}

#[test]
fn each_fault_strikes_on_threads() {
    strike_as_they_should(on_threads);
}

#[test]
fn each_fault_strikes_in_tasks() {
    strike_as_they_should(in_tasks);
}
