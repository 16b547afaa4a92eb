//! `testing::assert_conserved`: no run loses an item or counts one twice, and a report that says so is
//! told which stage or stream it is.

use std::panic;

use pipeline::{Report, pipeline, testing};

/// Ten numbers, of which `halved` filters one out and fails on another.
fn report() -> Report {
    let (outcome, report) = pipeline!({
        let numbers = generator(0..10_u32);
        let halved = numbers
            >> stage(on_error = skip, |n: u32| {
                if n == 3 {
                    Err("three")?;
                }
                if n != 4 {
                    yield n / 2;
                }
            });
        halved >> count()
    })
    .run_reported();
    assert_eq!(outcome.unwrap(), 8);
    report
}

/// What is said of a report that is cooked so.
fn complaint(cook: impl FnOnce(&mut Report)) -> String {
    let mut report = report();
    cook(&mut report);
    let table = report.to_string();
    let looked = panic::catch_unwind(|| testing::assert_conserved(&report));
    let payload = looked.expect_err("it does not add up");
    let said = *payload.downcast::<String>().expect("it says what");
    let (figures, rest) = said.split_once('\n').expect("more follows");
    assert_eq!(rest, table);
    figures.to_owned()
}

#[test]
fn what_adds_up_is_let_pass() {
    testing::assert_conserved(&report());
}

#[test]
fn an_item_that_is_lost_in_a_stream_is_missed() {
    let said = complaint(|report| report.streams[0].taken -= 1);
    let expected =
        "of the 10 items put into the stream to `halved`, 9 were taken and 0 left behind";
    assert_eq!(said, expected);
}

#[test]
fn an_item_that_was_never_put_in_is_noticed() {
    let said = complaint(|report| report.streams[1].left += 1);
    let expected = "of the 8 items put into the stream to `output`, 8 were taken and 1 left behind";
    assert_eq!(said, expected);
}

#[test]
fn more_than_a_stage_took_cannot_have_failed() {
    let said = complaint(|report| report.stages[0].dropped += 11);
    let expected = "of the 10 items that stage `numbers` took, \
                    0 were filtered out, 0 failed and 11 were dropped";
    assert_eq!(said, expected);
}

#[test]
fn more_than_a_stage_completed_cannot_have_been_filtered_out() {
    let said = complaint(|report| report.stages[1].filtered += 9);
    let expected = "of the 10 items that stage `halved` took, \
                    10 were filtered out, 1 failed and 0 were dropped";
    assert_eq!(said, expected);
}
