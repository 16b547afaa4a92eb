//! `split`: each item to one of two branches.

use crate::edge::Sender;
use crate::scope::Scope;
use crate::source::{Items, Source};
use crate::sync::Arc;
use crate::worker::Worker;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// `for item in from { if test(&item) { yes.send(item)? } else { no.send(item)? } }`
    ///
    /// A branch that nobody reads any more hears no more; the other goes on.
    pub fn split<S, F>(
        &self,
        name: &'static str,
        from: S,
        yes: Sender<S::Item>,
        no: Sender<S::Item>,
        mut test: F,
    ) where
        S: Source<E> + Send + 'scope,
        S::Item: Send + 'scope,
        F: FnMut(&S::Item) -> bool + Send + 'scope,
    {
        self.try_split(name, from, yes, no, move |item| Ok(test(item)));
    }

    /// [`split`](Scope::split) by a test that may fail.
    pub fn try_split<S, F>(
        &self,
        name: &'static str,
        from: S,
        yes: Sender<S::Item>,
        no: Sender<S::Item>,
        mut test: F,
    ) where
        S: Source<E> + Send + 'scope,
        S::Item: Send + 'scope,
        F: FnMut(&S::Item) -> Result<bool, E> + Send + 'scope,
    {
        let fills = vec![Arc::clone(yes.edge()), Arc::clone(no.edge())];
        let worker = Worker::new(name, self.state(), from.edges(), fills);
        let outputs = (yes.clone(), no.clone());
        self.spawn(worker, None, outputs, move |worker| {
            for item in Items::open(from, worker)? {
                let (to, place) = if test(&item)? { (&yes, 0) } else { (&no, 1) };
                if worker.send(to, place, item).is_err() {
                    // The other branch may be read still: `Items` end when none is.
                    worker.tally().dropped.add(1);
                }
            }
            Ok(())
        });
    }
}
