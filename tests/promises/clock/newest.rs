//! `debounce` and `sample` with a test clock.

use crossbeam_channel::unbounded;

use super::engines::{declared, on_every_engine};
use super::{HOUR, MINUTE, SECOND, clocked, passed_by};

#[test]
fn an_item_passes_when_none_has_come_for_the_time_and_not_before() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (tell, told) = unbounded();
        let passed = passed_by(&clock);
        let declared = declared!([tell, passed]
            let slow = generator(0..3) >> throttle(1, HOUR);
            let quiet = slow >> debounce(MINUTE);
            quiet >> for_each(move |n: u32| tell.send((n, passed())).unwrap())
        );
        drop(tell);
        let outcome = engine.run(declared, &context, || {
            for n in 0..2 {
                // The throttle holds an item back, and the debounce waits with another.
                clock.wait_for_sleepers(2);
                clock.advance(MINUTE - SECOND);
                assert_eq!(clock.sleepers(), 2);
                assert!(told.is_empty());
                clock.advance(SECOND);
                assert_eq!(told.recv().unwrap(), (n, n * HOUR + MINUTE));
                clock.advance(HOUR - MINUTE);
            }
            // The last item passes when the stream ends.
            assert_eq!(told.recv().unwrap(), (2, 2 * HOUR));
        });
        outcome.unwrap();
        assert_eq!(clock.sleepers(), 0);
    });
}

/// If the worker that reads is another thread, it may see the second item only after the clock was
/// advanced.
#[test]
fn only_the_newest_of_a_burst_passes() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (tell, told) = unbounded();
        let passed = passed_by(&clock);
        let declared = declared!([tell, passed]
            let slow = generator(0..6) >> throttle(3, 1000 * HOUR);
            let quiet = slow >> debounce(MINUTE);
            quiet >> for_each(move |n: u32| tell.send((n, passed())).unwrap())
        );
        drop(tell);
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(2);
            clock.advance(MINUTE);
            while told.is_empty() && clock.sleepers() < 2 {
                std::thread::yield_now();
            }
            clock.advance(MINUTE);
            let (newest, after) = told.recv().unwrap();
            assert_eq!(newest, 2);
            assert!(after == MINUTE || after == 2 * MINUTE);
            clock.advance(1000 * HOUR);
            assert_eq!(told.recv().unwrap().0, 5);
        });
        outcome.unwrap();
    });
}

#[test]
fn the_newest_item_passes_at_the_end_of_each_period_and_not_before() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let (tell, told) = unbounded();
        let passed = passed_by(&clock);
        let declared = declared!([tell, passed]
            let slow = generator(0..6) >> throttle(2, HOUR);
            let newest = slow >> sample(25 * MINUTE);
            newest >> for_each(move |n: u32| tell.send((n, passed())).unwrap())
        );
        drop(tell);
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(2);
            clock.advance(25 * MINUTE - SECOND);
            assert_eq!(clock.sleepers(), 2);
            clock.advance(SECOND);
            assert_eq!(told.recv().unwrap(), (1, 25 * MINUTE));
            // No item arrives in the second period. Items 2 and 3 arrive in the third.
            clock.advance(35 * MINUTE);
            clock.wait_for_sleepers(2);
            clock.advance(15 * MINUTE - SECOND);
            assert_eq!(clock.sleepers(), 2);
            clock.advance(SECOND);
            assert_eq!(told.recv().unwrap(), (3, 75 * MINUTE));
            // The last item passes when the stream ends.
            clock.advance(45 * MINUTE);
            assert_eq!(told.recv().unwrap(), (5, 2 * HOUR));
        });
        outcome.unwrap();
        assert_eq!(clock.sleepers(), 0);
    });
}

#[test]
fn a_cancel_ends_a_wait_for_the_time() {
    on_every_engine(|engine| {
        let (clock, context) = clocked();
        let declared = declared!([]
            let slow = generator(0_u32..) >> throttle(1, HOUR);
            let (a, b) = slow >> tee();
            (a >> debounce(2 * HOUR) >> count(), b >> sample(2 * HOUR) >> count())
        );
        let outcome = engine.run(declared, &context, || {
            clock.wait_for_sleepers(3);
            context.cancel();
        });
        assert!(outcome.unwrap_err().is_cancelled());
        assert_eq!(clock.sleepers(), 0);
    });
}
