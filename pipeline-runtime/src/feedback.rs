//! `feedback`: the one stage of a loop that takes in from outside it.

use std::time::Duration;

use crate::cycle::{Cycle, Hand, Share};
use crate::queue::{Receiver, Sender};
use crate::scope::Scope;
use crate::sync::channel::{self, TryRecvError, select_biased};
use crate::sync::thread::Patience;
use crate::sync::{Arc, Ordering};
use crate::worker::Worker;

impl<'scope, E: Send + 'scope> Scope<'scope, '_, E> {
    /// `for item in merged(seeds, back) { to.send(item)? }`, until `seeds` is at its end and nothing
    /// of what was sent is in flight in the loop, so that nothing can come `back`.
    pub fn feedback<T: Send + 'scope>(
        &self,
        name: &'static str,
        seeds: Receiver<T>,
        back: Receiver<T>,
        to: Sender<T>,
    ) {
        let reads = vec![Arc::clone(seeds.edge()), Arc::clone(back.edge())];
        let fills = vec![Arc::clone(to.edge())];
        if let Some(share) = back.share() {
            share.cycle().add_head(to.edge());
            share.set_reader(name);
        }
        let worker = Worker::new(name, self.state(), reads, fills);
        worker.tally().merges.store(true, Ordering::Relaxed);
        self.spawn(worker, None, to.keep_open(), move |worker| {
            let edge = Arc::clone(back.edge());
            if let Some(share) = edge.share() {
                Feedback::new(seeds, back, share, worker).run(&to);
            }
            Ok(())
        });
    }
}

struct Feedback<'w, T, E> {
    /// What comes from outside, until its end.
    seeds: Option<Receiver<T>>,
    /// What comes back, until no stage is left that could send it.
    back: Option<Receiver<T>>,
    cycle: Arc<Cycle>,
    /// Full while the loop may get more from outside it.
    entry: Hand,
    /// The item that goes round, if it was in flight already.
    again: Hand,
    worker: &'w Worker<E>,
    last_wait: Duration,
}

/// What a feedback waits for.
enum Event<T> {
    Seed(T),
    Back(T),
    NoSeeds,
    NoBack,
    /// Nothing is in flight, or nobody wants it.
    Over,
    Cancelled,
}

impl<'w, T, E> Feedback<'w, T, E> {
    /// `back` is of the loop that ends here.
    fn new(seeds: Receiver<T>, back: Receiver<T>, share: &Share, worker: &'w Worker<E>) -> Self {
        let cycle = Arc::clone(share.cycle());
        let mut entry = Hand::of_entry(&cycle);
        // Seeds from within the loop are in flight by themselves.
        if seeds.share().is_some_and(|share| share.is_of(&cycle)) {
            entry.empty();
        }
        Feedback {
            seeds: Some(seeds),
            back: Some(back),
            entry,
            again: Hand::new(Some(share)),
            cycle,
            worker,
            last_wait: Duration::ZERO,
        }
    }

    fn run(mut self, to: &Sender<T>) {
        let tally = self.worker.tally();
        while !self.worker.must_stop() {
            let (item, input) = match self.next() {
                Event::Seed(item) => (item, 0),
                Event::Back(item) => (item, 1),
                Event::NoSeeds => {
                    self.seeds = None;
                    self.entry.empty();
                    continue;
                }
                Event::NoBack => {
                    self.back = None;
                    continue;
                }
                Event::Over => return,
                // Looked at once more, or the run would not know that it was cut short.
                Event::Cancelled => continue,
            };
            tally.taken[input].add(1);
            self.take(input);
            if self.worker.send(to, 0, item).is_err() {
                tally.dropped.add(1);
                return;
            }
            self.again.empty();
        }
    }

    fn next(&mut self) -> Event<T> {
        // What comes back comes first, or a loop that is full would fill further.
        if let Some(Ok(item)) = try_take(self.back.as_ref()) {
            return Event::Back(item);
        }
        let mut last_wait = self.last_wait;
        let event = self.worker.tally().waited_for_input.time(|| {
            Patience::of_one().look_or_wait(&mut last_wait, || self.look(), || self.select())
        });
        self.last_wait = last_wait;
        event
    }

    fn look(&self) -> Option<Event<T>> {
        if self.worker.must_stop() {
            return Some(Event::Cancelled);
        }
        let back =
            || try_take(self.back.as_ref()).map(|item| item.map_or(Event::NoBack, Event::Back));
        let seeds =
            || try_take(self.seeds.as_ref()).map(|item| item.map_or(Event::NoSeeds, Event::Seed));
        let over = || self.cycle.over().is_raised().then_some(Event::Over);
        back().or_else(seeds).or_else(over)
    }

    fn select(&self) -> Event<T> {
        let never = channel::never();
        let back = self.back.as_ref().map_or(&never, Receiver::to_select);
        let seeds = self.seeds.as_ref().map_or(&never, Receiver::to_select);
        let hung_up = self.worker.hung_up();
        select_biased! {
            recv(self.worker.context().quit()) -> _ => Event::Cancelled,
            recv(hung_up) -> _ => Event::Over,
            recv(back) -> item => item.map_or(Event::NoBack, Event::Back),
            recv(seeds) -> item => item.map_or(Event::NoSeeds, Event::Seed),
            recv(self.cycle.over().waiter()) -> _ => Event::Over,
        }
    }

    /// An item of the loop is in hand now, where it waited before.
    fn take(&mut self, input: usize) {
        let from = [&self.seeds, &self.back][input].as_ref();
        from.inspect(|from| from.took());
        let share = from.and_then(Receiver::share);
        if let Some(share) = share.filter(|share| share.is_of(&self.cycle)) {
            share.take();
            self.again.take();
        }
    }
}

/// The next item of a stream, if one is there now; an error is the stream's end.
fn try_take<T>(from: Option<&Receiver<T>>) -> Option<Result<T, TryRecvError>> {
    match from?.to_select().try_recv() {
        Err(TryRecvError::Empty) => None,
        taken => Some(taken),
    }
}
