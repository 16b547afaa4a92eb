//! Bodies, as far as they meet items that are at hand.

use crate::supply::{Place, Supply};

pub(crate) trait Body<I, O, E> {
    fn call_at_hand(
        &mut self,
        items: &mut impl Supply<Item = I>,
        place: impl Place<O>,
    ) -> Result<Option<I>, E>;
}
