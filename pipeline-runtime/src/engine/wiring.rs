//! The methods of runs and scopes that are the same on both engines: they make edges, combine streams, and take what
//! a stage is told first.
//!
//! They are inherent to each type, although all these types dereference to a [`Wiring`]. A user's trait may be
//! implemented for every type, and have methods of these names: they would be called in place of methods behind a `Deref`.

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
            /// In a segment: what makes the streams that do not lead from its input to its output. They are none of the loop
            /// that the segment may be in.
            #[must_use]
            pub fn aside(&self) -> Wiring<E> {
                self.out_of_loops()
            }

            /// The run's own context: `ctx` in the bodies.
            #[must_use]
            pub fn context(&self) -> &Context {
                self.state().context()
            }

            /// A stream between stages, of the default capacity: a window that grows while items go through quickly. At
            /// first 64 of them wait in it.
            #[must_use]
            pub fn edge<T>(&self) -> (Sender<T>, Receiver<T>) {
                self.edge_of(Bound::Window)
            }

            /// A stream between stages: at most `capacity` items wait in it. 0 is a rendezvous.
            #[must_use]
            pub fn edge_with_capacity<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.edge_of(bound_of(capacity))
            }

            /// A stream between stages. The items that wait in it weigh at most `max` together, as its receiver
            /// [weighs](Receiver::weigh) them; an item that alone weighs more waits alone.
            #[must_use]
            pub fn edge_by_weight<T>(&self, max: usize) -> (Sender<T>, Receiver<T>) {
                self.edge_of(Bound::Weight(max as u64))
            }

            /// A stream between stages that loses the item that comes while `capacity` items wait.
            ///
            /// # Panics
            ///
            /// If `capacity` is 0.
            #[must_use]
            pub fn edge_dropping_newest<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.lossy_edge_of(LossPolicy::DropNewest, capacity)
            }

            /// A stream between stages that loses its oldest item when another comes while `capacity` items wait.
            ///
            /// # Panics
            ///
            /// If `capacity` is 0.
            #[must_use]
            pub fn edge_dropping_oldest<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.lossy_edge_of(LossPolicy::DropOldest, capacity)
            }

            /// A stream between stages. An item that comes while `capacity` items wait becomes one with the newest of
            /// them, as its receiver [merges](Receiver::merge_when_full) them.
            ///
            /// # Panics
            ///
            /// If `capacity` is 0.
            #[must_use]
            pub fn edge_merging<T>(&self, capacity: usize) -> (Sender<T>, Receiver<T>) {
                self.lossy_edge_of(LossPolicy::Merge, capacity)
            }

            /// What makes the streams of a loop that a `feedback` closes. In a loop, both are one.
            #[must_use]
            pub fn cycle(&self) -> Loop {
                self.loop_of()
            }
        }
    };
}

/// The methods that combine streams: one worker reads them together, or by time.
macro_rules! combines_streams {
    ($type:ty $(, $life:lifetime)*) => {
        impl<$($life,)* E> $type {
            /// The items of the first stream to its end, then those of the next, and so on.
            #[must_use]
            pub fn concat<T, const N: usize>(&self, streams: [Receiver<T>; N]) -> Concat<T, N> {
                Concat { streams }
            }

            /// The items of all streams, that which `compare` orders first before the others. Of equal items, that
            /// of the earlier stream comes first.
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

            /// The newest item of each stream, whenever one of them has a new item, once both have one.
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

            /// The items of all streams: of an earlier stream while it has some.
            #[must_use]
            pub fn prefer<T, const N: usize>(&self, streams: [Receiver<T>; N]) -> Prefer<T, N> {
                Prefer { streams }
            }

            /// The items of `from` after which no other came for `time`; the last item, too.
            #[must_use]
            pub fn debounce<T>(&self, from: Receiver<T>, time: Duration) -> Newest<T, Quiet> {
                let pace = Quiet(time);
                Newest { from, pace }
            }

            /// The newest item of `from` at the end of each period of `time`, if one came in it. The first period
            /// begins with the run, the last one ends with the stream.
            #[must_use]
            pub fn sample<T>(&self, from: Receiver<T>, time: Duration) -> Newest<T, Periods> {
                let start = self.state().time_source().now();
                let pace = Periods { start, time };
                Newest { from, pace }
            }

            /// The items of `from`, up to `size` of them as one: fewer when `time` has passed since the first.
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

            /// The items of `from` in batches that weigh at most `max`; an item that alone weighs more is a batch of
            /// its own. A batch has fewer items when `time` has passed since its first.
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
            /// A stage of one worker: it starts when it is given its body.
            pub fn stage<S: $source, O>(
                &self,
                name: &'static str,
                from: S,
                to: Sender<O>,
            ) -> Stage<'_, Self, One<S>, O, E> {
                Stage::new(self, name, One(from), to)
            }

            /// A stage of `workers` workers that share the stream: it starts when it is given its body.
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
