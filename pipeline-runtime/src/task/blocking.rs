//! `blocking` bodies: each worker of such a stage has a thread, where its body may block.

use std::future::poll_fn;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::task::{Poll, Waker};
use std::thread::{self, JoinHandle};

use crossbeam_channel as channel;
use futures_core::Stream;

use super::items::Items;
use crate::current::{Current, ENDLESS};
use crate::sync::{Arc, Mutex, lock};
use crate::tally::Tally;
use crate::worker::Worker;

impl<S: Stream, E> Items<S, E> {
    /// `body`, as what is called with each item on a thread of this worker's own.
    ///
    /// The thread is started for the first item, and has ended when the worker has: a run that is
    /// cancelled, or dropped, waits for the body that is at work.
    pub fn blocking<O, F>(&self, body: F) -> Blocking<S::Item, O, F, E>
    where
        F: FnMut(S::Item) -> O + Send + 'static,
        S::Item: Send + 'static,
        O: Send + 'static,
    {
        Blocking {
            body: Some(body),
            thread: None,
            worker: self.worker.clone(),
        }
    }
}

/// A body on a thread of its own.
pub struct Blocking<I, O, F, E> {
    /// Until the thread has it.
    body: Option<F>,
    thread: Option<Bench<I, O>>,
    worker: Worker<E>,
}

impl<I, O, F, E> Blocking<I, O, F, E>
where
    F: FnMut(I) -> O + Send + 'static,
    I: Send + 'static,
    O: Send + 'static,
{
    /// What the body makes of `item`; its panic goes on here.
    pub async fn call(&mut self, item: I) -> O {
        if let Some(body) = self.body.take() {
            match Bench::start(body, &self.worker) {
                Ok(thread) => self.thread = Some(thread),
                Err(error) => self.worker.fail_to_start(error),
            }
        }
        match &self.thread {
            Some(thread) => thread.call(item).await,
            // The run has ended with that.
            None => std::future::pending().await,
        }
    }
}

/// The thread of a body.
struct Bench<I, O> {
    /// The thread ends with it.
    items: Option<channel::Sender<I>>,
    made: Arc<Mutex<Made<O>>>,
    tally: Arc<Tally>,
    thread: Option<JoinHandle<()>>,
}

struct Made<O> {
    made: Option<thread::Result<O>>,
    /// The task that waits for it.
    task: Option<Waker>,
}

impl<I: Send + 'static, O: Send + 'static> Bench<I, O> {
    fn start<E>(
        mut body: impl FnMut(I) -> O + Send + 'static,
        worker: &Worker<E>,
    ) -> io::Result<Self> {
        let (items, inbox) = channel::bounded(1);
        let made = Arc::new(Mutex::new(Made {
            made: None,
            task: None,
        }));
        let tally = Arc::clone(worker.tally());
        let work = {
            let made = Arc::clone(&made);
            let tally = Arc::clone(&tally);
            let current = Current::get();
            move || {
                let _current = current.as_ref().map(|current| current.enter(ENDLESS));
                for item in inbox {
                    let result = panic::catch_unwind(AssertUnwindSafe(|| body(item)));
                    let task = {
                        let mut made = lock(&made);
                        made.made = Some(result);
                        made.task.take()
                    };
                    tally.set_blocked(false);
                    task.into_iter().for_each(Waker::wake);
                }
            }
        };
        let name = worker.stage().chars().take(15).collect();
        let thread = thread::Builder::new().name(name).spawn(work)?;
        Ok(Bench {
            items: Some(items),
            made,
            tally,
            thread: Some(thread),
        })
    }

    async fn call(&self, item: I) -> O {
        self.tally.set_blocked(true);
        // There is room: it has none in hand.
        let _ = self.items.as_ref().map(|items| items.try_send(item));
        let made = poll_fn(|cx| {
            let mut made = lock(&self.made);
            if let Some(result) = made.made.take() {
                return Poll::Ready(result);
            }
            made.task = Some(cx.waker().clone());
            Poll::Pending
        });
        made.await
            .unwrap_or_else(|payload| panic::resume_unwind(payload))
    }
}

impl<I, O> Drop for Bench<I, O> {
    fn drop(&mut self) {
        drop(self.items.take());
        if let Some(thread) = self.thread.take() {
            // Its panics were caught, but for that of the drop of its body.
            let _ = thread.join();
        }
    }
}
