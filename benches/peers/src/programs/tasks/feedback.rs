//! A loop in which `IN_FLIGHT` items go round until their trips add up to the given number. Each
//! trip is two hops: from the start of the loop to the stage that sends back, and from there to the
//! start.

use std::cell::Cell;

use futures::channel::mpsc::{Receiver, Sender, UnboundedReceiver, UnboundedSender, unbounded};
use futures::{SinkExt, StreamExt, join};
use pipeline::pipeline;

use super::super::verbs::feedback::{Message, Traveller, travellers};
use super::{Run, add_up, bounded, by_hand, declared, one_of};

pub(in super::super) fn program<const IN_FLIGHT: usize>(variant: &str) -> Option<Run> {
    macro_rules! declared {
        ($items:expr $(, $capacity:expr)?) => {
            pipeline!(async {
                let seeds = generator($(capacity = $capacity,)? travellers($items, IN_FLIGHT));
                let open = seeds
                    >> feedback($(capacity = $capacity,)? back, bound = IN_FLIGHT, full = fail);
                let (back, done) = open
                    >> route($(capacity = $capacity,)? |traveller| {
                        let traveller = Traveller::go(traveller);
                        if traveller.trips > 0 {
                            back(traveller);
                        } else {
                            done(traveller.number);
                        }
                    });
                done >> sink(async |numbers| add_up(numbers).await)
            })
        };
    }
    one_of(
        variant,
        [
            |task| declared(declared!(task.items).run()),
            |task| declared(declared!(task.items, task.size).run()),
            |task| by_hand(on_channels(travellers(task.items, IN_FLIGHT), task.size)),
        ],
    )
}

/// The number of travellers that have not arrived, plus one as long as there may be more seeds.
type InFlight = Cell<u64>;

async fn on_channels(travellers: impl Iterator<Item = Traveller>, capacity: usize) -> u64 {
    // A send into the loop must not wait. Otherwise the loop could deadlock.
    let (to_open, open) = unbounded();
    let (to_there, there) = bounded(capacity);
    let (to_done, done) = bounded(capacity);
    let back = to_open.clone();
    let in_flight = InFlight::new(1);
    let ((), (), (), sum) = join!(
        async { seed(travellers, &to_open, &in_flight) },
        forward(open, to_there),
        go_and_send_back(there, back, to_done, &in_flight),
        add_up(done),
    );
    sum
}

fn seed(
    travellers: impl Iterator<Item = Traveller>,
    to_open: &UnboundedSender<Message>,
    in_flight: &InFlight,
) {
    for traveller in travellers {
        in_flight.update(|count| count + 1);
        send(to_open, Some(traveller));
    }
    leave(to_open, in_flight);
}

fn send(to_open: &UnboundedSender<Message>, message: Message) {
    let sent = to_open.unbounded_send(message);
    sent.expect("the loop is open while anything is in flight");
}

fn leave(to_open: &UnboundedSender<Message>, in_flight: &InFlight) {
    in_flight.update(|count| count - 1);
    if in_flight.get() == 0 {
        send(to_open, None);
    }
}

async fn forward(mut open: UnboundedReceiver<Message>, mut to_there: Sender<Traveller>) {
    while let Some(Some(traveller)) = open.next().await {
        if to_there.send(traveller).await.is_err() {
            return;
        }
    }
}

async fn go_and_send_back(
    mut there: Receiver<Traveller>,
    back: UnboundedSender<Message>,
    mut to_done: Sender<u64>,
    in_flight: &InFlight,
) {
    while let Some(traveller) = there.next().await {
        let traveller = traveller.go();
        if traveller.trips > 0 {
            send(&back, Some(traveller));
            continue;
        }
        if to_done.send(traveller.number).await.is_err() {
            return;
        }
        leave(&back, in_flight);
    }
}
