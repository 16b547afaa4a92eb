//! `tee` of futures: copies each item to every branch.

use std::future::poll_fn;
use std::pin::pin;

use futures_core::Stream;

use super::items::BoxFuture;
use super::port::Port;
use super::run::Run;
use super::source::Source;
use crate::context::Context;
use crate::edge::Sender;
use crate::run::worker::Worker;
use crate::stage::policy::Copied;
use crate::sync::Arc;

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Begins a stage that copies each item to every branch.
    pub fn tee<S: Source<E>, T, const N: usize>(
        &self,
        name: &'static str,
        from: S,
        branches: [Sender<T>; N],
    ) -> Tee<'_, 'p, S, T, E, N> {
        Tee {
            run: self,
            name,
            from,
            branches,
        }
    }
}

/// A tee about to be started.
///
/// A branch without receivers is skipped. The other branches continue.
#[must_use = "a tee starts when it is told how"]
pub struct Tee<'r, 'p, S, T, E, const N: usize> {
    run: &'r Run<'p, E>,
    name: &'static str,
    from: S,
    branches: [Sender<T>; N],
}

impl<'p, S, T, E, const N: usize> Tee<'_, 'p, S, T, E, N>
where
    S: Source<E>,
    T: Copied + Send + 'p,
    E: Send + 'p,
{
    /// Runs the future `work(items, out)` as the worker.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(S::Items, Branches<T, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let branches = self.branches;
        let fills = branches.iter().map(|to| Arc::clone(to.edge())).collect();
        let worker = self.run.worker(self.name, self.from.edges(), fills);
        let items = self.from.open(&worker);
        let outputs: Vec<_> = branches.iter().map(Sender::keep_open).collect();
        let ports = branches.into_iter().enumerate();
        let out = Branches {
            ports: ports.map(|(place, to)| Port::new(to, place)).collect(),
            worker: worker.clone(),
        };
        self.run.start(worker, outputs, work(items, out));
    }
}

/// The branches of a tee.
pub struct Branches<T, E> {
    ports: Vec<Port<T>>,
    worker: Worker<E>,
}

impl<T: Copied, E> Branches<T, E> {
    /// Returns the context of the run.
    #[must_use]
    pub fn context(&mut self) -> Context {
        self.worker.context().clone()
    }

    /// Runs `for item in items { for to in branches { to.send(item.clone())? } }`.
    ///
    /// # Errors
    ///
    /// None. Returns `Ok` so that the block around the call may use `?`.
    pub fn send_all<'l, S>(&'l mut self, items: S) -> BoxFuture<'l, Result<(), E>>
    where
        T: Send,
        E: Send,
        S: Stream<Item = T> + Send + 'l,
    {
        Box::pin(async move {
            let mut items = pin!(items);
            let counters = Arc::clone(self.worker.counters());
            let Some((last, others)) = self.ports.split_last_mut() else {
                return Ok(());
            };
            counters.methods.lead_to_a_body();
            while !self.worker.must_stop()
                && let Some(item) = poll_fn(|cx| items.as_mut().poll_next(cx)).await
            {
                counters.methods.pass();
                counters.held.add(1);
                // Ignore a branch without receivers. The worker ends when no branch has receivers
                // left.
                for to in &mut *others {
                    let _ = to.send(item.clone(), &self.worker).await;
                }
                let _ = last.send(item, &self.worker).await;
                counters.held.subtract(1);
            }
            Ok(())
        })
    }
}
