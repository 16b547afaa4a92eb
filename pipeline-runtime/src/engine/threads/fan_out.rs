//! `fan_out`: several workers that share one stream.

use crate::edge::reorder::Order;
use crate::engine::threads::body::{
    Body, Map, Out, Setup, TryMapBody, TryYields, Yields, drive, drive_in_order,
};
use crate::engine::threads::policy::Dispose;
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, NumberedItems, Source};
use crate::stage::builder::{One, Shared, Stage};
use crate::stage::by_key::{Division, Located};
use crate::stage::policy::{Attempts, Keep, Tries};
use crate::sync::Arc;

impl<'scope, I, P, O, E, A, D> Stage<'_, Scope<'scope, '_, E>, Shared<I, P>, O, E, A, D>
where
    P: Division<I, O, Part: Source<E, Item = I, Crossing = I, Iter: NumberedItems<Item = I>>>,
    P::Away: Send + 'scope,
    E: Send + 'scope,
    A: Attempts<I> + Tries<E> + Clone + Send + 'scope,
    D: Dispose<E> + Keep<I> + Clone + Send + 'scope,
{
    /// Runs `for item in from { to.send(body(item))? }` in each worker.
    pub fn map<F>(self, body: F)
    where
        F: Fn(I) -> O + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || Ok(Map(move |item| body(item))));
    }

    /// Runs `for item in from { to.send(body(item)?)? }` in each worker.
    pub fn try_map<F>(self, body: F)
    where
        F: Fn(I) -> Result<O, E> + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || Ok(TryMapBody(move |item| body(item))));
    }

    /// Like [`try_map`](Stage::try_map), for a body that names its own error type.
    pub fn try_map_into<X, F>(self, body: F)
    where
        F: Fn(I) -> Result<O, X> + Send + Sync + 'scope,
        E: From<X>,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_map(move |item| Ok(body(item)?));
    }

    /// Runs `for item in from { body(item, to) }` in each worker. The body sends its outputs.
    pub fn yields<F>(self, body: F)
    where
        F: Fn(I, &mut Out<O, E>) + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || Ok(Yields(move |item, out: &mut _| body(item, out))));
    }

    /// Runs `for item in from { body(item, to)? }` in each worker. The body sends its outputs.
    pub fn try_yields<F>(self, body: F)
    where
        F: Fn(I, &mut Out<O, E>) -> Result<(), E> + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let body = Arc::new(body);
        self.start(move || Ok(TryYields(move |item, out: &mut _| body(item, out))));
    }

    /// Like [`try_yields`](Stage::try_yields), for a body that names its own error type.
    pub fn try_yields_into<X, F>(self, body: F)
    where
        F: Fn(I, &mut Out<O, E>) -> Result<(), X> + Send + Sync + 'scope,
        E: From<X>,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        self.try_yields(move |item, out| Ok(body(item, out)?));
    }

    /// Runs `let body = make()?;` on each worker's own thread, then the loop for that kind of body.
    pub fn each_worker<B, M>(self, make: M)
    where
        B: Body<I, O, E>,
        M: Fn(Setup<I, O, E>) -> Result<B, E> + Send + Sync + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let make = Arc::new(make);
        self.start(move || make(Setup::new()));
    }

    fn start<B, M>(self, make: M)
    where
        B: Body<I, O, E>,
        M: FnOnce() -> Result<B, E> + Clone + Send + 'scope,
        I: Send + 'scope,
        P::Part: Send + 'scope,
        O: Send + 'scope,
    {
        let fills = self.fills();
        let Shared {
            workers,
            from,
            division,
            ordered,
            window,
        } = self.kind;
        let (scope, to) = (self.run, self.to);
        let (division, from) = match division.locate(from, ordered) {
            Located::Here(division, from) => (division, from),
            Located::Away(away) => {
                return Stage::new(scope, self.name, One(away), to).through(|made| made);
            }
        };
        let reads = vec![Arc::clone(from.edge())];
        let ordered = ordered && !division.is_served();
        let mut members = scope.members(self.name, reads, fills, division.is_served());
        let policy = self.policy;
        let order = ordered.then(|| Order::new(&to, workers, window));
        let ahead = order.as_ref().map(|order| order.ahead());
        let policy = if ordered { policy.in_order() } else { policy };
        let parts = division.divide(from, to, workers, ahead);
        // A thread that cannot be started cancels the run. Start no further threads then.
        let parts = parts.take_while(|_| !scope.state().is_cancelled());
        for (index, (from, to)) in parts.enumerate() {
            let worker = members.next(&to);
            let (make, policy) = (make.clone(), policy.clone());
            let (outputs, order) = ((to.keep_open(), policy.disposal.clone()), order.clone());
            scope.spawn(worker, Some(index), outputs, move |worker| {
                let body = policy.guard(make()?);
                let out = Out::new(to, worker);
                match order {
                    None => drive(Items::open(from, worker)?, body, out),
                    Some(order) => {
                        let items = from.open(worker)?;
                        drive_in_order(items, body, out.in_order(&order));
                    }
                }
                Ok(())
            });
        }
    }
}
