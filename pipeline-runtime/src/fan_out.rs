//! `fan_out`: many workers that share one stream.

use crate::body::{Body, Map, Out, Setup, TryMap, TryYields, Yields, drive};
use crate::edge::{Receiver, Sender};
use crate::scope::Scope;
use crate::source::Items;
use crate::sync::Arc;
use crate::worker::Worker;

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    /// A stage of `workers` workers that share the stream: finished by its body.
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
    ) -> FanOut<'_, 'scope, 'env, I, O, E> {
        FanOut::new(self, name, workers, from, to)
    }
}

/// A fan-out about to be started.
///
/// A body given as it is, is made once and shared by the workers, hence `Fn + Sync`. A body that
/// [each worker](FanOut::each_worker) makes for itself may keep what cannot be shared.
#[must_use = "a fan-out starts when it is given its body"]
pub struct FanOut<'s, 'scope, 'env: 'scope, I, O, E> {
    scope: &'s Scope<'scope, 'env, E>,
    name: &'static str,
    workers: usize,
    from: Receiver<I>,
    to: Sender<O>,
}

impl<'s, 'scope, 'env, I, O, E: Send + 'scope> FanOut<'s, 'scope, 'env, I, O, E> {
    pub(crate) fn new(
        scope: &'s Scope<'scope, 'env, E>,
        name: &'static str,
        workers: usize,
        from: Receiver<I>,
        to: Sender<O>,
    ) -> Self {
        assert!(
            workers > 0,
            "`{name}` needs at least one worker, got fan_out(0, ...)"
        );
        FanOut {
            scope,
            name,
            workers,
            from,
            to,
        }
    }

    /// In each worker: `for item in from { to.send(body(item))? }`
    pub fn map<F>(self, body: F)
    where
        F: Fn(I) -> O + Send + Sync + 'scope,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || {
            let body = Arc::clone(&body);
            Ok(Map(move |item| body(item)))
        });
    }

    /// In each worker: `for item in from { to.send(body(item)?)? }`
    pub fn try_map<F>(self, body: F)
    where
        F: Fn(I) -> Result<O, E> + Send + Sync + 'scope,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || {
            let body = Arc::clone(&body);
            Ok(TryMap(move |item| body(item)))
        });
    }

    /// [`try_map`](FanOut::try_map) with a body that names its own error type.
    pub fn try_map_into<X, F>(self, body: F)
    where
        F: Fn(I) -> Result<O, X> + Send + Sync + 'scope,
        E: From<X>,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_map(move |item| Ok(body(item)?));
    }

    /// In each worker: `for item in from { body(item, to) }`; the body sends what it makes.
    pub fn yields<F>(self, body: F)
    where
        F: Fn(I, &mut Out<O, E>) + Send + Sync + 'scope,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || {
            let body = Arc::clone(&body);
            Ok(Yields(move |item, out: &mut _| body(item, out)))
        });
    }

    /// In each worker: `for item in from { body(item, to)? }`; the body sends what it makes.
    pub fn try_yields<F>(self, body: F)
    where
        F: Fn(I, &mut Out<O, E>) -> Result<(), E> + Send + Sync + 'scope,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || {
            let body = Arc::clone(&body);
            Ok(TryYields(move |item, out: &mut _| body(item, out)))
        });
    }

    /// [`try_yields`](FanOut::try_yields) with a body that names its own error type.
    pub fn try_yields_into<X, F>(self, body: F)
    where
        F: Fn(I, &mut Out<O, E>) -> Result<(), X> + Send + Sync + 'scope,
        E: From<X>,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_yields(move |item, out| Ok(body(item, out)?));
    }

    /// In each worker: `let body = make()?;` on its own thread, then as that body's kind says.
    pub fn each_worker<B, M>(self, make: M)
    where
        B: Body<I, O, E>,
        M: Fn(Setup<I, O, E>) -> Result<B, E> + Send + Sync + 'scope,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        self.start(move || make(Setup::new()));
    }

    fn start<B, M>(self, make: M)
    where
        B: Body<I, O, E>,
        M: Fn() -> Result<B, E> + Send + Sync + 'scope,
        I: Send + 'scope,
        O: Send + 'scope,
    {
        self.to.edge().feed_from(self.from.edge());
        let worker = Worker::new(
            self.name,
            self.scope.state(),
            Some(Arc::clone(self.to.edge())),
        );
        let make = Arc::new(make);
        for index in 0..self.workers {
            let (from, to, make) = (self.from.clone(), self.to.clone(), Arc::clone(&make));
            self.scope
                .spawn(worker.clone(), Some(index), to.clone(), move |worker| {
                    let items = Items::open(from, worker)?;
                    drive(items, make()?, Out::new(to, worker))
                });
        }
    }
}
