//! `split` of futures: each item to one of two branches.

use super::port::Port;
use super::run::Run;
use super::source::Source;
use crate::context::Context;
use crate::edge::Sender;
use crate::run::worker::Worker;
use crate::sync::Arc;

impl<'p, E: Send + 'p> Run<'p, E> {
    /// A stage that parts a stream.
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
/// A branch that nobody reads any more hears no more; the other goes on.
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
    /// The worker is the future `work(items, out)`.
    pub fn work<F, Fut>(self, work: F)
    where
        F: FnOnce(S::Items, Parted<T, E>) -> Fut,
        Fut: Future<Output = Result<(), E>> + Send + 'p,
    {
        let Split {
            run,
            name,
            from,
            yes,
            no,
        } = self;
        let fills = vec![Arc::clone(yes.edge()), Arc::clone(no.edge())];
        let worker = run.worker(name, from.edges(), fills);
        let items = from.open(&worker);
        let outputs = (yes.keep_open(), no.keep_open());
        let out = Parted {
            yes: Port::new(yes, 0),
            no: Port::new(no, 1),
            worker: worker.clone(),
        };
        run.start(worker, outputs, work(items, out));
    }
}

/// The branches of a split.
pub struct Parted<T, E> {
    yes: Port<T>,
    no: Port<T>,
    worker: Worker<E>,
}

impl<T, E> Parted<T, E> {
    /// The context of the run.
    #[must_use]
    pub fn context(&mut self) -> Context {
        self.worker.context().clone()
    }

    /// [`give`](Parted::give), as a test said that may fail.
    pub async fn try_give(&mut self, item: T, yes: Result<bool, E>) {
        match yes {
            Ok(yes) => self.give(item, yes).await,
            Err(error) => {
                self.worker.counters().held.set(0);
                self.worker.fail(error);
            }
        }
    }

    /// [`try_give`](Parted::try_give), of a test that names its own error type.
    pub async fn try_give_into<X>(&mut self, item: T, yes: Result<bool, X>)
    where
        E: From<X>,
    {
        self.try_give(item, yes.map_err(E::from)).await;
    }

    /// Sends `item` down the first branch, or the second.
    pub async fn give(&mut self, item: T, yes: bool) {
        let to = if yes { &mut self.yes } else { &mut self.no };
        let sent = to.send(item, &self.worker).await;
        let counters = self.worker.counters();
        counters.held.set(0);
        if sent.is_err() {
            // The other branch may be read still: the worker ends when none is.
            counters.dropped.add(1);
        }
    }
}
