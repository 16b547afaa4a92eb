//! Handles that bodies own: a run that a body has started ends with the run around it.

use std::future::pending;
use std::sync::{Arc, Mutex};

use pipeline::testing::{block_on, schedules};
use pipeline::{AsyncPipeline, AsyncRunning, pipeline};
use pipeline_tests::Ledger;

use crate::count;

/// Returns a pipeline that has an item in hand until it is ended.
fn stuck(ledger: &Ledger) -> AsyncPipeline<'static, usize> {
    let ledger = ledger.clone();
    pipeline!(async move {
        let made = generator((0..3).map(move |number| ledger.item(number)));
        let held = made
            >> stage(async |item| {
                pending::<()>().await;
                item
            });
        held >> count()
    })
}

#[test]
fn a_handle_in_a_body_leaves_nothing_behind_the_run_around_it() {
    schedules(10 * count(), || {
        let ledger = Ledger::default();
        let inner = ledger.clone();
        let outer = pipeline!(async move {
            generator(Some(())) >> stage(async |()| stuck(&inner).spawn().join().await?) >> count()
        });
        let outcome = block_on(async {
            let running = outer.spawn();
            running.cancel();
            running.join().await
        });
        assert!(outcome.is_err_and(|error| error.is_cancelled()));
        assert_eq!(
            ledger.live(),
            0,
            "items outlive the run around their pipeline"
        );
    });
}

#[test]
fn a_handle_that_is_dropped_with_its_owner_leaves_nothing() {
    schedules(10 * count(), || {
        let ledger = Ledger::default();
        let inner = ledger.clone();
        let outer = pipeline!(async move {
            generator(Some(())) >> stage(async |()| stuck(&inner).spawn().join().await?) >> count()
        });
        block_on(async {
            drop(outer.spawn());
        });
        assert_eq!(
            ledger.live(),
            0,
            "items outlive the handle around their pipeline"
        );
    });
}

#[test]
fn two_runs_whose_bodies_drop_each_others_handles_end() {
    type Place = Arc<Mutex<Option<AsyncRunning<usize>>>>;
    let take = |place: &Place| place.lock().expect("nothing panics").take();
    schedules(10 * count(), move || {
        let places = [Place::default(), Place::default()];
        let dropper = |other: &Place| {
            let other = Arc::clone(other);
            pipeline!(async move {
                let made = generator(0..3)
                    >> stage(async |n| {
                        let running = take(&other);
                        drop(running);
                        n
                    });
                made >> count()
            })
        };
        block_on(async {
            let [first, second] = &places;
            for (place, other) in [(first, second), (second, first)] {
                let running = dropper(other).spawn();
                *place.lock().expect("nothing panics") = Some(running);
            }
        });
        for place in &places {
            drop(take(place));
        }
    });
}
