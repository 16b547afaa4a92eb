//! However it ends, nothing of it is left, no order is lost, and it says why: with every fault, in many
//! schedules.
//!
//! ```text
//! cargo test -p testing-example
//! RUSTFLAGS="--cfg pipeline_schedules" cargo test -p testing-example --target-dir target/schedules
//! ```
//!
//! The second runs each model in so many schedules, the first in one.

use std::io;

use pipeline::testing::{self, Fault, Faults};
use pipeline::{BoxError, Error, Report};
use testing_example::total;

const ORDERS: [&str; 3] = ["3 apples", "1 pear", "2 apples"];

/// What they cost.
const TOTAL: u64 = 540;

/// Runs the pipeline with lines and a price list that faults strike.
fn run(faults: &Faults) -> (Result<u64, Error>, Report) {
    let lines = ORDERS.iter().map(|&order| {
        faults.pass("line").map_err(io::Error::other)?;
        Ok(order.to_owned())
    });
    let price = |thing: &str| -> Result<u64, BoxError> {
        faults.pass("price")?;
        Ok(if thing == "pear" { 40 } else { 100 })
    };
    total(lines, price).run_reported()
}

#[test]
fn it_adds_up_whoever_is_first() {
    testing::schedules(1000, || {
        let (outcome, _) = run(&Faults::new());
        assert_eq!(outcome.unwrap(), TOTAL);
    });
}

#[test]
fn every_fault_ends_it_well() {
    testing::schedules(50, || testing::each_fault(ends_well));
}

fn ends_well(faults: &Faults) {
    let (outcome, report) = testing::assert_no_leaks(|| run(faults));
    testing::assert_conserved(&report);
    match (faults.struck(), outcome) {
        // At the last step, a cancel comes too late.
        (None | Some(Fault::Cancel), Ok(total)) => assert_eq!(total, TOTAL),
        // It is all that was ordered until then.
        (Some(Fault::Drain), Ok(total)) => assert!(total <= TOTAL),
        (Some(Fault::Error), Err(Error::Failed { stage, .. })) => {
            assert!(["orders", "costs"].contains(&stage));
        }
        (Some(Fault::Panic), Err(Error::Panicked { .. }))
        | (Some(Fault::Cancel), Err(Error::Cancelled { .. })) => {}
        (struck, outcome) => panic!("{struck:?} came to {outcome:?}"),
    }
}

#[test]
fn a_line_that_is_no_order_is_told_of() {
    testing::schedules(100, || {
        let line = Ok("apples".to_owned());
        let error = total([line], |_| Ok(1)).run().unwrap_err();
        assert_eq!(
            format!("{error:#}"),
            "stage `parsed` failed: an order has two words"
        );
    });
}
