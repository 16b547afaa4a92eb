//! What only its owner gets at.

use crate::sync::{Mutex, PoisonError};

/// Can be shared whatever it holds, as only who has it alone gets at that: so a future that borrows
/// its owner across a wait can be sent. The lock is never taken.
#[derive(Default)]
pub(super) struct Alone<T>(Mutex<T>);

impl<T> Alone<T> {
    #[inline(always)]
    pub(super) fn get(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
