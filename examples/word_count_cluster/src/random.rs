//! Numbers that look random, and are the same each time.

/// The number after `random`, by Knuth's linear congruential generator MMIX. Its upper bits look random.
pub(crate) fn next(random: u64) -> u64 {
    random
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407)
}
