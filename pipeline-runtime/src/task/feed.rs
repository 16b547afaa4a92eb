//! The way of items from an edge's only sender.
//!
//! It is a [`ring`](crate::ring) whose ends have one owner each: the sender, and the only reader or who
//! of several has the lock. What it may hold is granted by the queue, so it is as much as the capacity
//! says; where the ring itself is smaller, another follows it.
//!
//! A reader that goes to sleep calls the sender, and looks into the ring again; the sender puts an item
//! in, and asks whether it is called. Both write the same word for that, so one of them sees the other:
//! no item waits for a reader that sleeps. So puts and takes need no barrier of their own, nor does a
//! reader [settle](crate::ring::settle): a task sleeps too often, and too lightly, for a call of the
//! kernel each time.
//!
//! Where one task polls both, the reader does not run while the sender does, and a mere look is enough.
//! Only a sink may take its stream elsewhere, to a task that this one knows nothing of. A look could
//! come too early then, so the sender's job looks again, under the lock, whenever it pauses.

use std::collections::VecDeque;

use crate::ring::{self, Reader, Writer};

/// How many items the first ring holds.
const FIRST: usize = 16;

/// The sender's end.
pub(super) struct Feed<T> {
    ring: Writer<T>,
    /// How many items the ring holds.
    size: usize,
    /// For how many items there is room, beside the room that the ring knows of.
    granted: u64,
}

impl<T> Feed<T> {
    pub(super) fn new(rings: &mut VecDeque<Reader<T>>) -> Self {
        Feed {
            ring: follow(FIRST, rings),
            size: FIRST,
            granted: 0,
        }
    }

    /// For how many items there is room.
    pub(super) fn room(&self) -> u64 {
        self.granted + u64::from(self.ring.room())
    }

    /// Puts `item` in, if there is room for it that the ring knows of.
    #[inline(always)]
    pub(super) fn push(&mut self, item: T) -> Result<(), T> {
        self.ring.quiet_puts().put(item)
    }

    /// Puts `item` in, for which there is room, when there is more by `granted`: in a new ring where
    /// this one holds no more.
    pub(super) fn push_in(&mut self, item: T, granted: u64, rings: &mut VecDeque<Reader<T>>) {
        self.granted += granted;
        if let Err(item) = self.push(item) {
            if !self.finds_room() {
                self.size = (2 * self.size).min(ring::MOST);
                self.ring = follow(self.size, rings);
                self.finds_room();
            }
            let _ = self.push(item);
        }
    }

    /// Whether the ring, which knows of no room, has some for what is granted.
    fn finds_room(&mut self) -> bool {
        let most = u32::try_from(self.granted).unwrap_or(u32::MAX);
        let room = self.ring.look_for(most);
        self.granted -= u64::from(room);
        room > 0
    }
}

/// A ring that follows `rings`.
fn follow<T>(size: usize, rings: &mut VecDeque<Reader<T>>) -> Writer<T> {
    let (writer, reader) = ring::quiet_ring(size);
    rings.push_back(reader);
    writer
}

/// The next item of a ring.
pub(super) fn next<T>(ring: &mut Reader<T>) -> Option<T> {
    ring.claim_some(1);
    ring.quiet_takes().next().map(|(_, item)| item)
}

/// All that is left in `rings`.
pub(super) fn empty<T>(rings: impl IntoIterator<Item = Reader<T>>) -> VecDeque<T> {
    let rings = rings.into_iter();
    rings.flat_map(|mut ring| ring.all()).collect()
}
