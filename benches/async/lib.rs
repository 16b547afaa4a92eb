//! What the benches of futures share: programs that run in turns, so that all of them see the same
//! moods of the machine.

use std::env;
use std::time::{Duration, Instant};

/// Programs that do the same in different ways.
pub struct Programs<'p> {
    programs: Vec<Program<'p>>,
}

struct Program<'p> {
    name: String,
    run: Box<dyn FnMut() -> u64 + 'p>,
    /// One for each round.
    times: Vec<Duration>,
}

impl<'p> Programs<'p> {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        let programs = Vec::new();
        Programs { programs }
    }

    /// Another, which gives a number that all of them are to give.
    pub fn add(&mut self, name: impl Into<String>, run: impl FnMut() -> u64 + 'p) {
        self.programs.push(Program {
            name: name.into(),
            run: Box::new(run),
            times: Vec::new(),
        });
    }

    /// Runs all of them `rounds` times, in turns.
    ///
    /// # Panics
    ///
    /// If one does not give `expected`.
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

    /// The median time of each, as it was added.
    #[must_use]
    pub fn medians(&self) -> Vec<(&str, Duration)> {
        let median = |program: &Program<'_>| median(program.times.clone(), Duration::cmp);
        let programs = self.programs.iter();
        programs
            .map(|program| (program.name.as_str(), median(program)))
            .collect()
    }

    /// How often `program` was done in the time of `other`: the median of the rounds' ratios. Both
    /// are numbered in the order in which they were added.
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

/// Whether `cargo bench` runs this; without its `--bench`, only see whether all of it works.
#[must_use]
pub fn is_bench() -> bool {
    env::args().any(|argument| argument == "--bench")
}
