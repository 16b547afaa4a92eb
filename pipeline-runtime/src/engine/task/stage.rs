//! `generator`, `stage` and `fan_out` of futures: starting their workers.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_core::Stream;

use super::by_key::WorkerPart;
use super::items::Items;
use super::order::InOrder;
use super::out::Out;
use super::policy::{Dispose, LetterPort};
use super::port::Port;
use super::run::Run;
use super::source::{Maker, Source};
use crate::edge::Sender;
use crate::edge::reorder::{Order, OrderedSender, SequenceTag};
use crate::run::worker::Worker;
use crate::stage::builder::{One, Shared, Stage, Starter};
use crate::stage::by_key::{Division, Located};
use crate::stage::feed::Streams;
use crate::stage::policy::Policy;
use crate::stage::timed_out::{Late, Timeout};
use crate::sync::stack::Stack;
use crate::sync::{Arc, Listener};

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Begins a stage that makes items.
    pub fn generator<O>(&self, name: &'static str, to: Sender<O>) -> Generator<'_, 'p, O, E> {
        Generator {
            run: self,
            name,
            to,
        }
    }
}

/// A generator about to be started. It makes items while its edge has room.
#[must_use = "a generator starts when it is told what to make"]
pub struct Generator<'r, 'p, O, E> {
    run: &'r Run<'p, E>,
    name: &'static str,
    to: Sender<O>,
}

impl<'p, O: Send + 'p, E: Send + 'p> Generator<'_, 'p, O, E> {
    /// Runs the future `work(maker, out)` as the worker.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(Maker<E>, Out<O, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        self.start(|worker, out| work(().open(worker), out));
    }

    /// Runs the future `block(out)` as the worker. The block sends its items.
    pub fn yields<F, Fut>(self, block: F)
    where
        F: FnOnce(Out<O, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        self.start(|worker, out| {
            let worker = worker.clone();
            until_drained(worker, block(out.of_generator()))
        });
    }

    fn start<F, Fut>(self, work: F)
    where
        F: FnOnce(&Worker<E>, Out<O, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let (run, to) = (self.run, self.to);
        let worker = run.worker(self.name, Vec::new(), vec![Arc::clone(to.edge())]);
        let output = to.keep_open();
        let out = Out::new(to, &worker, run.clock(), Policy::STOP, None);
        let work = work(&worker, out);
        run.start(worker, output, work);
    }
}

/// Runs `made`, the block of a generator. A drain ends the block where it waits, unless the block
/// has an item in hand that it made.
async fn until_drained<E>(
    worker: Worker<E>,
    made: impl Future<Output = Result<(), E>>,
) -> Result<(), E> {
    let mut made = pin!(made);
    let mut listener = Listener::default();
    let context = worker.context();
    poll_fn(|cx| {
        listener.listen(cx.waker(), |task| context.wake_at_drain(task));
        if context.is_drained() && worker.counters().held.get() == 0 {
            return Poll::Ready(Ok(()));
        }
        made.as_mut().poll(cx)
    })
    .await
}

impl<E> Starter<E> for Run<'_, E> {
    type Letters<T> = LetterPort<T>;

    fn letters<T>(to: Sender<T>) -> LetterPort<T> {
        LetterPort::Own(Port::new(to, 1))
    }
}

impl<K, O, E, A, D> Stage<'_, Run<'_, E>, K, O, E, A, D> {
    /// Limits how long the body may take for an item. A body that takes longer is dropped where it
    /// waits, and counts as failed.
    pub fn timeout(mut self, time: Duration) -> Self
    where
        E: Late,
    {
        self.timeout = Some(Timeout::new(time));
        self
    }

    /// Gives the threads of a `blocking` body stacks of `bytes` bytes.
    pub fn stack_size(mut self, bytes: usize) -> Self {
        self.stack = Stack::of(bytes);
        self
    }
}

impl<'p, S, O, E, A, D> Stage<'_, Run<'p, E>, One<S>, O, E, A, D>
where
    S: Source<E>,
    O: Send + 'p,
    E: Send + 'p,
    A: Send + 'p,
    D: Clone + Send + 'p,
{
    /// Runs the future `work(items, out)` as the worker.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(S::Items, Out<O, E, A, D>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let fills = self.fills();
        let (run, One(from)) = (self.run, self.kind);
        let worker = run.worker(self.name, from.edges(), fills);
        let worker = worker.on_stack(self.stack);
        let outputs = (self.to.keep_open(), self.policy.disposal.clone());
        let items = from.open(&worker);
        let out = Out::new(self.to, &worker, run.clock(), self.policy, None);
        run.start(worker, outputs, work(items, out.within(self.timeout)));
    }
}

/// The items of one worker of a fan-out.
type PartItems<I, O, P, E> = Items<<<P as Division<I, O>>::Part as WorkerPart<I, E>>::Stream, E>;

impl<'p, I, P, O, E, A, D> Stage<'_, Run<'p, E>, Shared<I, P>, O, E, A, D>
where
    I: Send + 'p,
    P: Division<I, O, Part: WorkerPart<I, E> + 'p>,
    P::Away: Send + 'p,
    <P::Away as Streams>::Feed: Send,
    O: Send + 'p,
    E: Send + 'p,
    A: Clone + Send + 'p,
    D: Dispose<E> + Clone + Send + 'p,
{
    /// Runs a future `work(items, out)` as each worker.
    pub fn work<F, Fut>(self, work: F)
    where
        F: Fn(PartItems<I, O, P, E>, Out<O, E, A, D>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let fills = self.fills();
        let (run, name, to) = (self.run, self.name, self.to);
        let Shared {
            workers,
            from,
            division,
            ordered,
            window,
        } = self.kind;
        let (division, from) = match division.locate(from, ordered) {
            Located::Here(division, from) => (division, from),
            Located::Away(away) => return Stage::new(run, name, One(away), to).work(give_all),
        };
        let ordered = ordered && !division.is_served();
        let order = ordered.then(|| Order::new(&to, workers, window));
        let ahead = order.as_ref().map(|order| order.ahead());
        let policy = self.policy;
        let policy = if ordered { policy.in_order() } else { policy };
        let reads = vec![Arc::clone(from.edge())];
        let mut members = run.members(name, reads, fills, division.is_served());
        let to = if workers > 1 && !ordered {
            to.with_common_lane()
        } else {
            to
        };
        for (part, to) in division.divide(from, to, workers, ahead) {
            let worker = members.next(&to).on_stack(self.stack);
            let tag = ordered.then(SequenceTag::default);
            let out_in_order = order.as_ref().zip(tag.clone());
            let out_in_order =
                out_in_order.map(|(order, tag)| InOrder::new(OrderedSender::new(order), tag));
            let outputs = (to.keep_open(), policy.disposal.clone());
            let worker = worker.with_queue(part.queue());
            let wait = part.shared_wait();
            let items = part.open(&worker, tag);
            let give_up = <P::Part as WorkerPart<I, E>>::give_up;
            let items = Items::of_part(items, worker.clone(), give_up);
            let out = Out::new(to, &worker, run.clock(), policy.clone(), out_in_order);
            let work = work(items, out.within(self.timeout));
            run.start_sharing(worker, outputs, work, wait);
        }
    }

    /// Runs a future `work(items, out)` as each worker. Each worker gets its own clone of `work`.
    pub fn each_worker<F, Fut>(self, work: F)
    where
        F: FnOnce(PartItems<I, O, P, E>, Out<O, E, A, D>) -> Fut + Clone,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        self.work(|items, out| work.clone()(items, out));
    }

    /// Shares one body among all workers. The body owns what it uses.
    pub fn share<F, R>(self, body: F) -> Sharing<Self, F>
    where
        F: Fn(I) -> R,
    {
        Sharing::new(self, body)
    }

    /// Shares one loop among all workers. The loop owns what it uses.
    pub fn share_loop<F>(self, work: F) -> Sharing<Self, F>
    where
        F: AsyncFn(PartItems<I, O, P, E>, Out<O, E, A, D>) -> Result<(), E>,
    {
        Sharing::new(self, work)
    }
}

/// Runs `for item in items { out.send(item)? }`.
async fn give_all<S, T, E>(items: Items<S, E>, mut out: Out<T, E>) -> Result<(), E>
where
    S: Stream<Item = T> + Unpin + Send,
    T: Send,
    E: Send,
{
    out.send_all(items).await
}

/// A fan-out with the function that its workers share.
///
/// The future of a worker borrows from the function, so generic code cannot express its bounds. The
/// call of the function is therefore part of the expansion, where rustc sees that the future is
/// `Send`.
#[must_use = "a stage starts when it is told how its function is called"]
pub struct Sharing<G, F> {
    stage: G,
    function: Arc<F>,
}

impl<G, F> Sharing<G, F> {
    fn new(stage: G, function: F) -> Self {
        let function = Arc::new(function);
        Sharing { stage, function }
    }
}

impl<'p, I, P, O, E, A, D, B> Sharing<Stage<'_, Run<'p, E>, Shared<I, P>, O, E, A, D>, B>
where
    I: Send + 'p,
    P: Division<I, O, Part: WorkerPart<I, E> + 'p>,
    P::Away: Send + 'p,
    <P::Away as Streams>::Feed: Send,
    O: Send + 'p,
    E: Send + 'p,
    A: Clone + Send + 'p,
    D: Dispose<E> + Clone + Send + 'p,
{
    /// Runs a future `work(function, items, out)` as each worker.
    pub fn work<F, Fut>(self, work: F)
    where
        F: Fn(Arc<B>, PartItems<I, O, P, E>, Out<O, E, A, D>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let Sharing { stage, function } = self;
        stage.work(|items, out| work(Arc::clone(&function), items, out));
    }
}
