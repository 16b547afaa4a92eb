//! The bodies of the threads in the programs by hand.

use super::channels::Channels;

pub(super) fn generate<C: Channels>(items: impl IntoIterator<Item = u64>, mut to: C::Sender<u64>) {
    for item in items {
        if !C::send(&mut to, item) {
            break;
        }
    }
}

pub(super) fn apply<C: Channels>(
    body: impl Fn(u64) -> u64,
    mut from: C::Receiver<u64>,
    mut to: C::Sender<u64>,
) {
    while let Some(item) = C::receive(&mut from) {
        if !C::send(&mut to, body(item)) {
            break;
        }
    }
}

pub(super) fn add_up<C: Channels>(mut from: C::Receiver<u64>) -> u64 {
    let mut sum = 0_u64;
    while let Some(item) = C::receive(&mut from) {
        sum = sum.wrapping_add(item);
    }
    sum
}
