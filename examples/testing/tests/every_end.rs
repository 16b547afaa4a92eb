//! Injects every fault at every point, in many schedules, and checks each end of the pipeline:
//! nothing leaks, no order is lost, and the error names the cause.
//!
//! ```text
//! cargo test -p testing-example
//! RUSTFLAGS="--cfg pipeline_schedules" cargo test -p testing-example --target-dir target/schedules
//! ```
//!
//! The second command runs each model in as many schedules as the test says, the first command in
//! one.

use std::io;

use pipeline::testing::{self, Fault, Faults};
use pipeline::{BoxError, Error, Report};
use testing_example::total;

const ORDERS: [&str; 3] = ["3 apples", "1 pear", "2 apples"];

/// The total of `ORDERS`.
const TOTAL: u64 = 540;

/// Runs the pipeline with lines and a price list into which `faults` injects a fault.
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
        // A cancel at the last step comes too late to end the run.
        (None | Some(Fault::Cancel), Ok(total)) => assert_eq!(total, TOTAL),
        // After a drain, the total of the orders that were made before it.
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
