//! `generator` and `receive`: stages without an input.

use crate::edge::Sender;
use crate::engine::threads::body::Out;
use crate::engine::threads::inbox::{Inbox, Receive};
use crate::engine::threads::inline::{Inline, Iterates, TryInline};
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Source};
use crate::run::worker::Worker;
use crate::sync::Arc;

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    /// Begins a stage that makes items. It starts when it is given its items, as in
    /// `.items(|| 0..10)`.
    pub fn generator<O>(
        &self,
        name: &'static str,
        to: Sender<O>,
    ) -> Generator<'_, 'scope, 'env, O, E> {
        Generator {
            scope: self,
            name,
            to,
        }
    }
}

/// A generator about to be started. It makes items while its edge has room.
#[must_use = "a generator starts when it is told what to make"]
pub struct Generator<'s, 'scope, 'env: 'scope, O, E> {
    scope: &'s Scope<'scope, 'env, E>,
    name: &'static str,
    to: Sender<O>,
}

impl<'scope, O, E: Send + 'scope> Generator<'_, 'scope, '_, O, E> {
    /// Runs `for item in make() { to.send(item)? }`.
    pub fn items<I, F, M>(self, make: F)
    where
        I: Iterates<M, Item = O>,
        F: FnOnce() -> I + Send + 'scope,
        O: Send + 'scope,
    {
        self.forward(Inline(|| make().iterate()));
    }

    /// Runs `for item in make()? { to.send(item)? }`.
    pub fn try_items<I, F, M>(self, make: F)
    where
        I: Iterates<M, Item = O>,
        F: FnOnce() -> Result<I, E> + Send + 'scope,
        O: Send + 'scope,
    {
        self.forward(TryInline(|| Ok(make()?.iterate())));
    }

    /// Runs `for item in channel { to.send(item)? }`. The loop also ends when the worker must stop
    /// or the run is drained.
    pub fn receive<C>(self, channel: C)
    where
        C: Inbox<Item = O> + 'scope,
        O: Send + 'scope,
    {
        self.forward(Receive(channel));
    }

    /// Runs `block(to)`. The block sends its items.
    pub fn yields<F>(self, block: F)
    where
        F: FnOnce(&mut Out<O, E>) + Send + 'scope,
        O: Send + 'scope,
    {
        self.try_yields(|out| {
            block(out);
            Ok(())
        });
    }

    /// Runs `block(to)?`. The block sends its items, and may fail.
    pub fn try_yields<F>(self, block: F)
    where
        F: FnOnce(&mut Out<O, E>) -> Result<(), E> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|worker, out| {
            if worker.context().is_drained() {
                return Ok(());
            }
            block(&mut out.of_generator())
        });
    }

    fn forward<S>(self, source: S)
    where
        S: Source<E, Item = O> + Send + 'scope,
        O: Send + 'scope,
    {
        self.start(|worker, mut out| {
            out.send_all(Items::open(source, worker)?);
            Ok(())
        });
    }

    fn start<F>(self, work: F)
    where
        F: FnOnce(&Worker<E>, Out<O, E>) -> Result<(), E> + Send + 'scope,
        O: Send + 'scope,
    {
        let to = self.to;
        let fills = vec![Arc::clone(to.edge())];
        let worker = self.scope.worker(self.name, Vec::new(), fills);
        self.scope
            .spawn(worker, None, to.keep_open(), move |worker| {
                let out = Out::new(to, worker);
                work(worker, out)
            });
    }
}
