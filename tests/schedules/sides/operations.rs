//! Operations of one thread, which never wait: each has the same result in both implementations.

use std::fmt::Write;

use pipeline_tests::Ledger;

use crate::in_schedules;

/// An operation on a channel.
#[derive(Clone, Copy, Debug)]
enum Operation {
    TrySend,
    TryReceive,
    /// Only where an item waits, or nothing will come.
    Receive,
    IsReady,
    CloneSender,
    DropSender,
    CloneReceiver,
    DropReceiver,
}

impl Operation {
    const ALL: [Operation; 8] = [
        Operation::TrySend,
        Operation::TryReceive,
        Operation::Receive,
        Operation::IsReady,
        Operation::CloneSender,
        Operation::DropSender,
        Operation::CloneReceiver,
        Operation::DropReceiver,
    ];
}

/// A xorshift generator, which yields the same operations each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below a usize")
    }
}

/// Returns `count` operations, with more sends and receives than others.
fn operations(seed: u64, count: usize) -> Vec<Operation> {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut one = || match random.below(3) {
        0 => Operation::ALL[random.below(Operation::ALL.len())],
        1 => Operation::TrySend,
        _ => Operation::TryReceive,
    };
    (0..count).map(|_| one()).collect()
}

macro_rules! transcript {
    ($side:ident) => {
        mod $side {
            use super::*;
            use crate::sync::$side::channel::{Select, TryRecvError, bounded};
            use crate::sync::$side::thread::Instant;

            /// Returns the result of each operation, and the number of living items after it.
            pub(super) fn transcript(capacity: usize, operations: &[Operation]) -> String {
                let ledger = Ledger::default();
                let (sender, receiver) = bounded(capacity);
                let (mut senders, mut receivers) = (vec![sender], vec![receiver]);
                let mut queued = 0_usize;
                let mut text = String::new();
                for (number, &operation) in operations.iter().enumerate() {
                    let (to, from) = (senders.last(), receivers.last());
                    let gave = match operation {
                        Operation::TrySend => to.map(|to| match to.try_send(ledger.item(number)) {
                            Ok(()) => {
                                queued += 1;
                                "sent".to_owned()
                            }
                            Err(error) => format!("{error}"),
                        }),
                        Operation::TryReceive => from.map(|from| match from.try_recv() {
                            Ok(item) => {
                                queued -= 1;
                                item.number.to_string()
                            }
                            Err(TryRecvError::Empty) => "empty".to_owned(),
                            Err(TryRecvError::Disconnected) => "disconnected".to_owned(),
                        }),
                        Operation::Receive => {
                            from.filter(|_| queued > 0 || to.is_none()).map(|from| {
                                let item = from.into_iter().next();
                                queued = queued.saturating_sub(1);
                                item.map_or("the end".to_owned(), |item| item.number.to_string())
                            })
                        }
                        Operation::IsReady => from.map(|from| {
                            let mut select = Select::new();
                            select.recv(from);
                            select.ready_deadline(Instant::now()).is_ok().to_string()
                        }),
                        Operation::CloneSender => {
                            let another = to.cloned();
                            senders.extend(another);
                            None
                        }
                        Operation::DropSender => {
                            drop(senders.pop());
                            None
                        }
                        Operation::CloneReceiver => {
                            let another = from.cloned();
                            receivers.extend(another);
                            None
                        }
                        Operation::DropReceiver => {
                            drop(receivers.pop());
                            None
                        }
                    };
                    let gave = gave.unwrap_or_default();
                    let live = ledger.live();
                    writeln!(text, "{number} {operation:?}: {gave}, {live} live").expect("text");
                }
                drop((senders, receivers));
                assert_eq!(
                    ledger.live(),
                    0,
                    "the channel is gone, and its items are not"
                );
                text
            }
        }
    };
}

transcript!(system);
transcript!(schedules);

#[test]
fn each_operation_of_a_channel_gives_the_same() {
    for capacity in [0, 1, 2, 7] {
        for seed in 0..400 {
            let operations = operations(seed, 60);
            let system = system::transcript(capacity, &operations);
            let model = in_schedules(1, move || schedules::transcript(capacity, &operations));
            assert_eq!(model, [system], "capacity {capacity}, seed {seed}");
        }
    }
}
