//! A pseudorandom number generator with the same sequence in each run.

/// Returns the successor of `random` in Knuth's linear congruential generator MMIX. Use the upper
/// bits, because the lower bits have short periods.
pub(crate) fn next(random: u64) -> u64 {
    random
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407)
}
