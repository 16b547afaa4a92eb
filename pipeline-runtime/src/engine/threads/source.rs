//! Sources, from which workers take their items, and the iterator that bodies see.

use std::marker::PhantomData;
use std::mem;

use crate::context::time::End;
use crate::edge::Edge;
use crate::edge::Receiver;
use crate::edge::in_flight::InFlightGuard;
use crate::edge::supply::{FoldStep, Fused, Step, Supply, Until};
use crate::engine::threads::scope::Scope;
use crate::report::counters::{Counters, SharedCounter};
use crate::run::stopper::Stopper;
use crate::run::worker::Worker;
use crate::sync::Arc;

/// Something that a stage can read: edges, or items that the reading worker makes itself.
pub trait Source<E> {
    /// The type of the items.
    type Item;
    /// The type that comes from other threads. Stages put their `Send` bounds on it: rustc then
    /// reports an item that is not `Send` under the item's own type. A bound on the source alone
    /// would be reported for each of the runtime's types inside it.
    type Crossing;
    /// The iterator that the worker reads.
    type Iter: Supply<Item = Self::Item>;

    /// Opens the source. Called once, on the worker's thread.
    #[doc(hidden)]
    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E>;

    /// Returns the edges that the source reads.
    #[doc(hidden)]
    fn edges(&self) -> Vec<Arc<Edge>> {
        Vec::new()
    }
}

impl<T, E> Source<E> for Receiver<T> {
    type Item = T;
    type Crossing = T;
    type Iter = Reading<T>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        Ok(Reading::of(self, worker))
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.edge())]
    }
}

/// An edge, on the thread of the worker that reads it. Blocks until the next item.
pub struct Reading<T> {
    from: Receiver<T>,
    /// Counter of the items taken.
    taken: SharedCounter,
    counters: Arc<Counters>,
    stopper: Arc<Stopper>,
    hand: InFlightGuard,
}

impl<T> Iterator for Reading<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        // A worker that asks for the next item has finished the items before it.
        self.hand.finish();
        self.next_ready().or_else(|| self.next_until(None))
    }
}

impl<T> Supply for Reading<T> {
    #[inline(always)]
    fn try_fold_ready<A>(&mut self, start: A, step: impl FoldStep<A, T>) -> (A, Option<T>) {
        self.from.fold_claimed(&self.taken, start, step)
    }
}

impl<T> Reading<T> {
    fn of<E>(from: Receiver<T>, worker: &Worker<E>) -> Self {
        Reading {
            taken: SharedCounter::clone(&worker.counters().taken[worker.input(from.edge())]),
            counters: Arc::clone(worker.counters()),
            hand: InFlightGuard::new(from.share()),
            stopper: Arc::clone(worker.stopper()),
            from,
        }
    }

    fn took(&mut self, item: T) -> T {
        self.hand.take();
        self.taken.add(1);
        item
    }

    /// Takes a further item, if one is ready. The items in hand stay in flight.
    #[inline]
    pub(crate) fn next_ready(&mut self) -> Option<T> {
        let item = self.from.try_take()?;
        Some(self.took(item))
    }

    /// Takes a further item, blocking until `end`, or for any time if `end` is `None`. The items in
    /// hand stay in flight.
    #[inline(never)]
    pub(crate) fn next_until(&mut self, end: Option<&End>) -> Option<T> {
        self.hand.land();
        let waited = &self.counters.waited_for_input;
        let item = self.from.receive(end, &self.stopper, waited)?;
        Some(self.took(item))
    }
}

/// The items of one worker of an ordered fan-out.
pub trait NumberedItems: Iterator {
    /// Returns the next item and its number in the stream.
    #[doc(hidden)]
    fn next_numbered(&mut self) -> Option<(u64, Self::Item)>;

    /// Returns the edge, if the ready items have consecutive numbers.
    #[doc(hidden)]
    fn in_sequence(&mut self) -> Option<&mut Reading<Self::Item>> {
        None
    }
}

impl<T> NumberedItems for Reading<T> {
    fn next_numbered(&mut self) -> Option<(u64, T)> {
        self.hand.finish();
        let ready = self.from.try_take_numbered();
        let (number, item) = if let Some(numbered) = ready {
            numbered
        } else {
            self.hand.land();
            let waited = &self.counters.waited_for_input;
            self.from.receive_numbered(&self.stopper, waited)?
        };
        Some((number, self.took(item)))
    }

    #[inline]
    fn in_sequence(&mut self) -> Option<&mut Self> {
        Some(self)
    }
}

impl<T> Reading<T> {
    /// Returns the number of the next ready item, if there is one.
    pub(crate) fn number(&self) -> u64 {
        self.from.number()
    }
}

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Returns a source with iterator methods applied to it. The methods run in the worker that
    /// reads the source.
    pub fn through<S, U, F>(&self, source: S, methods: F) -> Through<S, F>
    where
        S: Source<E>,
        U: IntoIterator,
        F: FnOnce(Items<'static, S::Iter, E>) -> U + Send + 'scope,
    {
        Through { source, methods }
    }

    /// Like [`through`](Scope::through), for methods whose arguments may fail.
    pub fn try_through<S, U, F>(&self, source: S, methods: F) -> TryThrough<S, F>
    where
        S: Source<E>,
        U: IntoIterator,
        F: FnOnce(Items<'static, S::Iter, E>) -> Result<U, E> + Send + 'scope,
    {
        TryThrough { source, methods }
    }
}

/// See [`Scope::try_through`].
pub struct TryThrough<S, F> {
    source: S,
    methods: F,
}

impl<S, U, F, E> Source<E> for TryThrough<S, F>
where
    S: Source<E>,
    U: IntoIterator,
    F: FnOnce(Items<'static, S::Iter, E>) -> Result<U, E>,
{
    type Item = U::Item;
    type Crossing = S::Crossing;
    type Iter = Checked<U::IntoIter, E>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        let items = Items::open(self.source, worker)?;
        Ok(Checked::new((self.methods)(items)?, worker))
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        self.source.edges()
    }
}

/// See [`Scope::through`].
pub struct Through<S, F> {
    source: S,
    methods: F,
}

impl<S, U, F, E> Source<E> for Through<S, F>
where
    S: Source<E>,
    U: IntoIterator,
    F: FnOnce(Items<'static, S::Iter, E>) -> U,
{
    type Item = U::Item;
    type Crossing = S::Crossing;
    type Iter = Checked<U::IntoIter, E>;

    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E> {
        let items = Items::open(self.source, worker)?;
        Ok(Checked::new((self.methods)(items), worker))
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        self.source.edges()
    }
}

/// A source with iterator methods. Ends when the worker must stop, because the methods may still
/// make items after a failure has ended their input.
pub struct Checked<I, E> {
    iter: Fused<I>,
    /// Number of items that came out of the methods.
    out: u64,
    worker: Worker<E>,
}

impl<I: Iterator, E> Checked<I, E> {
    fn new(methods: impl IntoIterator<IntoIter = I>, worker: &Worker<E>) -> Self {
        if !worker.is_last() {
            worker.counters().methods.lead_to_a_body();
        }
        Checked {
            iter: Fused::of(methods),
            out: 0,
            worker: worker.clone(),
        }
    }
}

impl<I: Iterator, E> Supply for Checked<I, E> {}

impl<I: Iterator, E> Iterator for Checked<I, E> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let counters = self.worker.counters();
        let failing = Failing(counters);
        let item = self.iter.next();
        mem::forget(failing);
        let item = item?;
        if self.worker.is_last() {
            self.out += 1;
            counters.methods.came_out(self.out);
        }
        if self.worker.must_stop() {
            let failing = Failing(counters);
            counters.drop_items(item, 1);
            mem::forget(failing);
            return None;
        }
        counters.methods.pass();
        Some(item)
    }
}

/// Dropped when a method panics. Counts the failure.
struct Failing<'t>(&'t Counters);

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        self.0.fail_in_methods();
    }
}

/// A stream on the thread of the worker that reads it, as an iterator. It ends with the stream, or
/// earlier if the worker must stop: the run is cancelled, or no receiver of the worker's outputs is
/// left.
///
/// `'w` is the lifetime of the worker, where the stream must not outlive it, as in a sink.
pub struct Items<'w, I, E> {
    iter: I,
    worker: Worker<E>,
    life: PhantomData<&'w ()>,
}

impl<T, E> Items<'_, Reading<T>, E> {
    /// Returns the items of `from`, on the thread of `worker`.
    pub(crate) fn of_edge(from: Receiver<T>, worker: &Worker<E>) -> Self {
        Items {
            iter: Reading::of(from, worker),
            worker: worker.clone(),
            life: PhantomData,
        }
    }
}

impl<'w, I: Supply, E> Items<'w, I, E> {
    pub(crate) fn open(source: impl Source<E, Iter = I>, worker: &Worker<E>) -> Result<Self, E> {
        Ok(Items {
            iter: source.open(worker)?,
            worker: worker.clone(),
            life: PhantomData,
        })
    }

    /// Calls `body(self)`, for a body that is the value of an expression.
    pub fn consume<V>(self, body: impl FnOnce(Self) -> V) -> V {
        body(self)
    }

    /// [`map`](Iterator::map) with a body that may fail. The first error ends the run.
    pub fn try_map<O, F>(self, body: F) -> TryMap<'w, I, F, E>
    where
        F: FnMut(I::Item) -> Result<O, E>,
    {
        TryMap { items: self, body }
    }

    /// Like [`try_map`](Items::try_map), for a body that names its own error type.
    pub fn try_map_into<O, X, F>(
        self,
        mut body: F,
    ) -> TryMap<'w, I, impl FnMut(I::Item) -> Result<O, E>, E>
    where
        F: FnMut(I::Item) -> Result<O, X>,
        E: From<X>,
    {
        self.try_map(move |item| Ok(body(item)?))
    }
}

impl<I: Supply, E> Iterator for Items<'_, I, E> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        if self.worker.must_stop() {
            None
        } else {
            self.iter.next()
        }
    }

    /// `sum`, `for_each` and similar methods call this.
    fn fold<A, F: FnMut(A, I::Item) -> A>(mut self, start: A, mut body: F) -> A {
        let (mut sum, mut next) = (start, self.next());
        while let Some(item) = next {
            let so_far = body(sum, item);
            (sum, next) =
                self.try_fold_ready(so_far, |sum, item: I::Item| Step::Continue(body(sum, item)));
            next = next.or_else(|| self.next());
        }
        sum
    }
}

impl<I: Supply, E> Supply for Items<'_, I, E> {
    #[inline(always)]
    fn try_fold_ready<A>(
        &mut self,
        start: A,
        step: impl FoldStep<A, I::Item>,
    ) -> (A, Option<I::Item>) {
        match self.worker.ends() {
            Some(ends) if !ends.are_raised() => {
                let must_stop = || ends.are_raised();
                self.iter.try_fold_ready(start, Until { must_stop, step })
            }
            _ => (start, None),
        }
    }
}

/// See [`Items::try_map`].
pub struct TryMap<'w, I, F, E> {
    items: Items<'w, I, E>,
    body: F,
}

impl<I: Supply, O, F: FnMut(I::Item) -> Result<O, E>, E> Iterator for TryMap<'_, I, F, E> {
    type Item = O;

    fn next(&mut self) -> Option<O> {
        let item = self.items.next()?;
        (self.body)(item)
            // `fail` cancels the run, so `items` ends too.
            .map_err(|error| self.items.worker.fail(error))
            .ok()
    }
}
