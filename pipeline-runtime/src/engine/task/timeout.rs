//! `timeout`: limits how long a body may take for an item.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context as Task, Poll};

use crate::context::clock::{Clock, Sleep};
use crate::run::worker::Worker;
use crate::stage::timed_out::{TimedOut, Timeout};
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// The time limit of a body for each item, on its worker.
pub struct TimeLimit<E> {
    timeout: Timeout<E>,
    clock: Arc<Clock>,
    worker: Worker<E>,
}

impl<E: Send> TimeLimit<E> {
    pub(crate) fn new(timeout: Timeout<E>, clock: &Arc<Clock>, worker: &Worker<E>) -> Self {
        TimeLimit {
            timeout,
            clock: Arc::clone(clock),
            worker: worker.clone(),
        }
    }

    /// Awaits `body`, within the time limit.
    ///
    /// # Errors
    ///
    /// If the time limit has passed. `body` is then dropped where it waits.
    pub async fn of<F: Future>(&self, body: F) -> Result<F::Output, E> {
        let mut body = pin!(body);
        let mut wait = TimeoutWait {
            begun: self.clock.now(),
            sleep: None,
        };
        poll_fn(|cx| match body.as_mut().poll(cx) {
            Poll::Ready(made) => Poll::Ready(Ok(made)),
            Poll::Pending => wait.poll(self, cx).map(Err),
        })
        .await
    }

    /// Like [`of`](TimeLimit::of), for a body that may fail.
    ///
    /// # Errors
    ///
    /// The error of the body, or the error of the time limit.
    pub async fn try_of<O, F>(&self, body: F) -> Result<O, E>
    where
        F: Future<Output = Result<O, E>>,
    {
        self.of(body).await.flatten()
    }

    /// Like [`try_of`](TimeLimit::try_of), for a body that names its own error type.
    ///
    /// # Errors
    ///
    /// The error of the body, or the error of the time limit.
    pub async fn try_of_into<O, X, F>(&self, body: F) -> Result<O, E>
    where
        F: Future<Output = Result<O, X>>,
        E: From<X>,
    {
        self.of(body).await?.map_err(E::from)
    }
}

/// The wait for the end of a body's time limit.
struct TimeoutWait {
    /// When the body began.
    begun: Instant,
    /// `None` until the body first waits.
    sleep: Option<Sleep>,
}

impl TimeoutWait {
    /// Ready with the error once the time limit has passed.
    fn poll<E: Send>(&mut self, limit: &TimeLimit<E>, cx: &mut Task<'_>) -> Poll<E> {
        let Timeout { time, late } = limit.timeout;
        if self.sleep.is_none() {
            let passed = limit.clock.now().saturating_duration_since(self.begun);
            match limit.clock.sleep(time.saturating_sub(passed)) {
                Ok(sleep) => self.sleep = Some(sleep),
                // `fail_to_start` cancels the run.
                Err(error) => limit.worker.fail_to_start(error),
            }
        }
        let Some(sleep) = &mut self.sleep else {
            return Poll::Pending;
        };
        let polled = sleep.as_mut().poll(cx);
        polled.map(|()| late(TimedOut { after: time }))
    }
}
