//! `route` of futures: a body sends each item into branches, by calling them.
//!
//! A body that is not async cannot wait for room. Its items are kept until it returns, and are sent
//! then. An async body waits for each item: `branch(item).await`.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use super::port::{Port, SharedPort, Wait, timed};
use super::run::Run;
use super::source::Source;
use crate::context::Context;
use crate::edge::Edge;
use crate::edge::Sender;
use crate::run::worker::Worker;
use crate::sync::{Arc, Mutex, lock};

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Begins a stage whose body sends items into branches. It starts when it is given its branches
    /// and its body.
    pub fn route<S: Source<E>>(&self, name: &'static str, from: S) -> Route<'_, 'p, S, E> {
        Route {
            run: self,
            name,
            from,
            fills: Vec::new(),
            outputs: Vec::new(),
        }
    }
}

/// A route about to be started.
#[must_use = "a route starts when it is given its body"]
pub struct Route<'r, 'p, S, E> {
    run: &'r Run<'p, E>,
    name: &'static str,
    from: S,
    fills: Vec<Arc<Edge>>,
    /// A sender for each branch, whatever the type of its items. They keep the branches open.
    outputs: Vec<Box<dyn super::worker_task::Held + 'p>>,
}

impl<'p, S: Source<E>, E: Send + 'p> Route<'_, 'p, S, E> {
    /// Adds a branch.
    pub fn to<T: Send + 'p>(mut self, branch: &Sender<T>) -> Self {
        self.fills.push(Arc::clone(branch.edge()));
        self.outputs.push(Box::new(branch.keep_open()));
        self
    }

    /// Runs the future `work(items, out)` as the worker.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(S::Items, Routes<'p, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let worker = self.run.worker(self.name, self.from.edges(), self.fills);
        let items = self.from.open(&worker);
        let out = Routes {
            worker: worker.clone(),
            branches: Vec::new(),
        };
        self.run.start(worker, self.outputs, work(items, out));
    }
}

/// The branches of a route, on its worker.
pub struct Routes<'p, E> {
    worker: Worker<E>,
    branches: Vec<Arc<dyn Flush + Send + Sync + 'p>>,
}

impl<'p, E: Send + 'p> Routes<'p, E> {
    /// Returns the context of the run.
    #[must_use]
    pub fn context(&mut self) -> Context {
        self.worker.context().clone()
    }

    /// Returns the function that sends into `to`. Items are dropped once `to` has no receiver.
    pub fn branch<T: Send + 'p>(&mut self, to: Sender<T>) -> impl Fn(T) + use<'p, T, E> {
        let place = self.worker.place(to.edge());
        let branch = Arc::new(Branch {
            worker: self.worker.clone(),
            kept: Mutex::new(Kept {
                port: Port::new(to, place),
                items: VecDeque::new(),
                first: None,
            }),
        });
        self.branches.push(Arc::clone(&branch) as _);
        move |item| branch.keep(item)
    }

    /// Returns the function that sends into `to` when its future is awaited.
    pub fn branch_async<T>(&mut self, to: Sender<T>) -> impl Fn(T) -> BranchSend<T, E> + use<T, E> {
        let worker = self.worker.clone();
        let place = worker.place(to.edge());
        // A body may keep the function or its futures. These must not keep the stream open.
        let port = SharedPort::new(Port::new(to.into_guest(), place));
        move |item| BranchSend {
            port: port.clone(),
            item: Some(item),
            worker: worker.clone(),
            wait: Wait::default(),
        }
    }

    /// Ends the item in hand, for a body that may fail.
    pub async fn try_end(&mut self, made: Result<(), E>) {
        match made {
            Ok(()) => self.end().await,
            Err(error) => {
                self.worker.counters().held.set(0);
                self.worker.fail(error);
            }
        }
    }

    /// Like [`try_end`](Routes::try_end), for a body that names its own error type.
    pub async fn try_end_into<X>(&mut self, made: Result<(), X>)
    where
        E: From<X>,
    {
        self.try_end(made.map_err(E::from)).await;
    }

    /// Ends the item in hand: waits until all items that the body sent have left, through all
    /// branches concurrently.
    pub async fn end(&mut self) {
        let waited = &self.worker.counters().waited_for_output;
        timed(waited, |cx| {
            let mut all = Poll::Ready(());
            for branch in &self.branches {
                if branch.poll_flush(cx).is_pending() {
                    all = Poll::Pending;
                }
            }
            all
        })
        .await;
        self.worker.counters().held.set(0);
    }
}

/// A branch whose items may wait for room.
trait Flush {
    fn poll_flush(&self, cx: &mut Task<'_>) -> Poll<()>;
}

struct Branch<T, E> {
    worker: Worker<E>,
    kept: Mutex<Kept<T>>,
}

struct Kept<T> {
    port: Port<T>,
    /// Items that were sent and have not left, after the first.
    items: VecDeque<T>,
    /// The first item that has not left.
    first: Option<T>,
}

impl<T, E> Branch<T, E> {
    fn keep(&self, item: T) {
        let mut kept = lock(&self.kept);
        if !kept.port.edge().is_unwanted() {
            kept.items.push_back(item);
        }
    }

    /// Sends the first of the kept items. Returns the item if the branch has no receiver.
    fn poll_first(&self, cx: &mut Task<'_>) -> Poll<First<T>> {
        let mut kept = lock(&self.kept);
        let Kept { port, items, first } = &mut *kept;
        if first.is_none() {
            *first = items.pop_front();
        }
        if first.is_none() {
            return Poll::Ready(First::None);
        }
        let sent = port.poll_send(first, &self.worker, cx);
        // The other branches may still have receivers. The worker ends when none has.
        sent.map(|_| first.take().map_or(First::Sent, First::Unread))
    }
}

impl<T> Drop for Kept<T> {
    fn drop(&mut self) {
        let items = self.first.take().into_iter().chain(self.items.drain(..));
        self.port.edge().discard(items);
    }
}

/// The outcome of sending the first of the kept items.
enum First<T> {
    Sent,
    Unread(T),
    /// No items are kept.
    None,
}

impl<T, E> Flush for Branch<T, E> {
    fn poll_flush(&self, cx: &mut Task<'_>) -> Poll<()> {
        loop {
            match self.poll_first(cx) {
                Poll::Ready(First::Sent) => {}
                Poll::Ready(First::Unread(item)) => drop(item),
                Poll::Ready(First::None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

/// Sends an item into a branch. If this future is dropped before the item has left, the item is not
/// sent.
#[must_use = "an item goes down a branch when this is awaited"]
pub struct BranchSend<T, E> {
    port: SharedPort<T>,
    item: Option<T>,
    worker: Worker<E>,
    wait: Wait,
}

impl<T, E> Unpin for BranchSend<T, E> {}

impl<T, E> Future for BranchSend<T, E> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<()> {
        let this = &mut *self;
        let sent = this.port.poll_send(&mut this.item, &this.worker, cx);
        let waited = &this.worker.counters().waited_for_output;
        this.wait.note(waited, sent.is_ready());
        // The other branches may still have receivers. The worker ends when none has.
        sent.map(drop)
    }
}
