//! `tee`: each item to every branch.

use crate::policy::Copied;
use crate::queue::Sender;
use crate::scope::Scope;
use crate::source::{Items, Source};
use crate::sync::Arc;
use crate::worker::Worker;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// `for item in from { for to in branches { to.send(item.clone())? } }`
    ///
    /// A branch that nobody reads any more hears no more; the others go on.
    pub fn tee<S, const N: usize>(
        &self,
        name: &'static str,
        from: S,
        branches: [Sender<S::Item>; N],
    ) where
        S: Source<E>,
        S::Crossing: Send,
        S: Send + 'scope,
        S::Item: Copied + Send + 'scope,
    {
        let fills = branches.iter().map(|to| Arc::clone(to.edge())).collect();
        let worker = Worker::new(name, self.state(), from.edges(), fills);
        let outputs = branches.each_ref().map(Sender::keep_open);
        self.spawn(worker, None, outputs, move |worker| {
            let [others @ .., last] = &branches[..] else {
                return Ok(());
            };
            for item in Items::open(from, worker)? {
                // A branch that nobody reads is passed over: `Items` end when none is read.
                for (place, to) in others.iter().enumerate() {
                    let _ = worker.send(to, place, item.clone());
                }
                let _ = worker.send(last, others.len(), item);
            }
            Ok(())
        });
    }
}
