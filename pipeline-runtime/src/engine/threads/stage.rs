//! `stage`: one worker between two streams.

use crate::edge::Sender;
use crate::edge::supply::Fused;
use crate::engine::threads::body::{Body, Map, Out, Setup, TryMapBody, TryYields, Yields, drive};
use crate::engine::threads::policy::{Dispose, LetterSender};
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Source};
use crate::stage::builder::{One, Stage, Starter};
use crate::stage::policy::{Attempts, Keep, Policy, Tries};

impl<E> Starter<E> for Scope<'_, '_, E> {
    type Letters<T> = LetterSender<T>;

    fn letters<T>(to: Sender<T>) -> LetterSender<T> {
        LetterSender::Own(Box::new(to))
    }
}

impl<'scope, S, O, E, A, D> Stage<'_, Scope<'scope, '_, E>, One<S>, O, E, A, D>
where
    S: Source<E>,
    E: Send + 'scope,
    A: Attempts<S::Item> + Tries<E> + Send + 'scope,
    D: Dispose<E> + Keep<S::Item> + Clone + Send + 'scope,
{
    /// Runs `for item in from { to.send(body(item))? }`.
    pub fn map<F>(self, body: F)
    where
        F: FnMut(S::Item) -> O + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(Map(body)));
    }

    /// Runs `for item in from { to.send(body(item)?)? }`.
    pub fn try_map<F>(self, body: F)
    where
        F: FnMut(S::Item) -> Result<O, E> + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(TryMapBody(body)));
    }

    /// Like [`try_map`](Stage::try_map), for a body that names its own error type.
    pub fn try_map_into<X, F>(self, mut body: F)
    where
        F: FnMut(S::Item) -> Result<O, X> + Send + 'scope,
        E: From<X>,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.try_map(move |item| Ok(body(item)?));
    }

    /// Runs `for item in from { body(item, to) }`. The body sends its outputs.
    pub fn yields<F>(self, body: F)
    where
        F: FnMut(S::Item, &mut Out<O, E>) + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(Yields(body)));
    }

    /// Runs `for item in from { body(item, to)? }`. The body sends its outputs, and may fail.
    pub fn try_yields<F>(self, body: F)
    where
        F: FnMut(S::Item, &mut Out<O, E>) -> Result<(), E> + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(TryYields(body)));
    }

    /// Like [`try_yields`](Stage::try_yields), for a body that names its own error type.
    pub fn try_yields_into<X, F>(self, mut body: F)
    where
        F: FnMut(S::Item, &mut Out<O, E>) -> Result<(), X> + Send + 'scope,
        E: From<X>,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.try_yields(move |item, out| Ok(body(item, out)?));
    }

    /// Runs `let body = make()?;` on the worker's own thread, then the loop for that kind of body.
    pub fn each_worker<B, M>(self, make: M)
    where
        B: Body<S::Item, O, E>,
        M: FnOnce(Setup<S::Item, O, E>) -> Result<B, E> + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| make(Setup::new()));
    }

    /// Runs `for item in methods(from) { to.send(item)? }`.
    pub fn through<U, F>(self, methods: F)
    where
        U: IntoIterator<Item = O>,
        F: FnOnce(Items<'static, S::Iter, E>) -> U + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.try_through(|items| Ok(methods(items)));
    }

    /// Runs `for item in methods(from)? { to.send(item)? }`.
    pub fn try_through<U, F>(self, methods: F)
    where
        U: IntoIterator<Item = O>,
        F: FnOnce(Items<'static, S::Iter, E>) -> Result<U, E> + Send + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|items, _, mut out| {
            let made = Fused::of(methods(items)?);
            out.worker().counters().methods.lead_out();
            out.send_all(made);
            Ok(())
        });
    }

    fn each<B>(self, make: impl FnOnce() -> Result<B, E> + Send + 'scope)
    where
        B: Body<S::Item, O, E>,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|items, policy, out| {
            drive(items, policy.guard(make()?), out);
            Ok(())
        });
    }

    fn start<F>(self, work: F)
    where
        F: FnOnce(Items<'static, S::Iter, E>, Policy<A, D>, Out<O, E>) -> Result<(), E>
            + Send
            + 'scope,
        S: Source<E, Crossing: Send> + Send + 'scope,
        O: Send + 'scope,
    {
        let fills = self.fills();
        let (One(from), to, policy) = (self.kind, self.to, self.policy);
        let worker = self.run.worker(self.name, from.edges(), fills);
        let outputs = (to.keep_open(), policy.disposal.clone());
        self.run.spawn(worker, None, outputs, move |worker| {
            let out = Out::new(to, worker);
            work(Items::open(from, worker)?, policy, out)
        });
    }
}
