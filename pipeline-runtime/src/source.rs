//! Where a worker's items come from, and the iterator in which it sees them.

use std::marker::PhantomData;
use std::mem;

use crate::cycle::Hand;
use crate::edge::Edge;
use crate::queue::Receiver;
use crate::scope::Scope;
use crate::supply::{Each, Step, Supply, until};
use crate::sync::Arc;
use crate::tally::{Count, Tally};
use crate::time::End;
use crate::worker::Worker;

/// What a stage can read: an edge, or items made by the reading worker itself.
pub trait Source<E> {
    /// What it gives.
    type Item;
    /// What comes to it from other threads. A bound on this is reported as that on the item's own type; one on the
    /// source alone would be reported as that on each type of the runtime in it.
    type Crossing;
    /// As what the worker sees it.
    type Iter: Supply<Item = Self::Item>;

    /// Called once, on the worker's thread.
    #[doc(hidden)]
    fn open(self, worker: &Worker<E>) -> Result<Self::Iter, E>;

    /// The edges that are read.
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
        Ok(Reading {
            taken: Count::clone(&worker.tally().taken[worker.input(self.edge())]),
            tally: Arc::clone(worker.tally()),
            hand: Hand::new(self.share()),
            from: self,
        })
    }

    fn edges(&self) -> Vec<Arc<Edge>> {
        vec![Arc::clone(self.edge())]
    }
}

/// An edge on the worker that reads it: waits for the next item.
pub struct Reading<T> {
    from: Receiver<T>,
    /// Items taken.
    taken: Count,
    tally: Arc<Tally>,
    hand: Hand,
}

impl<T> Iterator for Reading<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.next_at_hand().or_else(|| self.await_next())
    }
}

impl<T> Supply for Reading<T> {
    #[inline(always)]
    fn fold_at_hand<A>(&mut self, start: A, step: impl FnMut(A, T) -> Step<A>) -> (A, Option<T>) {
        self.from.fold_at_hand(&self.taken, start, step)
    }
}

impl<T> Reading<T> {
    #[inline(never)]
    fn await_next(&mut self) -> Option<T> {
        // Who asks for the next has done all that there was to do with those before.
        self.done();
        let item = self.from.receive(&self.tally.waited_for_input)?;
        Some(self.took(item))
    }

    /// Nothing will be made any more of what it gave.
    pub(crate) fn done(&mut self) {
        self.hand.empty();
    }

    fn took(&mut self, item: T) -> T {
        self.hand.take();
        self.taken.add(1);
        item
    }

    /// One more beside those in hand, if that takes no wait.
    #[inline]
    pub(crate) fn next_at_hand(&mut self) -> Option<T> {
        let item = self.from.try_receive()?;
        self.taken.add(1);
        Some(item)
    }

    /// One more beside those in hand, if it comes before `end`; without an `end`, one in any time.
    pub(crate) fn next_until(&mut self, end: Option<&End>) -> Option<T> {
        let waited = &self.tally.waited_for_input;
        let item = self.from.receive_until(end, waited)?;
        Some(self.took(item))
    }
}

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// A source with iterator methods on it, which run in the worker that reads it.
    pub fn through<S, U, F>(&self, source: S, methods: F) -> Through<S, F>
    where
        S: Source<E>,
        U: IntoIterator,
        F: FnOnce(Items<'static, S::Iter, E>) -> U + Send + 'scope,
    {
        Through { source, methods }
    }

    /// [`through`](Scope::through) methods whose arguments may fail.
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

/// Methods on a stream: they may go on by themselves when the stream has ended with a failure.
pub struct Checked<I, E> {
    iter: Each<I>,
    /// How many items came out.
    out: u64,
    worker: Worker<E>,
}

impl<I: Iterator, E> Checked<I, E> {
    fn new(methods: impl IntoIterator<IntoIter = I>, worker: &Worker<E>) -> Self {
        if !worker.is_last() {
            worker.tally().methods.lead_to_a_body();
        }
        Checked {
            iter: Each::of(methods),
            out: 0,
            worker: worker.clone(),
        }
    }
}

impl<I: Iterator, E> Supply for Checked<I, E> {}

impl<I: Iterator, E> Iterator for Checked<I, E> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let tally = self.worker.tally();
        let failing = Failing(tally);
        let item = self.iter.next();
        mem::forget(failing);
        let item = item?;
        if self.worker.is_last() {
            self.out += 1;
            tally.methods.came_out(self.out);
        }
        if self.worker.must_stop() {
            let failing = Failing(tally);
            tally.drop_items(item, 1);
            mem::forget(failing);
            return None;
        }
        tally.methods.pass();
        Some(item)
    }
}

/// Dropped when a method panics.
struct Failing<'t>(&'t Tally);

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        self.0.fail_in_methods();
    }
}

/// A stream on the worker that reads it: an iterator that ends with the stream, and before it when
/// the run is cancelled or nobody wants what the worker makes of it.
///
/// `'w` is how long the worker lives where the stream must not outlive it, as in a sink.
pub struct Items<'w, I, E> {
    iter: I,
    worker: Worker<E>,
    life: PhantomData<&'w ()>,
}

impl<'w, I: Supply, E> Items<'w, I, E> {
    pub(crate) fn open(source: impl Source<E, Iter = I>, worker: &Worker<E>) -> Result<Self, E> {
        Ok(Items {
            iter: source.open(worker)?,
            worker: worker.clone(),
            life: PhantomData,
        })
    }

    /// `body(self)`: for a body that an expression makes.
    pub fn consume<V>(self, body: impl FnOnce(Self) -> V) -> V {
        body(self)
    }

    /// [`map`](Iterator::map) with a body that may fail: its first error ends the run.
    pub fn try_map<O, F>(self, body: F) -> TryMap<'w, I, F, E>
    where
        F: FnMut(I::Item) -> Result<O, E>,
    {
        TryMap { items: self, body }
    }

    /// [`try_map`](Items::try_map) with a body that names its own error type.
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

    /// What `sum`, `for_each` and their like come down to.
    fn fold<A, F: FnMut(A, I::Item) -> A>(mut self, start: A, mut body: F) -> A {
        let (mut sum, mut next) = (start, self.next());
        while let Some(item) = next {
            let so_far = body(sum, item);
            (sum, next) = self.fold_at_hand(so_far, |sum, item| Step::Continue(body(sum, item)));
            next = next.or_else(|| self.next());
        }
        sum
    }
}

impl<I: Supply, E> Supply for Items<'_, I, E> {
    #[inline(always)]
    fn fold_at_hand<A>(
        &mut self,
        start: A,
        step: impl FnMut(A, I::Item) -> Step<A>,
    ) -> (A, Option<I::Item>) {
        match self.worker.ends() {
            Some(ends) if !ends.are_raised() => {
                let must_stop = || ends.are_raised();
                self.iter.fold_at_hand(start, until(must_stop, step))
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
            // The run is cancelled from here on, so `items` has ended too.
            .map_err(|error| self.items.worker.fail(error))
            .ok()
    }
}
