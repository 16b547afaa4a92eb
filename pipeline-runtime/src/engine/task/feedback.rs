//! `feedback` of futures.

use super::feed::AsyncFeed;
use super::items::Items;
use super::port::Port;
use super::run::Run;
use crate::edge::{Receiver, Sender};
use crate::run::worker::Worker;
use crate::stage::feed::Feedback;
use crate::sync::Arc;

impl<'p, E: Send + 'p> Run<'p, E> {
    /// Runs `for item in merged(seeds, back) { to.send(item)? }`. The loop ends when `seeds` has
    /// ended and none of the items sent is in flight in the loop, so that nothing can come `back`.
    pub fn feedback<T: Send + 'p>(
        &self,
        name: &'static str,
        seeds: Receiver<T>,
        back: Receiver<T>,
        to: Sender<T>,
    ) {
        let reads = vec![Arc::clone(seeds.edge()), Arc::clone(back.edge())];
        let worker = self.worker(name, reads, vec![Arc::clone(to.edge())]);
        let Some(feedback) = Feedback::new(seeds, back, to.edge(), &worker) else {
            return;
        };
        let items = Items::new(AsyncFeed::new(feedback, &worker), worker.clone());
        let output = to.keep_open();
        let work = run(items, Port::new(to, 0), worker.clone());
        self.start(worker, output, work);
    }
}

async fn run<T, E>(
    mut items: Items<AsyncFeed<Feedback<T>, E>, E>,
    mut to: Port<T>,
    worker: Worker<E>,
) -> Result<(), E> {
    while !worker.must_stop()
        && let Some(item) = items.next().await
    {
        worker.counters().held.set(1);
        items.stream.feed().pass_on(to.sender());
        if to.send(item, &worker).await.is_err() {
            break;
        }
        worker.counters().held.set(0);
    }
    Ok(())
}
