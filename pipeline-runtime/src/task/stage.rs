//! `generator`, `stage` and `fan_out` of futures.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::items::Items;
use super::job::Kept;
use super::order::{Order, Place, Slip};
use super::out::Out;
use super::policy::{KeptLetters, Letters};
use super::port::Port;
use super::receiver::Receiver;
use super::run::Run;
use super::sender::Sender;
use super::source::{Maker, Reading, Source};
use crate::edge::Edge;
use crate::policy::{AnyError, Backoff, Copied, Failure, Limit, Once, Policy, Retry, Skip, Stop};
use crate::stack::Stack;
use crate::sync::{Arc, Listener};
use crate::worker::Worker;

impl<'p, E: Send + 'p> Run<'p, E> {
    /// A stage that makes items.
    pub fn generator<O>(&self, name: &'static str, to: Sender<O>) -> Generator<'_, 'p, O, E> {
        Generator {
            run: self,
            name,
            to,
        }
    }

    /// A stage of one worker.
    pub fn stage<S: Source<E>, O>(
        &self,
        name: &'static str,
        from: S,
        to: Sender<O>,
    ) -> Stage<'_, 'p, One<S>, O, E> {
        Stage::new(self, name, One(from), to)
    }

    /// A stage of `workers` workers that share the stream.
    ///
    /// # Panics
    ///
    /// If there are no workers.
    pub fn fan_out<I, O>(
        &self,
        name: &'static str,
        workers: usize,
        from: Receiver<I>,
        to: Sender<O>,
    ) -> Stage<'_, 'p, Shared<I>, O, E> {
        assert!(
            workers > 0,
            "`{name}` needs at least one worker, got fan_out(0, ...)"
        );
        let shared = Shared {
            workers,
            from,
            ordered: false,
        };
        Stage::new(self, name, shared, to)
    }
}

/// A generator about to be started: it makes items while its edge has room.
#[must_use = "a generator starts when it is told what to make"]
pub struct Generator<'r, 'p, O, E> {
    run: &'r Run<'p, E>,
    name: &'static str,
    to: Sender<O>,
}

impl<'p, O: Send + 'p, E: Send + 'p> Generator<'_, 'p, O, E> {
    /// The worker is the future `work(maker, out)`.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(Maker<E>, Out<O, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        self.start(|worker, out| work(().open(worker), out));
    }

    /// The worker is the future `block(out)`, which sends what it makes.
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
        let Generator { run, name, to } = self;
        let worker = run.worker(name, Vec::new(), vec![Arc::clone(to.edge())]);
        let output = to.keeper();
        let out = Out::new(to, &worker, run.clock(), Policy::STOP, None);
        let work = work(&worker, out);
        run.start(worker, Vec::new(), output, work);
    }
}

/// `made`, a generator's block: a drain ends it where it waits, but not with an item that it made.
async fn until_drained<E>(
    worker: Worker<E>,
    made: impl Future<Output = Result<(), E>>,
) -> Result<(), E> {
    let mut made = pin!(made);
    let mut listener = Listener::default();
    let context = worker.context();
    poll_fn(|cx| {
        listener.listen(cx.waker(), |task| context.wake_at_drain(task));
        if context.is_drained() && worker.tally().held.get() == 0 {
            return Poll::Ready(Ok(()));
        }
        made.as_mut().poll(cx)
    })
    .await
}

/// A stage about to be started. `K` is the kind: one worker, or several that share a stream.
#[must_use = "a stage starts when it is given its body"]
pub struct Stage<'r, 'p, K, O, E, A = Once, D = Stop> {
    run: &'r Run<'p, E>,
    name: &'static str,
    kind: K,
    to: Sender<O>,
    policy: Policy<A, D>,
    /// The edge of its failures, if they are a stream.
    failures: Option<Arc<Edge>>,
    stack: Stack,
}

/// One worker, which reads `S`.
pub struct One<S>(S);

/// Workers that share the stream `from`.
pub struct Shared<I> {
    workers: usize,
    from: Receiver<I>,
    ordered: bool,
}

impl<'r, 'p, K, O, E> Stage<'r, 'p, K, O, E> {
    fn new(run: &'r Run<'p, E>, name: &'static str, kind: K, to: Sender<O>) -> Self {
        Stage {
            run,
            name,
            kind,
            to,
            policy: Policy::STOP,
            failures: None,
            stack: Stack::default(),
        }
    }
}

impl<'r, 'p, K, O, E, A, D> Stage<'r, 'p, K, O, E, A, D> {
    /// A body that fails is called again for the same item, at most `further` times.
    pub fn retry<I: Copied>(self, further: u32) -> Stage<'r, 'p, K, O, E, Retry<I, Duration>, D> {
        self.retry_after(further, Duration::ZERO)
    }

    /// [`retry`](Stage::retry), with a wait before each further attempt.
    pub fn retry_after<I: Copied, B: Backoff>(
        self,
        further: u32,
        backoff: B,
    ) -> Stage<'r, 'p, K, O, E, Retry<I, B>, D> {
        self.trying(Retry {
            further,
            backoff,
            after: B::after,
            worth: AnyError,
            copy: I::clone,
        })
    }

    /// [`retry_after`](Stage::retry_after), where the error is worth it.
    pub fn retry_if<I: Copied, B: Backoff, W: Fn(&E) -> bool>(
        self,
        further: u32,
        backoff: B,
        worth: W,
    ) -> Stage<'r, 'p, K, O, E, Retry<I, B, W>, D> {
        self.trying(Retry {
            further,
            backoff,
            after: B::after,
            worth,
            copy: I::clone,
        })
    }

    fn trying<N>(self, attempts: N) -> Stage<'r, 'p, K, O, E, N, D> {
        self.under(|policy| policy.trying(attempts))
    }

    /// A failure is counted, and the run goes on.
    pub fn skip_errors(self) -> Stage<'r, 'p, K, O, E, A, Skip> {
        self.under(|policy| policy.disposing(Skip))
    }

    /// A failure is an item of the stream `failures`, and the run goes on.
    pub fn dead_letters(
        mut self,
        failures: Sender<Failure<E>>,
    ) -> Stage<'r, 'p, K, O, E, A, Letters<E>> {
        self.failures = Some(Arc::clone(failures.edge()));
        self.under(|policy| policy.disposing(Letters(Port::new(failures, 1))))
    }

    /// [`dead_letters`](Stage::dead_letters), each with its item.
    pub fn dead_letters_with_items<I: Copied>(
        mut self,
        failures: Sender<Failure<E, I>>,
    ) -> Stage<'r, 'p, K, O, E, A, KeptLetters<E, I>> {
        self.failures = Some(Arc::clone(failures.edge()));
        let letters = KeptLetters::new(Port::new(failures, 1), I::clone);
        self.under(|policy| policy.disposing(letters))
    }

    /// Failure number `most` ends the run after all.
    pub fn stop_after(mut self, most: u64) -> Self {
        self.policy.limit = Some(Limit::new(most));
        self
    }

    /// The threads of a blocking body have stacks of so many bytes.
    pub fn stack_size(mut self, bytes: usize) -> Self {
        self.stack = Stack::of(bytes);
        self
    }

    /// The same stage under another policy.
    fn under<N, M>(
        self,
        change: impl FnOnce(Policy<A, D>) -> Policy<N, M>,
    ) -> Stage<'r, 'p, K, O, E, N, M> {
        Stage {
            run: self.run,
            name: self.name,
            kind: self.kind,
            to: self.to,
            failures: self.failures,
            stack: self.stack,
            policy: change(self.policy),
        }
    }

    /// The edges that its workers fill.
    fn fills(&self) -> Vec<Arc<Edge>> {
        let own = [Arc::clone(self.to.edge())];
        own.into_iter().chain(self.failures.clone()).collect()
    }
}

impl<'p, S, O, E, A, D> Stage<'_, 'p, One<S>, O, E, A, D>
where
    S: Source<E>,
    O: Send + 'p,
    E: Send + 'p,
    A: Send + 'p,
    D: Clone + Send + 'p,
{
    /// The worker is the future `work(items, out)`.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(S::Items, Out<O, E, A, D>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let fills = self.fills();
        let Stage {
            run,
            name,
            kind: One(from),
            to,
            policy,
            stack,
            ..
        } = self;
        let worker = run.worker(name, from.edges(), fills).on_stack(stack);
        let outputs = (to.keeper(), Kept(policy.disposal.clone()));
        let rooms = from.rooms();
        let items = from.open(&worker);
        let out = Out::new(to, &worker, run.clock(), policy, None);
        run.start(worker, rooms, outputs, work(items, out));
    }
}

/// The stream of a fan-out on one of its workers.
type Part<I, E> = Items<Reading<I>, E>;

impl<'p, I, O, E, A, D> Stage<'_, 'p, Shared<I>, O, E, A, D>
where
    I: Send + 'p,
    O: Send + 'p,
    E: Send + 'p,
    A: Clone + Send + 'p,
    D: Clone + Send + 'p,
{
    /// What is made of each item stays together, and leaves in the order of the input.
    pub fn ordered(mut self) -> Self {
        self.kind.ordered = true;
        self
    }

    /// Each worker is a future `work(items, out)`.
    pub fn work<F, Fut>(self, work: F)
    where
        F: Fn(Part<I, E>, Out<O, E, A, D>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        self.start(work);
    }

    /// Each worker is the future of a `work(items, out)` of its own.
    pub fn each_worker<F, Fut>(self, work: F)
    where
        F: FnOnce(Part<I, E>, Out<O, E, A, D>) -> Fut + Clone,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        self.start(|items, out| work.clone()(items, out));
    }

    /// One body for all workers: it owns what it uses.
    pub fn share<F, R>(self, body: F) -> Sharing<Self, F>
    where
        F: Fn(I) -> R,
    {
        Sharing::new(self, body)
    }

    /// One loop for all workers: it owns what it uses.
    pub fn share_loop<F>(self, work: F) -> Sharing<Self, F>
    where
        F: AsyncFn(Part<I, E>, Out<O, E, A, D>) -> Result<(), E>,
    {
        Sharing::new(self, work)
    }

    fn start<Fut>(self, work: impl Fn(Part<I, E>, Out<O, E, A, D>) -> Fut)
    where
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let fills = self.fills();
        let Stage {
            run,
            name,
            kind:
                Shared {
                    workers,
                    from,
                    ordered,
                },
            to,
            policy,
            stack,
            ..
        } = self;
        let order = ordered.then(|| Order::new(from.edge(), workers));
        let first = run.worker(name, vec![Arc::clone(from.edge())], fills);
        let first = first.on_stack(stack);
        let rooms = vec![Arc::clone(from.room())];
        for index in 0..workers {
            let worker = if index == 0 {
                first.clone()
            } else {
                first.another()
            };
            let slip = ordered.then(|| Slip::new(from.edge().share()));
            let place = order.as_ref().zip(slip.as_ref());
            let place = place.map(|(order, slip)| Place::new(order, slip));
            let outputs = (to.keeper(), Kept(policy.disposal.clone()));
            let items = Reading::new(from.clone(), &worker, slip);
            let items = Items::new(items, worker.clone());
            let out = Out::new(to.clone(), &worker, run.clock(), policy.clone(), place);
            run.start(worker, rooms.clone(), outputs, work(items, out));
        }
    }
}

/// A fan-out with the function that its workers share.
///
/// A worker's future borrows from the function, so nothing generic can be said of it. Hence the call of the function
/// stands in the expansion, where rustc sees that the future is `Send`.
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

impl<'p, I, O, E, A, D, B> Sharing<Stage<'_, 'p, Shared<I>, O, E, A, D>, B>
where
    I: Send + 'p,
    O: Send + 'p,
    E: Send + 'p,
    A: Clone + Send + 'p,
    D: Clone + Send + 'p,
{
    /// Each worker is a future `work(function, items, out)`.
    pub fn work<F, Fut>(self, work: F)
    where
        F: Fn(Arc<B>, Part<I, E>, Out<O, E, A, D>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let Sharing { stage, function } = self;
        stage.start(|items, out| work(Arc::clone(&function), items, out));
    }
}
