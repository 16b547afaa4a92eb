//! What a stage does when its body fails: it tries again, and then stops the run, skips the item,
//! or sends the failure on.

mod attempts;
mod disposal;

pub(crate) use self::attempts::CopyFn;
pub use self::attempts::{AnyError, Attempt, Attempts, Backoff, Copied, Once, Retry, Tries, Worth};
pub use self::disposal::{
    Disposal, Failure, Keep, KeptLetters, Letters, Nowhere, Post, Skip, Stop,
};
use crate::sync::{Arc, AtomicU64, Ordering};

/// The policy of a stage, shared by its workers.
#[derive(Clone)]
pub(crate) struct Policy<A, D> {
    pub(crate) attempts: A,
    pub(crate) disposal: D,
    pub(crate) limit: Option<Limit>,
}

impl Policy<Once, Stop> {
    pub(crate) const STOP: Self = Policy {
        attempts: Once,
        disposal: Stop,
        limit: None,
    };
}

impl<A, D> Policy<A, D> {
    /// Adapts the policy to an ordered fan-out, whose failures keep the order too.
    pub(crate) fn in_order<E>(self) -> Self
    where
        D: Disposal<E>,
    {
        let disposal = self.disposal.in_order();
        Policy { disposal, ..self }
    }

    pub(crate) fn trying<N>(self, attempts: N) -> Policy<N, D> {
        Policy {
            attempts,
            disposal: self.disposal,
            limit: self.limit,
        }
    }

    pub(crate) fn disposing<N>(self, disposal: N) -> Policy<A, N> {
        Policy {
            attempts: self.attempts,
            disposal,
            limit: self.limit,
        }
    }
}

/// Number of failures that ends the run.
#[derive(Clone)]
pub(crate) struct Limit {
    most: u64,
    so_far: Arc<AtomicU64>,
}

impl Limit {
    pub(crate) fn new(most: u64) -> Self {
        let so_far = Arc::default();
        Limit { most, so_far }
    }

    /// Counts a failure. Returns whether it ends the run.
    pub(crate) fn is_reached(&self) -> bool {
        self.so_far.fetch_add(1, Ordering::Relaxed) + 1 >= self.most
    }
}
