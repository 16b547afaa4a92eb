//! The promise of a signal: it wakes all that wait for it.

use crate::sync::thread::{park_until, spawn, waker};
use crate::sync::{Arc, Signal, without_fences};
use crate::{Size, check};

#[test]
fn a_signal_wakes_all_that_wait_for_it() {
    check(Size::Small, || {
        without_fences();
        let signal = Arc::new(Signal::new());
        let wait = |signal: &Signal| {
            let key = signal.wake(&waker());
            while !signal.is_raised() {
                park_until(None);
            }
            signal.forget(key);
        };
        let raising = {
            let signal = Arc::clone(&signal);
            spawn(move || assert!(signal.raise()))
        };
        let waiting = {
            let signal = Arc::clone(&signal);
            spawn(move || wait(&signal))
        };
        wait(&signal);
        for thread in [raising, waiting] {
            thread.join().expect("it ends well");
        }
    });
}
