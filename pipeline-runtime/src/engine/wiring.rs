//! The methods of runs and scopes that both engines share: making edges, combining streams, and
//! beginning stages.
//!
//! The methods are inherent to each type, although all these types dereference to a [`Wiring`]. If
//! a user implements a trait with methods of these names for every type, methods reached through
//! `Deref` would lose to that trait. Inherent methods win.

use std::cmp::Ordering as Order;
use std::time::Duration;

use super::task::private as tasks;
use super::threads::run::Run;
use super::threads::scope::Scope;
use super::threads::segment::SegmentRun;
use super::threads::source as threads;
use crate::context::Context;
use crate::edge::flow::LossPolicy;
use crate::edge::in_flight::Loop;
use crate::edge::{Bound, Receiver, Sender, bound_of};
use crate::run::wiring::Wiring;
use crate::stage::builder::{One, Shared, Stage};
use crate::stage::feed::{Concat, Latest, MergeBy, Newest, Periods, Prefer, Quiet, Within};
use crate::stage::filling::{Count, Weight};
use crate::stage::policy::Copied;

/// The methods that make edges.
macro_rules! makes_edges {
    ($type:ty $(, $life:lifetime)*) => {
        impl<$($life,)* E> $type {
            /// Returns the wiring for streams of a segment that are not on the way from the
            /// segment's input to its output. These streams belong to no loop, even if the segment
            /// is in one.
            #[must_use]
            pub fn aside(&self) -> Wiring<E> {
                self.out_of_loops()
            }

            /// Returns the run's own context: `ctx` in the bodies.
            #[must_use]
            pub fn context(&self) -> &Context {
                self.state().context()
            }

            /// Makes an edge of the default capacity: a window that starts at 64 items and grows
            /// while items pass quickly.
            #[must_use]
            pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
                self.edge_of(Bound::Window)
            }

            /// Makes an edge in which at most `capacity` items wait. A capacity of 0 is a
            /// rendezvous.
            #[must_use]
            pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.edge_of(bound_of(capacity))
            }

            /// Makes an edge whose waiting items weigh at most `max` together, as its receiver
            /// [weighs](Receiver::weigh) them. An item that alone weighs more than `max` waits
            /// alone.
            #[must_use]
            pub fn edge_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
                self.edge_of(Bound::Weight(max as u64))
            }

            /// Makes an edge that drops a new item if `capacity` items already wait.
            ///
            /// # Panics
            ///
            /// If `capacity` is 0.
            #[must_use]
            pub fn edge_dropping_newest<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.lossy_edge_of(LossPolicy::DropNewest, capacity)
            }

            /// Makes an edge that drops its oldest item when a new one arrives and `capacity` items
            /// already wait.
            ///
            /// # Panics
            ///
            /// If `capacity` is 0.
            #[must_use]
            pub fn edge_dropping_oldest<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.lossy_edge_of(LossPolicy::DropOldest, capacity)
            }

            /// Makes an edge that combines a new item with the newest waiting one if `capacity`
            /// items already wait. Its receiver says how items are
            /// [merged](Receiver::merge_when_full).
            ///
            /// # Panics
            ///
            /// If `capacity` is 0.
            #[must_use]
            pub fn edge_merging<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.lossy_edge_of(LossPolicy::Merge, capacity)
            }

            /// Returns the factory for the edges of a loop that a `feedback` closes. In a segment
            /// that is itself inside a loop, returns the factory of that loop.
            #[must_use]
            pub fn cycle(&self) -> Loop {
                self.loop_of()
            }
        }
    };
}

/// The methods that combine streams, or thin one by time. One worker reads the result.
macro_rules! combines_streams {
    ($type:ty $(, $life:lifetime)*) => {
        impl<$($life,)* E> $type {
            /// Yields the items of the first stream up to its end, then those of the next stream,
            /// and so on.
            #[must_use]
            pub fn concat<T, const N: usize>(&self, streams: [Receiver<T>; N]) -> Concat<T, N> {
                Concat { streams }
            }

            /// Merges sorted streams: yields the items of all streams in the order of `compare`. Of
            /// equal items, the item of the earlier stream comes first.
            #[must_use]
            pub fn merge_by<T, F, const N: usize>(
                &self,
                streams: [Receiver<T>; N],
                compare: F,
            ) -> MergeBy<T, F, N>
            where
                F: FnMut(&T, &T) -> Order,
            {
                MergeBy { streams, compare }
            }

            /// Yields a pair of the newest items of both streams each time either stream has a new
            /// item, once both have had one.
            #[must_use]
            pub fn latest<A: Copied, B: Copied>(
                &self,
                first: Receiver<A>,
                second: Receiver<B>,
            ) -> Latest<A, B> {
                Latest {
                    first,
                    second,
                    copy: (A::clone, B::clone),
                }
            }

            /// Yields the items of all streams. Prefers the item of an earlier stream when several
            /// streams have one ready.
            #[must_use]
            pub fn prefer<T, const N: usize>(&self, streams: [Receiver<T>; N]) -> Prefer<T, N> {
                Prefer { streams }
            }

            /// Yields each item of `from` after which no other item came for `time`, and the last
            /// item.
            #[must_use]
            pub fn debounce<T>(&self, from: Receiver<T>, time: Duration) -> Newest<T, Quiet> {
                let pace = Quiet(time);
                Newest { from, pace }
            }

            /// Yields the newest item of `from` at the end of each period of `time` in which an
            /// item came. The first period begins when this method is called, the last one ends
            /// with the stream.
            #[must_use]
            pub fn sample<T>(&self, from: Receiver<T>, time: Duration) -> Newest<T, Periods> {
                let start = self.state().time_source().now();
                let pace = Periods { start, time };
                Newest { from, pace }
            }

            /// Yields batches of up to `size` items of `from`. A batch has fewer items if `time`
            /// has passed since its first item.
            ///
            /// # Panics
            ///
            /// If `size` is 0.
            #[must_use]
            pub fn batch_within<T>(
                &self,
                from: Receiver<T>,
                size: usize,
                time: Duration,
            ) -> Within<T, Count> {
                assert!(
                    size > 0,
                    "a batch of no items is never full: `batch_within(0, ...)`"
                );
                Within::new(from, size, Count, time)
            }

            /// Yields batches of items of `from` that weigh at most `max`. An item that alone
            /// weighs more is a batch of its own. A batch is cut short if `time` has passed since
            /// its first item.
            #[must_use]
            pub fn batch_by_weight_within<T, F>(
                &self,
                from: Receiver<T>,
                max: usize,
                weigh: F,
                time: Duration,
            ) -> Within<T, Weight<F>>
            where
                F: FnMut(&T) -> usize,
            {
                Within::new(from, max, Weight(weigh), time)
            }
        }
    };
}

/// The methods that begin a stage of one worker, or of several.
macro_rules! begins_stages {
    ($type:ty, $source:path $(, $life:lifetime)*) => {
        impl<$($life,)* E> $type {
            /// Begins the declaration of a stage with one worker. The worker starts when the stage
            /// is given its body.
            pub fn stage<S: $source, O>(
                &self,
                name: &'static str,
                from: S,
                to: Sender<O>,
            ) -> Stage<'_, Self, One<S>, O, E> {
                Stage::new(self, name, One(from), to)
            }

            /// Begins the declaration of a stage with `workers` workers that share one stream. The
            /// workers start when the stage is given its body.
            ///
            /// # Panics
            ///
            /// If `workers` is 0.
            pub fn fan_out<I, O>(
                &self,
                name: &'static str,
                workers: usize,
                from: Receiver<I>,
                to: Sender<O>,
            ) -> Stage<'_, Self, Shared<I>, O, E> {
                assert!(
                    workers > 0,
                    "`{}` needs at least one worker, got fan_out(0, ...)",
                    self.named(name)
                );
                Stage::new(self, name, Shared::new(workers, from), to)
            }
        }
    };
}

makes_edges!(Wiring<E>);
makes_edges!(Run<E>);
makes_edges!(SegmentRun<'r, E>, 'r);
makes_edges!(tasks::Run<'p, E>, 'p);
combines_streams!(Scope<'scope, 'env, E>, 'scope, 'env);
combines_streams!(tasks::Run<'p, E>, 'p);
begins_stages!(Scope<'scope, 'env, E>, threads::Source<E>, 'scope, 'env);
begins_stages!(tasks::Run<'p, E>, tasks::Source<E>, 'p);
