//! `stage`: one worker between two streams.

use crate::body::{Body, Map, Out, Setup, TryMap, TryYields, Yields, drive};
use crate::builder::Stage;
use crate::policy::{Attempts, Disposal, Policy};
use crate::queue::Sender;
use crate::scope::Scope;
use crate::source::{Items, Source};
use crate::supply::Each;
use crate::worker::Worker;

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    /// A stage of one worker: finished by its body, as in `.map(|x| x + 1)`.
    pub fn stage<S: Source<E>, O>(
        &self,
        name: &'static str,
        from: S,
        to: Sender<O>,
    ) -> Stage<'_, 'scope, 'env, One<S>, O, E> {
        Stage::new(self, name, One(from), to)
    }
}

/// A stage of one worker, which reads `S`.
pub struct One<S>(S);

impl<'scope, S, O, E, A, D> Stage<'_, 'scope, '_, One<S>, O, E, A, D>
where
    S: Source<E>,
    E: Send + 'scope,
    A: Attempts<S::Item, E> + Send + 'scope,
    D: Disposal<E, S::Item> + Clone + Send + 'scope,
{
    /// `for item in from { to.send(body(item))? }`
    pub fn map<F>(self, body: F)
    where
        F: FnMut(S::Item) -> O + Send + 'scope,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(Map(body)));
    }

    /// `for item in from { to.send(body(item)?)? }`
    pub fn try_map<F>(self, body: F)
    where
        F: FnMut(S::Item) -> Result<O, E> + Send + 'scope,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(TryMap(body)));
    }

    /// [`try_map`](Stage::try_map) with a body that names its own error type.
    pub fn try_map_into<X, F>(self, mut body: F)
    where
        F: FnMut(S::Item) -> Result<O, X> + Send + 'scope,
        E: From<X>,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_map(move |item| Ok(body(item)?));
    }

    /// `for item in from { body(item, to) }`: the body sends what it makes.
    pub fn yields<F>(self, body: F)
    where
        F: FnMut(S::Item, &mut Out<O, E>) + Send + 'scope,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(Yields(body)));
    }

    /// `for item in from { body(item, to)? }`: the body sends what it makes, and may fail.
    pub fn try_yields<F>(self, body: F)
    where
        F: FnMut(S::Item, &mut Out<O, E>) -> Result<(), E> + Send + 'scope,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| Ok(TryYields(body)));
    }

    /// [`try_yields`](Stage::try_yields) with a body that names its own error type.
    pub fn try_yields_into<X, F>(self, mut body: F)
    where
        F: FnMut(S::Item, &mut Out<O, E>) -> Result<(), X> + Send + 'scope,
        E: From<X>,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_yields(move |item, out| Ok(body(item, out)?));
    }

    /// `let body = make()?;` on the worker's own thread, then as that body's kind says.
    pub fn each_worker<B, M>(self, make: M)
    where
        B: Body<S::Item, O, E>,
        M: FnOnce(Setup<S::Item, O, E>) -> Result<B, E> + Send + 'scope,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.each(|| make(Setup::new()));
    }

    /// `for item in methods(from) { to.send(item)? }`
    pub fn through<U, F>(self, methods: F)
    where
        U: IntoIterator<Item = O>,
        F: FnOnce(Items<'static, S::Iter, E>) -> U + Send + 'scope,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_through(|items| Ok(methods(items)));
    }

    /// `for item in methods(from)? { to.send(item)? }`
    pub fn try_through<U, F>(self, methods: F)
    where
        U: IntoIterator<Item = O>,
        F: FnOnce(Items<'static, S::Iter, E>) -> Result<U, E> + Send + 'scope,
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|items, _, mut out| {
            let made = Each::of(methods(items)?);
            out.worker().tally().methods.lead_out();
            out.send_all(made);
            Ok(())
        });
    }

    fn each<B>(self, make: impl FnOnce() -> Result<B, E> + Send + 'scope)
    where
        B: Body<S::Item, O, E>,
        S::Crossing: Send,
        S: Send + 'scope,
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
        S::Crossing: Send,
        S: Send + 'scope,
        O: Send + 'scope,
    {
        let fills = self.fills();
        let Stage {
            scope,
            name,
            kind: One(from),
            to,
            policy,
            ..
        } = self;
        let worker = Worker::new(name, scope.state(), from.edges(), fills);
        let outputs = (to.keep_open(), policy.disposal.clone());
        scope.spawn(worker, None, outputs, move |worker| {
            let out = Out::new(to, worker);
            work(Items::open(from, worker)?, policy, out)
        });
    }
}
