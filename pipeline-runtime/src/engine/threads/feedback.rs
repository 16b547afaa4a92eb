//! `feedback` on threads.

use crate::edge::{Receiver, Sender};
use crate::engine::threads::feed::BlockingFeed;
use crate::engine::threads::scope::Scope;
use crate::run::worker::Worker;
use crate::stage::feed::Feedback;
use crate::sync::Arc;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// Runs `for item in merged(seeds, back) { to.send(item)? }`. The loop ends when `seeds` has
    /// ended and none of the items sent is in flight in the loop, so that nothing can come `back`.
    pub fn feedback<T: Send + 'scope>(
        &self,
        name: &'static str,
        seeds: Receiver<T>,
        back: Receiver<T>,
        to: Sender<T>,
    ) {
        let reads = vec![Arc::clone(seeds.edge()), Arc::clone(back.edge())];
        let fills = vec![Arc::clone(to.edge())];
        let worker = self.worker(name, reads, fills);
        let Some(feedback) = Feedback::new(seeds, back, to.edge(), &worker) else {
            return;
        };
        self.spawn(worker, None, to.keep_open(), move |worker| {
            run(BlockingFeed::new(feedback, worker), to, worker);
            Ok(())
        });
    }
}

fn run<T, E>(mut items: BlockingFeed<Feedback<T>>, mut to: Sender<T>, worker: &Worker<E>) {
    while !worker.must_stop() {
        let Some(item) = items.next() else {
            // If a cancel ended the feed, this call records that the run was cut short.
            let _ = worker.must_stop();
            return;
        };
        items.feed().pass_on(&mut to);
        if worker.send(&mut to, 0, item).is_err() {
            worker.counters().dropped.add(1);
            return;
        }
    }
}
