//! `tee`: copies each item to every branch.

use crate::edge::Sender;
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Source};
use crate::stage::policy::Copied;
use crate::sync::Arc;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Runs `for item in from { for to in branches { to.send(item.clone())? } }`.
    ///
    /// A branch without receivers is skipped. The other branches continue.
    pub fn tee<S, const N: usize>(
        &self,
        name: &'static str,
        from: S,
        branches: [Sender<S::Item>; N],
    ) where
        S: Source<E, Crossing: Send> + Send + 'scope,
        S::Item: Copied + Send + 'scope,
    {
        let fills = branches.iter().map(|to| Arc::clone(to.edge())).collect();
        let worker = self.worker(name, from.edges(), fills);
        let outputs = branches.each_ref().map(Sender::keep_open);
        self.spawn(worker, None, outputs, move |worker| {
            let mut branches = branches;
            let [others @ .., last] = &mut branches[..] else {
                return Ok(());
            };
            for item in Items::open(from, worker)? {
                // Ignore a branch without receivers. `Items` ends when no branch has receivers
                // left.
                for (place, to) in others.iter_mut().enumerate() {
                    let _ = worker.send(to, place, item.clone());
                }
                let place = others.len();
                let _ = worker.send(last, place, item);
            }
            Ok(())
        });
    }
}
