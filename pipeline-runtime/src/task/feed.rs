//! The way of items from an edge's only sender.
//!
//! It is a ring whose ends have one owner each: the sender, and the only reader or who of several has
//! the lock. What it may hold is granted by the queue, so it is as much as the capacity says; where the
//! ring itself is smaller, another follows it.
//!
//! A reader that goes to sleep calls the sender, and looks into the ring again; the sender puts an item
//! in, and asks whether it is called. Both write the same word for that, so one of them sees the other:
//! no item waits for a reader that sleeps.
//!
//! Where one task polls both, the reader does not run while the sender does, and a mere look is enough.
//! Only a sink may take its stream elsewhere, to a task that this one knows nothing of. A look could
//! come too early then, so the sender's job looks again, under the lock, whenever it pauses.

use std::collections::VecDeque;

use rtrb::{Consumer, Producer, PushError, RingBuffer};

/// How many items the first ring holds.
const FIRST: usize = 16;

/// The sender's end.
pub(super) struct Feed<T> {
    ring: Producer<T>,
    /// For how many items there is room.
    pub(super) granted: u64,
}

impl<T> Feed<T> {
    pub(super) fn new(rings: &mut VecDeque<Consumer<T>>) -> Self {
        Feed {
            ring: ring(FIRST, rings),
            granted: 0,
        }
    }

    /// Puts `item` in, if there is room for it.
    #[inline(always)]
    pub(super) fn push(&mut self, item: T) -> Result<(), T> {
        if self.granted == 0 {
            return Err(item);
        }
        let pushed = self.ring.push(item);
        pushed.map_err(|PushError::Full(item)| item)?;
        self.granted -= 1;
        Ok(())
    }

    /// Puts `item` in, for which there is room: in a new ring where this one holds no more.
    pub(super) fn push_in(&mut self, item: T, rings: &mut VecDeque<Consumer<T>>) {
        if let Err(item) = self.push(item) {
            self.ring = ring(2 * self.ring.buffer().capacity(), rings);
            // It is empty.
            let _ = self.push(item);
        }
    }
}

/// A ring that follows `rings`.
fn ring<T>(size: usize, rings: &mut VecDeque<Consumer<T>>) -> Producer<T> {
    let (producer, consumer) = RingBuffer::new(size);
    rings.push_back(consumer);
    producer
}

/// All that is left in `rings`.
pub(super) fn empty<T>(rings: impl IntoIterator<Item = Consumer<T>>) -> VecDeque<T> {
    let mut items = VecDeque::new();
    for mut ring in rings {
        while let Ok(item) = ring.pop() {
            items.push_back(item);
        }
    }
    items
}
