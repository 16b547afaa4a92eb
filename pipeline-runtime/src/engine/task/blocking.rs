//! `blocking` bodies: each worker of such a stage has a thread, on which its body may block.

use std::future::poll_fn;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::task::{Poll, Waker};
use std::thread;

use futures_core::Stream;

use super::items::Items;
use crate::report::counters::Counters;
use crate::run::current::{self, Current};
use crate::run::foreign;
use crate::run::worker::Worker;
use crate::sync::thread::{JoinHandle, spawn};
use crate::sync::{Arc, Mutex, channel, lock};

impl<S: Stream, E> Items<S, E> {
    /// Wraps `body`, which is called with each item on a thread that belongs to this worker.
    ///
    /// The thread starts with the first item, and has ended when the worker has ended. A run that
    /// is cancelled or dropped waits for a body at work.
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

/// A body that runs on a thread of its own.
pub struct Blocking<I, O, F, E> {
    /// `None` once the thread has it.
    body: Option<F>,
    thread: Option<BodyThread<I, O, E>>,
    worker: Worker<E>,
}

impl<I, O, F, E> Blocking<I, O, F, E>
where
    F: FnMut(I) -> O + Send + 'static,
    I: Send + 'static,
    O: Send + 'static,
{
    /// Calls the body with `item` on the thread, and waits for the result. A panic of the body
    /// resumes here.
    pub async fn call(&mut self, item: I) -> O {
        if let Some(body) = self.body.take() {
            match BodyThread::start(body, &self.worker) {
                Ok(thread) => self.thread = Some(thread),
                Err(error) => self.worker.fail_to_start(error),
            }
        }
        match &self.thread {
            Some(thread) => thread.call(item).await,
            // `fail_to_start` has cancelled the run, which drops this future.
            None => std::future::pending().await,
        }
    }
}

/// The thread of a body.
struct BodyThread<I, O, E> {
    /// Sender of the items. Its drop ends the thread.
    items: Option<channel::Sender<I>>,
    reply: Arc<Mutex<BlockingReply<O>>>,
    worker: Worker<E>,
    thread: Option<JoinHandle<thread::Result<()>>>,
}

struct BlockingReply<O> {
    made: Option<thread::Result<O>>,
    /// The task that waits for the reply.
    task: Option<Waker>,
}

impl<I: Send + 'static, O: Send + 'static, E> BodyThread<I, O, E> {
    fn start(body: impl FnMut(I) -> O + Send + 'static, worker: &Worker<E>) -> io::Result<Self> {
        let (items, inbox) = channel::bounded(1);
        let reply = Arc::new(Mutex::new(BlockingReply {
            made: None,
            task: None,
        }));
        let work = {
            let reply = Arc::clone(&reply);
            let current = Current::get().map(|current| current.beside());
            let context = worker.context().clone();
            let counters = Arc::clone(worker.counters());
            move || {
                current::settle(&context);
                let _current = current.as_ref().map(|current| current.enter(None));
                work(&inbox, body, &reply, &counters)
            }
        };
        let name = worker.stage().chars().take(15).collect();
        let thread = spawn(name, worker.stack(), work)?;
        Ok(BodyThread {
            items: Some(items),
            reply,
            worker: worker.clone(),
            thread: Some(thread),
        })
    }

    async fn call(&self, item: I) -> O {
        self.worker.counters().set_blocked(true);
        // The channel has room: the thread has no item in hand.
        let _ = self.items.as_ref().map(|items| items.try_send(item));
        let made = poll_fn(|cx| {
            let mut reply = lock(&self.reply);
            if let Some(result) = reply.made.take() {
                self.worker.counters().set_blocked(false);
                return Poll::Ready(result);
            }
            reply.task = Some(cx.waker().clone());
            Poll::Pending
        });
        made.await
            .unwrap_or_else(|payload| panic::resume_unwind(payload))
    }
}

/// Runs the thread's loop. Returns the panic of the body's drop, if it panicked.
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
            counters.body_returned();
            reply.task.take()
        };
        // A waker is foreign code. Even if it panics, this thread must take the next item.
        foreign::call_quietly(|| task.into_iter().for_each(Waker::wake));
    }
    panic::catch_unwind(AssertUnwindSafe(|| drop(body)))
}

impl<I, O, E> Drop for BodyThread<I, O, E> {
    fn drop(&mut self) {
        drop(self.items.take());
        // A body may drop the future of its own run. Then its thread cannot join itself, and ends
        // by itself after the body.
        let other = self.thread.take().filter(|thread| !thread.is_current());
        let ended = other.map(JoinHandle::join);
        if let Some(Ok(Err(payload))) = ended {
            self.worker.panicked(payload);
        }
    }
}
