//! `blocking` bodies: each worker of such a stage has a thread, where its body may block.

use std::future::poll_fn;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::task::{Poll, Waker};
use std::thread;

use futures_core::Stream;

use super::items::Items;
use crate::report::counters::Counters;
use crate::run::current::{self, Current};
use crate::run::worker::Worker;
use crate::sync::thread::{JoinHandle, spawn};
use crate::sync::{Arc, Mutex, channel, lock};

impl<S: Stream, E> Items<S, E> {
    /// `body`, as what is called with each item on a thread of this worker's own.
    ///
    /// The thread is started for the first item, and has ended when the worker has: a run that is
    /// cancelled, or dropped, waits for the body that is at work.
    pub fn blocking<O, F>(&mut self, body: F) -> Blocking<S::Item, O, F, E>
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
    thread: Option<Bench<I, O, E>>,
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
struct Bench<I, O, E> {
    /// The thread ends with it.
    items: Option<channel::Sender<I>>,
    reply: Arc<Mutex<BlockingReply<O>>>,
    worker: Worker<E>,
    thread: Option<JoinHandle<thread::Result<()>>>,
}

struct BlockingReply<O> {
    made: Option<thread::Result<O>>,
    /// The task that waits for it.
    task: Option<Waker>,
}

impl<I: Send + 'static, O: Send + 'static, E> Bench<I, O, E> {
    fn start(body: impl FnMut(I) -> O + Send + 'static, worker: &Worker<E>) -> io::Result<Self> {
        let (items, inbox) = channel::bounded(1);
        let reply = Arc::new(Mutex::new(BlockingReply {
            made: None,
            task: None,
        }));
        let work = {
            let reply = Arc::clone(&reply);
            let counters = Arc::clone(worker.counters());
            let current = Current::get().map(|current| current.beside());
            let context = worker.context().clone();
            move || {
                current::settle(&context);
                let _current = current.as_ref().map(|current| current.enter(None));
                work(&inbox, body, &reply, &counters)
            }
        };
        let name = worker.stage().chars().take(15).collect();
        let thread = spawn(name, worker.stack(), work)?;
        Ok(Bench {
            items: Some(items),
            reply,
            worker: worker.clone(),
            thread: Some(thread),
        })
    }

    async fn call(&self, item: I) -> O {
        self.worker.counters().set_blocked(true);
        // There is room: it has none in hand.
        let _ = self.items.as_ref().map(|items| items.try_send(item));
        let made = poll_fn(|cx| {
            let mut reply = lock(&self.reply);
            if let Some(result) = reply.made.take() {
                return Poll::Ready(result);
            }
            reply.task = Some(cx.waker().clone());
            Poll::Pending
        });
        made.await
            .unwrap_or_else(|payload| panic::resume_unwind(payload))
    }
}

/// The thread's life: its end is what the drop of the body came to.
fn work<I, O>(
    items: &channel::Receiver<I>,
    mut body: impl FnMut(I) -> O,
    reply: &Mutex<BlockingReply<O>>,
    counters: &Counters,
) -> thread::Result<()> {
    for item in items {
        let result = panic::catch_unwind(AssertUnwindSafe(|| body(item)));
        let task = {
            let mut reply = lock(reply);
            reply.made = Some(result);
            // Before it can be seen: the next item would be blocked already.
            counters.set_blocked(false);
            reply.task.take()
        };
        task.into_iter().for_each(Waker::wake);
    }
    panic::catch_unwind(AssertUnwindSafe(|| drop(body)))
}

impl<I, O, E> Drop for Bench<I, O, E> {
    fn drop(&mut self) {
        drop(self.items.take());
        // A body may drop the future of its own run: its thread then ends after it, by itself.
        let other = self.thread.take().filter(|thread| !thread.is_current());
        let ended = other.map(JoinHandle::join);
        if let Some(Ok(Err(payload))) = ended {
            self.worker.panicked(payload);
        }
    }
}
