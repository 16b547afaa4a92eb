//! `fan_out`: many workers that share one stream.

use crate::body::{Body, Map, Out, Setup, TryMap, TryYields, Yields, drive, drive_in_order};
use crate::builder::Stage;
use crate::order::order;
use crate::policy::{Attempts, Disposal};
use crate::queue::{Receiver, Sender};
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
    ) -> Stage<'_, 'scope, 'env, Shared<I>, O, E> {
        assert!(
            workers > 0,
            "`{name}` needs at least one worker, got fan_out(0, ...)"
        );
        Stage::new(
            self,
            name,
            Shared {
                workers,
                from,
                ordered: false,
            },
            to,
        )
    }
}

/// A fan-out: workers that share the stream `from`.
///
/// A body given as it is, is made once and shared by the workers, hence `Fn + Sync`. A body that
/// [each worker](Stage::each_worker) makes for itself may keep what cannot be shared.
pub struct Shared<I> {
    workers: usize,
    from: Receiver<I>,
    ordered: bool,
}

impl<'scope, I, O, E, A, D> Stage<'_, 'scope, '_, Shared<I>, O, E, A, D>
where
    E: Send + 'scope,
    A: Attempts<I, E> + Clone + Send + 'scope,
    D: Disposal<E, I> + Clone + Send + 'scope,
{
    /// What is made of each item stays together, and leaves in the order of the input.
    pub fn ordered(mut self) -> Self {
        self.kind.ordered = true;
        self
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

    /// [`try_map`](Stage::try_map) with a body that names its own error type.
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

    /// [`try_yields`](Stage::try_yields) with a body that names its own error type.
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
        let fills = self.fills();
        let Shared {
            workers,
            from,
            ordered,
        } = self.kind;
        let first = Worker::new(
            self.name,
            self.scope.state(),
            vec![Arc::clone(from.edge())],
            fills,
        );
        let (make, to, policy) = (Arc::new(make), self.to, self.policy);
        let scope = self.scope;
        let members = (0..workers)
            .take_while(|_| !scope.state().is_cancelled())
            .map(|index| {
                if index == 0 {
                    first.clone()
                } else {
                    first.another()
                }
            });
        if ordered {
            let (intakes, turns) = order(from, to.clone(), workers);
            let policy = policy.in_order();
            for (index, worker) in members.enumerate() {
                let (mut intake, turns) = (intakes.intake(index), Arc::clone(&turns));
                let (to, make, policy) = (to.clone(), Arc::clone(&make), policy.clone());
                let outputs = (to.keep_open(), policy.disposal.clone());
                self.scope
                    .spawn(worker, Some(index), outputs, move |worker| {
                        let body = policy.guard(make()?);
                        let out = Out::new(to, worker).in_order(turns);
                        drive_in_order(&mut intake, body, out);
                        Ok(())
                    });
            }
        } else {
            let mut among = from.among(workers);
            for (index, worker) in members.enumerate() {
                let Some(from) = among.receiver(index) else {
                    return;
                };
                let to = to.clone();
                let (make, policy) = (Arc::clone(&make), policy.clone());
                let outputs = (to.keep_open(), policy.disposal.clone());
                self.scope
                    .spawn(worker, Some(index), outputs, move |worker| {
                        let body = policy.guard(make()?);
                        drive(Items::open(from, worker)?, body, Out::new(to, worker));
                        Ok(())
                    });
            }
        }
    }
}
