//! `transform`: bodies that are given the whole stream, or their worker's share of it, and send
//! what they make of it.
//!
//! A transform is counted as a chain of methods is: by the items that go in and the items that come
//! out.

use std::marker::PhantomData;

use crate::edge::Sender;
use crate::engine::threads::body::{Map, Out, TryMapBody, TryYields, Yields};
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Source};
use crate::run::worker::Worker;
use crate::stage::builder::{One, Shared, Stage};
use crate::stage::by_key::Division;
use crate::sync::Arc;

impl<'r, 'scope, 'env, K, O, E> Stage<'r, Scope<'scope, 'env, E>, K, O, E> {
    /// Gives each worker's body the stream, or the worker's share of it, as in
    /// `.transform().yields(|items, out| …)`.
    pub fn transform(self) -> Stage<'r, Scope<'scope, 'env, E>, Whole<K>, O, E> {
        Stage::new(self.run, self.name, Whole(self.kind), self.to)
    }
}

/// Workers of kind `K`, whose bodies are each given the stream or a share of it.
pub struct Whole<K>(K);

/// The iterator over a worker's share of a stream.
type PartIter<I, O, P, E> = <<P as Division<I, O>>::Part as Source<E>>::Iter;

/// The body of a transform, which turns a stream into the next one.
pub trait Transform<I, O, E> {
    #[doc(hidden)]
    fn run(self, items: Items<'_, I, E>, out: &mut Out<O, E>) -> Result<(), E>;
}

impl<I, O, E, F: for<'w> FnOnce(Items<'w, I, E>) -> O> Transform<I, O, E> for Map<F> {
    fn run(self, items: Items<'_, I, E>, out: &mut Out<O, E>) -> Result<(), E> {
        let _ = out.send((self.0)(items));
        Ok(())
    }
}

impl<I, O, E, F> Transform<I, O, E> for TryMapBody<F>
where
    F: for<'w> FnOnce(Items<'w, I, E>) -> Result<O, E>,
{
    fn run(self, items: Items<'_, I, E>, out: &mut Out<O, E>) -> Result<(), E> {
        let _ = out.send((self.0)(items)?);
        Ok(())
    }
}

impl<I, O, E, F> Transform<I, O, E> for Yields<F>
where
    F: for<'w> FnOnce(Items<'w, I, E>, &mut Out<O, E>),
{
    fn run(self, items: Items<'_, I, E>, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(items, out);
        Ok(())
    }
}

impl<I, O, E, F> Transform<I, O, E> for TryYields<F>
where
    F: for<'w> FnOnce(Items<'w, I, E>, &mut Out<O, E>) -> Result<(), E>,
{
    fn run(self, items: Items<'_, I, E>, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(items, out)
    }
}

/// Makes a body with `make` and runs it on the stream.
fn run<S: Source<E>, B: Transform<S::Iter, O, E>, O, E>(
    from: S,
    to: Sender<O>,
    worker: &Worker<E>,
    make: impl FnOnce() -> Result<B, E>,
) -> Result<(), E> {
    let body = make()?;
    let items = Items::open(from, worker)?;
    worker.counters().methods.lead_out();
    let mut out = Out::new(to, worker);
    body.run(items, &mut out)?;
    out.end();
    Ok(())
}

impl<'scope, S, O, E> Stage<'_, Scope<'scope, '_, E>, Whole<One<S>>, O, E>
where
    S: Source<E>,
    E: Send + 'scope,
{
    /// Runs `to.send(body(items))?`.
    pub fn map<F>(self, body: F)
    where
        F: for<'w> FnOnce(Items<'w, S::Iter, E>) -> O + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|| Ok(Map(body)));
    }

    /// Runs `to.send(body(items)?)?`.
    pub fn try_map<F>(self, body: F)
    where
        F: for<'w> FnOnce(Items<'w, S::Iter, E>) -> Result<O, E> + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|| Ok(TryMapBody(body)));
    }

    /// Like [`try_map`](Stage::try_map), for a body that names its own error type.
    pub fn try_map_into<X, F>(self, body: F)
    where
        F: for<'w> FnOnce(Items<'w, S::Iter, E>) -> Result<O, X> + Send + 'scope,
        E: From<X>,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.try_map(move |items: Items<'_, _, _>| Ok(body(items)?));
    }

    /// Runs `body(items, to)`. The body sends its outputs.
    pub fn yields<F>(self, body: F)
    where
        F: for<'w> FnOnce(Items<'w, S::Iter, E>, &mut Out<O, E>) + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|| Ok(Yields(body)));
    }

    /// Runs `body(items, to)?`. The body sends its outputs, and may fail.
    pub fn try_yields<F>(self, body: F)
    where
        F: for<'w> FnOnce(Items<'w, S::Iter, E>, &mut Out<O, E>) -> Result<(), E> + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|| Ok(TryYields(body)));
    }

    /// Like [`try_yields`](Stage::try_yields), for a body that names its own error type.
    pub fn try_yields_into<X, F>(self, body: F)
    where
        F: for<'w> FnOnce(Items<'w, S::Iter, E>, &mut Out<O, E>) -> Result<(), X> + Send + 'scope,
        E: From<X>,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.try_yields(move |items: Items<'_, _, _>, out: &mut _| Ok(body(items, out)?));
    }

    /// Runs `let body = make()?;` on the worker's own thread, then that body.
    pub fn each_worker<B, M>(self, make: M)
    where
        B: Transform<S::Iter, O, E>,
        M: FnOnce(Making<S::Iter, O, E>) -> Result<B, E> + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|| make(Making::new()));
    }

    fn start<B: Transform<S::Iter, O, E>>(self, make: impl FnOnce() -> Result<B, E> + Send + 'scope)
    where
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        let fills = self.fills();
        let (Whole(One(from)), to) = (self.kind, self.to);
        let worker = self.run.worker(self.name, from.edges(), fills);
        let output = to.keep_open();
        self.run.spawn(worker, None, output, move |worker| {
            run(from, to, worker, make)
        });
    }
}

impl<'scope, I, P, O, E> Stage<'_, Scope<'scope, '_, E>, Whole<Shared<I, P>>, O, E>
where
    P: Division<I, O, Part: Source<E, Item = I, Crossing = I>>,
    E: Send + 'scope,
{
    /// Runs `to.send(body(items))?` in each worker.
    pub fn map<F>(self, body: F)
    where
        F: for<'w> Fn(Items<'w, PartIter<I, O, P, E>, E>) -> O + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || Ok(Map(move |items: Items<'_, _, _>| body(items))));
    }

    /// Runs `to.send(body(items)?)?` in each worker.
    pub fn try_map<F>(self, body: F)
    where
        F: for<'w> Fn(Items<'w, PartIter<I, O, P, E>, E>) -> Result<O, E> + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || Ok(TryMapBody(move |items: Items<'_, _, _>| body(items))));
    }

    /// Like [`try_map`](Stage::try_map), for a body that names its own error type.
    pub fn try_map_into<X, F>(self, body: F)
    where
        F: for<'w> Fn(Items<'w, PartIter<I, O, P, E>, E>) -> Result<O, X> + Send + Sync + 'scope,
        E: From<X>,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_map(move |items: Items<'_, _, _>| Ok(body(items)?));
    }

    /// Runs `body(items, to)` in each worker. The body sends its outputs.
    pub fn yields<F>(self, body: F)
    where
        F: for<'w> Fn(Items<'w, PartIter<I, O, P, E>, E>, &mut Out<O, E>) + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || {
            Ok(Yields(move |items: Items<'_, _, _>, out: &mut _| {
                body(items, out);
            }))
        });
    }

    /// Runs `body(items, to)?` in each worker. The body sends its outputs, and may fail.
    pub fn try_yields<F>(self, body: F)
    where
        F: for<'w> Fn(Items<'w, PartIter<I, O, P, E>, E>, &mut Out<O, E>) -> Result<(), E>
            + Send
            + Sync
            + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || {
            Ok(TryYields(move |items: Items<'_, _, _>, out: &mut _| {
                body(items, out)
            }))
        });
    }

    /// Like [`try_yields`](Stage::try_yields), for a body that names its own error type.
    pub fn try_yields_into<X, F>(self, body: F)
    where
        F: for<'w> Fn(Items<'w, PartIter<I, O, P, E>, E>, &mut Out<O, E>) -> Result<(), X>
            + Send
            + Sync
            + 'scope,
        E: From<X>,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_yields(move |items: Items<'_, _, _>, out: &mut _| Ok(body(items, out)?));
    }

    /// Runs `let body = make()?;` on each worker's own thread, then that body.
    pub fn each_worker<B, M>(self, make: M)
    where
        B: Transform<PartIter<I, O, P, E>, O, E>,
        M: Fn(Making<PartIter<I, O, P, E>, O, E>) -> Result<B, E> + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let make = Arc::new(make);
        self.start(move || make(Making::new()));
    }

    fn start<B, M>(self, make: M)
    where
        B: Transform<PartIter<I, O, P, E>, O, E>,
        M: FnOnce() -> Result<B, E> + Clone + Send + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let fills = self.fills();
        let (scope, Whole(shared)) = (self.run, self.kind);
        let reads = vec![Arc::clone(shared.from.edge())];
        let mut members = scope.members(self.name, reads, fills, false);
        let parts = shared
            .division
            .divide(shared.from, self.to, shared.workers, None);
        // A thread that cannot be started cancels the run. Start no further threads then.
        let parts = parts.take_while(|_| !scope.state().is_cancelled());
        for (index, (from, to)) in parts.enumerate() {
            let worker = members.next(&to);
            let make = make.clone();
            let output = to.keep_open();
            scope.spawn(worker, Some(index), output, move |worker| {
                run(from, to, worker, make)
            });
        }
    }
}

/// Makes the body of a transform on the worker's own thread: `|worker| worker.map({ … })`.
///
/// Like [`Setup`](crate::private::Setup), for a body that is given the stream.
pub struct Making<I, O, E>(PhantomData<fn(I) -> Result<O, E>>);

#[expect(
    clippy::missing_errors_doc,
    reason = "they have none: they give `Ok` so that the closure around them may use `?`"
)]
impl<I, O, E> Making<I, O, E> {
    fn new() -> Self {
        Making(PhantomData)
    }

    /// Makes a body that turns the stream into one item.
    pub fn map<F: for<'w> FnOnce(Items<'w, I, E>) -> O>(self, body: F) -> Result<Map<F>, E> {
        Ok(Map(body))
    }

    /// Makes a body that turns the stream into one item, or fails.
    pub fn try_map<F>(self, body: F) -> Result<TryMapBody<F>, E>
    where
        F: for<'w> FnOnce(Items<'w, I, E>) -> Result<O, E>,
    {
        Ok(TryMapBody(body))
    }

    /// Makes a body that turns the stream into one item, or fails with an error type of its own.
    #[expect(clippy::type_complexity, reason = "a closure has no other name")]
    pub fn try_map_into<X, F>(
        self,
        body: F,
    ) -> Result<TryMapBody<impl for<'w> FnOnce(Items<'w, I, E>) -> Result<O, E>>, E>
    where
        F: for<'w> FnOnce(Items<'w, I, E>) -> Result<O, X>,
        E: From<X>,
    {
        Ok(TryMapBody(move |items: Items<'_, I, E>| Ok(body(items)?)))
    }

    /// Makes a body that sends any number of items.
    pub fn yields<F>(self, body: F) -> Result<Yields<F>, E>
    where
        F: for<'w> FnOnce(Items<'w, I, E>, &mut Out<O, E>),
    {
        Ok(Yields(body))
    }

    /// Makes a body that sends any number of items, and may fail.
    pub fn try_yields<F>(self, body: F) -> Result<TryYields<F>, E>
    where
        F: for<'w> FnOnce(Items<'w, I, E>, &mut Out<O, E>) -> Result<(), E>,
    {
        Ok(TryYields(body))
    }

    /// Makes a body that sends any number of items, and may fail with an error type of its own.
    #[expect(clippy::type_complexity, reason = "a closure has no other name")]
    pub fn try_yields_into<X, F>(
        self,
        body: F,
    ) -> Result<TryYields<impl for<'w> FnOnce(Items<'w, I, E>, &mut Out<O, E>) -> Result<(), E>>, E>
    where
        F: for<'w> FnOnce(Items<'w, I, E>, &mut Out<O, E>) -> Result<(), X>,
        E: From<X>,
    {
        Ok(TryYields(
            move |items: Items<'_, I, E>, out: &mut Out<O, E>| Ok(body(items, out)?),
        ))
    }
}
