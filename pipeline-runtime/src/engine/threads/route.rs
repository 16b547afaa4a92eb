//! `route`: a body sends each item into branches, by calling them. Each branch has its own type of
//! items.

use std::cell::RefCell;

use crate::edge::Edge;
use crate::edge::Sender;
use crate::edge::supply::Supply;
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Source};
use crate::run::worker::Worker;
use crate::sync::Arc;

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    /// Begins a stage whose body sends items into branches. It starts when it is given its branches
    /// and its body.
    pub fn route<S: Source<E>>(
        &self,
        name: &'static str,
        from: S,
    ) -> Route<'_, 'scope, 'env, S, E> {
        Route {
            scope: self,
            name,
            from,
            fills: Vec::new(),
            outputs: Vec::new(),
        }
    }
}

/// A route about to be started.
#[must_use = "a route starts when it is given its body"]
pub struct Route<'s, 'scope, 'env: 'scope, S, E> {
    scope: &'s Scope<'scope, 'env, E>,
    name: &'static str,
    from: S,
    fills: Vec<Arc<Edge>>,
    /// A sender for each branch, whatever the type of its items. They keep the branches open.
    outputs: Vec<Box<dyn KeptOpen + 'scope>>,
}

/// A value that is only kept until it is dropped.
trait KeptOpen: Send {}

impl<T: Send> KeptOpen for T {}

impl<'scope, S, E> Route<'_, 'scope, '_, S, E>
where
    S: Source<E, Crossing: Send> + Send + 'scope,
    S::Item: Send + 'scope,
    E: Send + 'scope,
{
    /// Adds a branch.
    pub fn to<T: Send + 'scope>(mut self, branch: &Sender<T>) -> Self {
        self.fills.push(Arc::clone(branch.edge()));
        self.outputs.push(Box::new(branch.keep_open()));
        self
    }

    /// Calls `route` on the worker with a [`Routing`]: `route` makes the branches, then runs the
    /// body on the items.
    pub fn on_worker<F>(self, route: F)
    where
        F: FnOnce(Routing<S::Iter, E>) -> Result<(), E> + Send + 'scope,
    {
        let from = self.from;
        let worker = self.scope.worker(self.name, from.edges(), self.fills);
        self.scope.spawn(worker, None, self.outputs, move |worker| {
            route(Routing {
                items: Items::open(from, worker)?,
                worker: worker.clone(),
            })
        });
    }
}

/// A route, on its worker.
pub struct Routing<I, E> {
    items: Items<'static, I, E>,
    worker: Worker<E>,
}

impl<I: Supply, E> Routing<I, E> {
    /// Returns the function that sends into `to`. It does nothing once `to` has no receiver.
    pub fn branch<T>(&self, to: Sender<T>) -> impl Fn(T) + use<T, I, E> {
        let worker = self.worker.clone();
        let place = worker.place(to.edge());
        let to = RefCell::new(to);
        move |item| {
            // The other branches may still have receivers. `Items` ends when none has.
            let _ = worker.send(&mut to.borrow_mut(), place, item);
        }
    }

    /// Runs `for item in items { body(item) }`.
    ///
    /// # Errors
    ///
    /// None. Returns `Ok` so that the closure around the call may use `?`.
    pub fn map<F: FnMut(I::Item)>(self, mut body: F) -> Result<(), E> {
        self.try_map(|item| {
            body(item);
            Ok(())
        })
    }

    /// Runs `for item in items { body(item)? }`.
    ///
    /// # Errors
    ///
    /// The first error of the body.
    pub fn try_map<F: FnMut(I::Item) -> Result<(), E>>(mut self, body: F) -> Result<(), E> {
        self.items.try_for_each(body)
    }
}
