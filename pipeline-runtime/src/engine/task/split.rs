//! `split` of futures: sends each item to one of two branches.

use super::port::Port;
use super::run::Run;
use super::source::Source;
use crate::context::Context;
use crate::edge::Sender;
use crate::run::worker::Worker;
use crate::sync::Arc;

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Begins a stage that splits a stream in two.
    pub fn split<S: Source<E>, T>(
        &self,
        name: &'static str,
        from: S,
        yes: Sender<T>,
        no: Sender<T>,
    ) -> Split<'_, 'p, S, T, E> {
        Split {
            run: self,
            name,
            from,
            yes,
            no,
        }
    }
}

/// A split about to be started.
///
/// A branch without receivers is skipped. The other branch continues.
#[must_use = "a split starts when it is told how"]
pub struct Split<'r, 'p, S, T, E> {
    run: &'r Run<'p, E>,
    name: &'static str,
    from: S,
    yes: Sender<T>,
    no: Sender<T>,
}

impl<'p, S, T, E> Split<'_, 'p, S, T, E>
where
    S: Source<E>,
    T: Send + 'p,
    E: Send + 'p,
{
    /// Runs the future `work(items, out)` as the worker.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(S::Items, Parted<T, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let (yes, no) = (self.yes, self.no);
        let fills = vec![Arc::clone(yes.edge()), Arc::clone(no.edge())];
        let worker = self.run.worker(self.name, self.from.edges(), fills);
        let items = self.from.open(&worker);
        let outputs = (yes.keep_open(), no.keep_open());
        let out = Parted {
            yes: Port::new(yes, 0),
            no: Port::new(no, 1),
            worker: worker.clone(),
        };
        self.run.start(worker, outputs, work(items, out));
    }
}

/// The branches of a split.
pub struct Parted<T, E> {
    yes: Port<T>,
    no: Port<T>,
    worker: Worker<E>,
}

impl<T, E> Parted<T, E> {
    /// Returns the context of the run.
    #[must_use]
    pub fn context(&mut self) -> Context {
        self.worker.context().clone()
    }

    /// Like [`give`](Parted::give), with the result of a test that may fail.
    pub async fn try_give(&mut self, item: T, yes: Result<bool, E>) {
        match yes {
            Ok(yes) => self.give(item, yes).await,
            Err(error) => {
                self.worker.counters().held.set(0);
                self.worker.fail(error);
            }
        }
    }

    /// Like [`try_give`](Parted::try_give), for a test that names its own error type.
    pub async fn try_give_into<X>(&mut self, item: T, yes: Result<bool, X>)
    where
        E: From<X>,
    {
        self.try_give(item, yes.map_err(E::from)).await;
    }

    /// Sends `item` into the first branch if `yes`, otherwise into the second.
    pub async fn give(&mut self, item: T, yes: bool) {
        let to = if yes { &mut self.yes } else { &mut self.no };
        let sent = to.send(item, &self.worker).await;
        let counters = self.worker.counters();
        counters.held.set(0);
        if sent.is_err() {
            // The other branch may still have receivers. The worker ends when neither has.
            counters.dropped.add(1);
        }
    }
}
