//! `feedback` of futures: the one stage of a loop that takes in from outside it.

use std::task::{Context as Task, Poll};

use super::adaptors::again;
use super::port::{Port, timed};
use super::receiver::Receiver;
use super::run::Run;
use super::sender::Sender;
use crate::budget::spend;
use crate::cycle::{Cycle, Hand};
use crate::sync::{Arc, Listener, Ordering};
use crate::tally::Tally;
use crate::worker::Worker;

impl<'p, E: Send + 'p> Run<'p, E> {
    /// `for item in merged(seeds, back) { to.send(item)? }`, until `seeds` is at its end and nothing
    /// of what was sent is in flight in the loop, so that nothing can come `back`.
    pub fn feedback<T: Send + 'p>(
        &self,
        name: &'static str,
        seeds: Receiver<T>,
        back: Receiver<T>,
        to: Sender<T>,
    ) {
        let reads = vec![Arc::clone(seeds.edge()), Arc::clone(back.edge())];
        let rooms = vec![Arc::clone(seeds.room()), Arc::clone(back.room())];
        let Some(share) = reads[1].share() else {
            return;
        };
        let cycle = share.cycle();
        cycle.add_head(to.edge());
        share.set_reader(name);
        let worker = self.worker(name, reads.clone(), vec![Arc::clone(to.edge())]);
        worker.tally().merges.store(true, Ordering::Relaxed);
        let mut entry = Hand::of_entry(cycle);
        // Seeds from within the loop are in flight by themselves.
        if reads[0].share().is_some_and(|share| share.is_of(cycle)) {
            entry.empty();
        }
        let feedback = Feedback {
            seeds: Some(seeds),
            back: Some(back),
            entry,
            again: Hand::new(Some(share)),
            cycle: Arc::clone(cycle),
            tally: Arc::clone(worker.tally()),
            listener: Listener::default(),
        };
        let output = to.keeper();
        let port = Port::new(to, 0);
        let work = feedback.run(port, worker.clone());
        self.start(worker, rooms, output, work);
    }
}

struct Feedback<T> {
    /// What comes from outside, until its end.
    seeds: Option<Receiver<T>>,
    /// What comes back, until no stage is left that could send it.
    back: Option<Receiver<T>>,
    cycle: Arc<Cycle>,
    /// Full while the loop may get more from outside it.
    entry: Hand,
    /// The item that goes round, if it was in flight already.
    again: Hand,
    tally: Arc<Tally>,
    /// The task that the loop's end wakes.
    listener: Listener,
}

impl<T> Feedback<T> {
    async fn run<E>(mut self, mut to: Port<T>, worker: Worker<E>) -> Result<(), E> {
        while !worker.must_stop() {
            let waited = Arc::clone(&self.tally);
            let next = timed(&waited.waited_for_input, |cx| self.poll_next(cx));
            let Some(item) = next.await else {
                break;
            };
            self.tally.held.set(1);
            if to.send(item, &worker).await.is_err() {
                break;
            }
            self.tally.held.set(0);
            self.again.empty();
        }
        Ok(())
    }

    /// The next item; `None` when nothing is in flight.
    fn poll_next(&mut self, cx: &mut Task<'_>) -> Poll<Option<T>> {
        if !spend() {
            return again(cx);
        }
        // What comes back comes first, or a loop that is full would fill further.
        for (input, from) in [(1, &mut self.back), (0, &mut self.seeds)] {
            let Some(receiver) = from else {
                continue;
            };
            match receiver.poll_receive(|| true, cx) {
                Poll::Ready(Some(received)) => {
                    self.tally.taken[input].add(1);
                    let share = receiver.edge().share();
                    if share.is_some_and(|share| share.is_of(&self.cycle)) {
                        self.again.take();
                    }
                    return Poll::Ready(Some(received.item));
                }
                Poll::Ready(None) => {
                    *from = None;
                    if input == 0 {
                        self.entry.empty();
                    }
                }
                Poll::Pending => {}
            }
        }
        let over = self.cycle.over();
        self.listener.listen(cx.waker(), |task| {
            let _ = over.wake(task);
        });
        if over.is_raised() {
            return Poll::Ready(None);
        }
        Poll::Pending
    }
}
