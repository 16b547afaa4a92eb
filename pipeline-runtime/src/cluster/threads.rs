//! The threads that call the broker.

use std::panic::{self, AssertUnwindSafe};

use super::trouble::Trouble;
use crate::error::BoxError;
use crate::sync::stack::Stack;
use crate::sync::thread::{self, JoinHandle};
use crate::sync::{Mutex, lock};

/// The threads that call the broker for a run.
#[derive(Default)]
pub(super) struct BrokerThreads(Mutex<Vec<JoinHandle<()>>>);

impl BrokerThreads {
    /// Starts a thread. `fail` is told what goes wrong on it, or that there is none.
    pub(super) fn start(
        &self,
        name: &str,
        call: impl FnOnce() -> Result<(), BoxError> + Send + 'static,
        fail: impl Fn(Trouble) + Clone + Send + 'static,
    ) {
        let told = fail.clone();
        let live = move || match panic::catch_unwind(AssertUnwindSafe(call)) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => told(Trouble::Broker(error)),
            Err(_) => told(Trouble::of_broker("the broker's code panicked")),
        };
        match thread::spawn(name.to_owned(), Stack::default(), live) {
            Ok(thread) => lock(&self.0).push(thread),
            Err(error) => fail(Trouble::of_broker(error)),
        }
    }

    /// Waits until all have ended, those too that others of them have started. One that a thread of its own calls for, as
    /// in a waker, ends by itself.
    pub(super) fn join(&self) {
        while let Some(thread) = { lock(&self.0).pop() } {
            if !thread.is_current() {
                let joined = thread.join();
                debug_assert!(joined.is_ok(), "they catch their panics");
            }
        }
    }
}
