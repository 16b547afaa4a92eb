//! Chooses the cases to run: a sample, which is the same in each run with the same seed.

use std::collections::HashMap;
use std::env;
use std::fmt::Display;

/// The choice of cases, from the environment and the arguments.
///
/// `SAMPLE=n` runs about `n` cases, and `SAMPLE=all` runs all. `SEED=n` chooses another sample. An
/// argument that is not a flag is a filter: all cases whose name contains it are run, or, with
/// `--exact`, the case with that name. `PART=2/4` runs the second quarter of the chosen cases.
pub struct Plan {
    filter: Option<String>,
    is_exact: bool,
    seed: u64,
    /// Size of the sample, or `None` for all cases.
    size: Option<usize>,
    /// The number of this part, and the number of parts.
    part: (u64, u64),
}

impl Plan {
    /// Reads the plan. Without `SAMPLE`, the sample has about `size` cases.
    ///
    /// # Panics
    ///
    /// Panics if a variable that must be a number is not one.
    #[must_use]
    pub fn from_environment(size: usize) -> Self {
        let number = |text: String| text.parse().expect("a number");
        let mut arguments = env::args().skip(1);
        Plan {
            filter: arguments.find(|word| !word.starts_with('-')),
            is_exact: env::args().any(|word| word == "--exact"),
            seed: env::var("SEED").map_or(0, |seed| number(seed) as u64),
            size: match env::var("SAMPLE") {
                Ok(all) if all == "all" => None,
                Ok(size) => Some(number(size)),
                Err(_) => Some(size),
            },
            part: env::var("PART").map_or((1, 1), |part| {
                let (part, of) = part.split_once('/').expect("a part of how many");
                (number(part.to_owned()) as u64, number(of.to_owned()) as u64)
            }),
        }
    }

    /// Returns the chosen ones of the cases `all`. A sample has at least one case of each kind.
    pub fn chosen<C: Display, I: Iterator<Item = C>>(
        &self,
        all: impl Fn() -> I,
        kind: impl Fn(&C) -> String,
    ) -> impl Iterator<Item = C> {
        let sample = self.sample(&all, kind);
        let (part, of) = self.part;
        all().filter(move |case| {
            let name = case.to_string();
            let hash = hash(self.seed, &name);
            let is_chosen = match (&self.filter, &sample) {
                (Some(whole), _) if self.is_exact => name == *whole,
                (Some(part), _) => name.contains(part),
                (None, None) => true,
                (None, Some(sample)) => sample.has(hash),
            };
            is_chosen && hash % of + 1 == part
        })
    }

    fn sample<C: Display, I: Iterator<Item = C>>(
        &self,
        all: impl Fn() -> I,
        kind: impl Fn(&C) -> String,
    ) -> Option<Sample> {
        let size = self.size.filter(|_| self.filter.is_none())?;
        let mut count = 0;
        let mut first_of_kind = HashMap::new();
        for case in all() {
            count += 1;
            let hash = hash(self.seed, &case.to_string());
            let first = first_of_kind.entry(kind(&case)).or_insert(hash);
            *first = hash.min(*first);
        }
        let kinds = first_of_kind.len();
        let share = size.saturating_sub(kinds) as f64 / count as f64;
        println!(
            "about {size} of {count} cases, of {kinds} kinds, with SEED={}",
            self.seed
        );
        let mut firsts: Vec<u64> = first_of_kind.into_values().collect();
        firsts.sort_unstable();
        Some(Sample {
            limit: (share * u64::MAX as f64) as u64,
            firsts,
        })
    }
}

/// The hashes of the cases in a sample.
struct Sample {
    /// All hashes below this limit are in the sample.
    limit: u64,
    /// The smallest hash of each kind, sorted.
    firsts: Vec<u64>,
}

impl Sample {
    fn has(&self, hash: u64) -> bool {
        hash < self.limit || self.firsts.binary_search(&hash).is_ok()
    }
}

/// FNV-1a with a final mix. Unlike the hashers of `std`, it gives the same hash on every machine
/// and in every build.
fn hash(seed: u64, name: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = name.bytes().fold(start, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}
