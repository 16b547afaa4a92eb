//! A stage about to be started: between which streams, and under which policy.

use crate::edge::Edge;
use crate::policy::{
    AnyError, Copied, Guarded, KeptLetters, Letters, Limit, Once, Policy, Post, Retry, Skip, Stop,
};
use crate::policy::{Backoff, Failure};
use crate::queue::Sender;
use crate::scope::Scope;
use crate::sync::Arc;
use std::time::Duration;

/// A stage about to be started.
///
/// `K` is the kind: one worker, or several that share a stream.
#[must_use = "a stage starts when it is given its body"]
pub struct Stage<'s, 'scope, 'env: 'scope, K, O, E, A = Once, D = Stop> {
    pub(crate) scope: &'s Scope<'scope, 'env, E>,
    pub(crate) name: &'static str,
    pub(crate) kind: K,
    pub(crate) to: Sender<O>,
    pub(crate) policy: Policy<A, D>,
    /// The edge of its failures, if they are a stream.
    failures: Option<Arc<Edge>>,
}

impl<'s, 'scope, 'env, K, O, E> Stage<'s, 'scope, 'env, K, O, E> {
    pub(crate) fn new(
        scope: &'s Scope<'scope, 'env, E>,
        name: &'static str,
        kind: K,
        to: Sender<O>,
    ) -> Self {
        Stage {
            scope,
            name,
            kind,
            to,
            policy: Policy::STOP,
            failures: None,
        }
    }
}

impl<'s, 'scope, 'env, K, O, E, A, D> Stage<'s, 'scope, 'env, K, O, E, A, D> {
    /// A body that fails is called again for the same item, at most `further` times.
    pub fn retry<I: Copied>(
        self,
        further: u32,
    ) -> Stage<'s, 'scope, 'env, K, O, E, Retry<I, Duration>, D> {
        self.retry_after(further, Duration::ZERO)
    }

    /// [`retry`](Stage::retry), with a wait before each further attempt.
    pub fn retry_after<I: Copied, B: Backoff>(
        self,
        further: u32,
        backoff: B,
    ) -> Stage<'s, 'scope, 'env, K, O, E, Retry<I, B>, D> {
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
    ) -> Stage<'s, 'scope, 'env, K, O, E, Retry<I, B, W>, D> {
        self.trying(Retry {
            further,
            backoff,
            after: B::after,
            worth,
            copy: I::clone,
        })
    }

    fn trying<N>(self, attempts: N) -> Stage<'s, 'scope, 'env, K, O, E, N, D> {
        self.under(|policy| policy.trying(attempts))
    }

    /// A failure is counted, and the run goes on.
    pub fn skip_errors(self) -> Stage<'s, 'scope, 'env, K, O, E, A, Skip> {
        self.dispose(Skip)
    }

    /// A failure is an item of the stream `failures`, and the run goes on.
    pub fn dead_letters(
        mut self,
        failures: Sender<Failure<E>>,
    ) -> Stage<'s, 'scope, 'env, K, O, E, A, Letters<E>> {
        self.failures = Some(Arc::clone(failures.edge()));
        self.dispose(Letters(Post::Own(failures)))
    }

    /// [`dead_letters`](Stage::dead_letters), each with its item.
    pub fn dead_letters_with_items<I: Copied>(
        mut self,
        failures: Sender<Failure<E, I>>,
    ) -> Stage<'s, 'scope, 'env, K, O, E, A, KeptLetters<E, I>> {
        self.failures = Some(Arc::clone(failures.edge()));
        self.dispose(KeptLetters(Post::Own(failures), I::clone))
    }

    /// Failure number `most` ends the run after all.
    pub fn stop_after(mut self, most: u64) -> Self {
        self.policy.limit = Some(Limit::new(most));
        self
    }

    fn dispose<N>(self, disposal: N) -> Stage<'s, 'scope, 'env, K, O, E, A, N> {
        self.under(|policy| policy.disposing(disposal))
    }

    /// The same stage under another policy.
    fn under<N, M>(
        self,
        change: impl FnOnce(Policy<A, D>) -> Policy<N, M>,
    ) -> Stage<'s, 'scope, 'env, K, O, E, N, M> {
        Stage {
            scope: self.scope,
            name: self.name,
            kind: self.kind,
            to: self.to,
            failures: self.failures,
            policy: change(self.policy),
        }
    }

    /// The edges that its workers fill.
    pub(crate) fn fills(&self) -> Vec<Arc<Edge>> {
        let own = [Arc::clone(self.to.edge())];
        own.into_iter().chain(self.failures.clone()).collect()
    }
}

impl<A, D> Policy<A, D> {
    pub(crate) fn guard<B>(self, body: B) -> Guarded<B, A, D> {
        Guarded { body, policy: self }
    }
}
