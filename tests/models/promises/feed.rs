//! What a lone sender and its reader promise each other.

use std::collections::VecDeque;

use pipeline_models::Ledger;

use super::feed::{Feed, next};
use super::room::Room;
use crate::sync::Arc;
use crate::sync::thread::spawn;
use crate::{Size, check};

/// A reader calls and looks, a sender puts in and asks: no item waits for a reader that sleeps.
#[test]
fn who_calls_and_who_asks_see_each_other() {
    check(Size::Small, || {
        let ledger = Ledger::of(2);
        let room = Room::new(false);
        let mut rings = VecDeque::new();
        let mut feed = Feed::new(&mut rings);
        feed.push_in(ledger.item(0), 2, &mut rings);
        let mut ring = rings.pop_front().expect("the feed's");
        assert!(next(&mut ring).is_some());
        let (asked, item) = (Arc::clone(&room), ledger.item(1));
        let sending = spawn(move || {
            assert!(feed.push(item).is_ok(), "there is room");
            asked.was_called()
        });
        room.call(true);
        let found = next(&mut ring).is_some();
        let was_called = sending.join().expect("it sends");
        assert!(
            found || was_called,
            "an item waits for a reader that sleeps"
        );
    });
}
