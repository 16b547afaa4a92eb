//! Runs programs in turns, so that a temporary slowdown of the machine affects all of them alike.
//! Shared by the async benches.

use std::env;
use std::time::{Duration, Instant};

/// Programs that do the same work in different ways.
pub struct Programs<'p> {
    programs: Vec<Program<'p>>,
}

struct Program<'p> {
    name: String,
    run: Box<dyn FnMut() -> u64 + 'p>,
    /// The time of each round.
    times: Vec<Duration>,
}

impl<'p> Programs<'p> {
    /// Makes an empty set of programs.
    #[must_use]
    pub fn new() -> Self {
        let programs = Vec::new();
        Programs { programs }
    }

    /// Adds a program. Its result must be the same as that of the others.
    pub fn add(&mut self, name: impl Into<String>, run: impl FnMut() -> u64 + 'p) {
        self.programs.push(Program {
            name: name.into(),
            run: Box::new(run),
            times: Vec::new(),
        });
    }

    /// Runs all programs `rounds` times, in turns.
    ///
    /// # Panics
    ///
    /// Panics if a program does not return `expected`.
    pub fn run(&mut self, rounds: usize, expected: u64) {
        for _ in 0..rounds {
            for program in &mut self.programs {
                let start = Instant::now();
                let given = (program.run)();
                program.times.push(start.elapsed());
                assert_eq!(given, expected, "{}", program.name);
            }
        }
    }

    /// Returns the median time of each program, in the order in which they were added.
    #[must_use]
    pub fn medians(&self) -> Vec<(&str, Duration)> {
        let median = |program: &Program<'_>| median(program.times.clone(), Duration::cmp);
        let programs = self.programs.iter();
        programs
            .map(|program| (program.name.as_str(), median(program)))
            .collect()
    }

    /// Returns how many times as fast as `other` a program is: the median of the ratios of all
    /// rounds. The arguments are numbers in the order in which the programs were added.
    #[must_use]
    pub fn speed(&self, program: usize, other: usize) -> f64 {
        let times = |program: usize| self.programs[program].times.iter();
        let ratios = times(program).zip(times(other));
        let ratios = ratios.map(|(time, other)| other.as_secs_f64() / time.as_secs_f64());
        median(ratios.collect(), f64::total_cmp)
    }
}

fn median<T: Copy>(mut numbers: Vec<T>, order: impl Fn(&T, &T) -> std::cmp::Ordering) -> T {
    numbers.sort_unstable_by(order);
    numbers[numbers.len() / 2]
}

impl Default for Programs<'_> {
    fn default() -> Self {
        Programs::new()
    }
}

/// Returns whether `cargo bench` runs this program. Otherwise it should only check that everything
/// works.
#[must_use]
pub fn is_bench() -> bool {
    env::args().any(|argument| argument == "--bench")
}
