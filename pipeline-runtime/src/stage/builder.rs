//! A stage about to be started: its streams, its workers and its policy.

use std::ops::Deref;
use std::time::Duration;

use crate::edge::reorder;
use crate::edge::{Edge, Receiver, Sender};
use crate::run::wiring::Wiring;
use crate::stage::by_key::{self, AnyWorker, ByKey, Hashing};
use crate::stage::policy::{
    AnyError, Backoff, Copied, Failure, KeptLetters, Letters, Limit, Once, Policy, Post, Retry,
    Skip, Stop,
};
use crate::stage::timed_out::Timeout;
use crate::sync::Arc;
use crate::sync::stack::Stack;

/// Starts the workers of a stage, in the way of an engine.
pub trait Starter<E>: Deref<Target = Wiring<E>> {
    /// The sender of failures.
    #[doc(hidden)]
    type Letters<T>: Post;

    #[doc(hidden)]
    fn letters<T>(to: Sender<T>) -> Self::Letters<T>;
}

/// Failures that `R` sends.
type SentBy<R, E> = Letters<<R as Starter<E>>::Letters<Failure<E>>>;

/// Failures that `R` sends with their items.
type KeptAndSentBy<R, E, I> = KeptLetters<<R as Starter<E>>::Letters<Failure<E, I>>, I>;

/// A stage about to be started.
///
/// `R` starts the stage. `K` is its kind: one worker, or several that share a stream.
#[must_use = "a stage starts when it is given its body"]
pub struct Stage<'r, R, K, O, E, A = Once, D = Stop> {
    pub(crate) run: &'r R,
    pub(crate) name: &'static str,
    pub(crate) kind: K,
    pub(crate) to: Sender<O>,
    pub(crate) policy: Policy<A, D>,
    /// Edge of the stage's failures, if they are a stream.
    failures: Option<Arc<Edge>>,
    /// Maximum time that an async body may take for an item, if it is limited.
    pub(crate) timeout: Option<Timeout<E>>,
    /// The stack of a blocking body's thread.
    pub(crate) stack: Stack,
}

/// One worker, which reads `S`.
pub struct One<S>(pub(crate) S);

/// Workers that share the stream `from`. `P` decides which of them gets an item.
///
/// A body that is given as it is, is made once and shared by the workers, hence `Fn + Sync`. A body
/// that each worker makes for itself may contain state that cannot be shared.
pub struct Shared<I, P = AnyWorker> {
    pub(crate) workers: usize,
    pub(crate) from: Receiver<I>,
    pub(crate) division: P,
    pub(crate) ordered: bool,
    pub(crate) window: Option<usize>,
}

impl<I> Shared<I> {
    pub(crate) fn new(workers: usize, from: Receiver<I>) -> Self {
        Shared {
            workers,
            from,
            division: AnyWorker::NEW,
            ordered: false,
            window: None,
        }
    }

    fn divided<P>(self, division: P) -> Shared<I, P> {
        Shared {
            workers: self.workers,
            from: self.from,
            division,
            ordered: self.ordered,
            window: self.window,
        }
    }
}

impl<'r, R, K, O, E> Stage<'r, R, K, O, E> {
    pub(crate) fn new(run: &'r R, name: &'static str, kind: K, to: Sender<O>) -> Self {
        Stage {
            run,
            name,
            kind,
            to,
            policy: Policy::STOP,
            failures: None,
            timeout: None,
            stack: Stack::default(),
        }
    }
}

impl<'r, R: Starter<E>, K, O, E, A, D> Stage<'r, R, K, O, E, A, D> {
    /// Calls a body that fails again for the same item, at most `further` times.
    pub fn retry<I: Copied>(self, further: u32) -> Stage<'r, R, K, O, E, Retry<I, Duration>, D> {
        self.retry_after(further, Duration::ZERO)
    }

    /// [`retry`](Stage::retry), with a wait before each further attempt.
    pub fn retry_after<I: Copied, B: Backoff>(
        self,
        further: u32,
        backoff: B,
    ) -> Stage<'r, R, K, O, E, Retry<I, B>, D> {
        self.trying(Retry {
            further,
            backoff,
            after: B::after,
            worth: AnyError,
            copy: I::clone,
        })
    }

    /// [`retry_after`](Stage::retry_after), but only after errors for which `worth` returns `true`.
    pub fn retry_if<I: Copied, B: Backoff, W: Fn(&E) -> bool>(
        self,
        further: u32,
        backoff: B,
        worth: W,
    ) -> Stage<'r, R, K, O, E, Retry<I, B, W>, D> {
        self.trying(Retry {
            further,
            backoff,
            after: B::after,
            worth,
            copy: I::clone,
        })
    }

    fn trying<N>(self, attempts: N) -> Stage<'r, R, K, O, E, N, D> {
        self.under(|policy| policy.trying(attempts))
    }

    /// Counts failures, and lets the run continue.
    pub fn skip_errors(self) -> Stage<'r, R, K, O, E, A, Skip> {
        self.under(|policy| policy.disposing(Skip))
    }

    /// Sends each failure into the stream `failures`, and lets the run continue.
    pub fn dead_letters(
        mut self,
        failures: Sender<Failure<E>>,
    ) -> Stage<'r, R, K, O, E, A, SentBy<R, E>> {
        self.failures = Some(Arc::clone(failures.edge()));
        self.under(|policy| policy.disposing(Letters(R::letters(failures))))
    }

    /// [`dead_letters`](Stage::dead_letters), where each failure contains its item.
    pub fn dead_letters_with_items<I: Copied>(
        mut self,
        failures: Sender<Failure<E, I>>,
    ) -> Stage<'r, R, K, O, E, A, KeptAndSentBy<R, E, I>> {
        self.failures = Some(Arc::clone(failures.edge()));
        let letters = KeptLetters::new(R::letters(failures), I::clone);
        self.under(|policy| policy.disposing(letters))
    }

    /// Ends the run at failure number `most`.
    pub fn stop_after(mut self, most: u64) -> Self {
        self.policy.limit = Some(Limit::new(most));
        self
    }

    /// Returns the same stage under another policy.
    fn under<N, M>(
        self,
        change: impl FnOnce(Policy<A, D>) -> Policy<N, M>,
    ) -> Stage<'r, R, K, O, E, N, M> {
        Stage {
            run: self.run,
            name: self.name,
            kind: self.kind,
            to: self.to,
            failures: self.failures,
            timeout: self.timeout,
            stack: self.stack,
            policy: change(self.policy),
        }
    }

    /// Returns the edges that the stage's workers fill.
    pub(crate) fn fills(&self) -> Vec<Arc<Edge>> {
        let own = [Arc::clone(self.to.edge())];
        own.into_iter().chain(self.failures.clone()).collect()
    }
}

impl<'r, R: Starter<E>, I, O, E, A, D> Stage<'r, R, Shared<I>, O, E, A, D> {
    /// Gives items with equal keys to the same worker, in the order of the stream. `key` returns
    /// the hash of a key.
    pub fn by<'k, F>(self, key: F) -> Stage<'r, R, Shared<I, ByKey<'k, I>>, O, E, A, D>
    where
        F: FnMut(&I, Hashing<'_>) -> u64 + Send + 'k,
    {
        let division = ByKey(by_key::key(self.run.state().context(), key));
        self.divided(division)
    }

    /// Returns the same stage, whose workers share the stream in another way.
    pub(crate) fn divided<P>(self, division: P) -> Stage<'r, R, Shared<I, P>, O, E, A, D> {
        Stage {
            run: self.run,
            name: self.name,
            kind: self.kind.divided(division),
            to: self.to,
            policy: self.policy,
            failures: self.failures,
            timeout: self.timeout,
            stack: self.stack,
        }
    }
}

impl<R: Starter<E>, I, P, O, E, A, D> Stage<'_, R, Shared<I, P>, O, E, A, D> {
    /// Makes outputs leave in the order of the input. The outputs of one item stay together.
    pub fn ordered(mut self) -> Self {
        self.kind.ordered = true;
        self
    }

    /// Sets how many items may be begun that the next stage has not taken, counted from the oldest.
    ///
    /// # Panics
    ///
    /// If `items` is 0.
    pub fn window(mut self, items: usize) -> Self {
        self.kind.window = Some(reorder::window(self.run.named(self.name), items));
        self
    }
}
