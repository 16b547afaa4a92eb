//! A case: the numbers with which a declaration runs, and the event that strikes it.
//!
//! The closures of a declaration call methods of the case with the number of their place in the
//! declaration. The seed of the case and the number of the place decide the result, so the pipeline
//! and the plain iterators get the same results.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use std::{hint, panic};

use pipeline::{Context, Failure, TimedOut};

use crate::dice::{Dice, mixed};
use crate::item::{N, burn};
use crate::own::{Many, Plan};

/// The numbers of a run.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub seed: u64,
    /// Number of places in the declaration.
    pub places: u64,
}

/// The error of a body. It contains the item.
#[derive(Debug)]
pub struct Refused(pub N);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is refused", self.0)
    }
}

impl std::error::Error for Refused {}

/// A body that times out does not return its item.
impl From<TimedOut> for Refused {
    fn from(_: TimedOut) -> Self {
        Refused(N::new(0))
    }
}

/// An event that happens at the n-th call of a closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strike {
    Panic,
    Cancel,
    Drain,
}

/// The message of a panic that a case injects.
pub const STRUCK: &str = "struck";

/// The strike of the current run with its place, and the number of calls until then.
static STRIKE: Mutex<Option<(Strike, u64)>> = Mutex::new(None);
static CALLS_LEFT: AtomicU64 = AtomicU64::new(0);
static CONTEXT: Mutex<Option<Context>> = Mutex::new(None);

/// Numbers of items that the current run put into lossy edges, and that it took out.
static GIVEN: AtomicU64 = AtomicU64::new(0);
static KEPT: AtomicU64 = AtomicU64::new(0);

/// Returns how many items the lossy edges lost.
pub fn not_kept() -> u64 {
    GIVEN.load(SeqCst) - KEPT.load(SeqCst)
}

/// Arms the strike of a case for one evaluation. `context` is the context of the run, if the
/// evaluation is a run.
pub fn arm(case: Case, context: Option<&Context>) {
    GIVEN.store(0, SeqCst);
    KEPT.store(0, SeqCst);
    let strike = case.strike();
    CALLS_LEFT.store(strike.map_or(0, |(_, _, calls)| calls), SeqCst);
    *lock(&CONTEXT) = context.cloned();
    *lock(&STRIKE) = strike.map(|(strike, place, _)| (strike, place));
}

pub fn disarm() {
    *lock(&STRIKE) = None;
    *lock(&CONTEXT) = None;
}

static TABLE: LazyLock<Vec<N>> = LazyLock::new(|| (0..64).map(N::new).collect());

pub(crate) fn prepare() {
    LazyLock::force(&TABLE);
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn strikes(place: u64) {
    let Some((strike, at)) = *lock(&STRIKE) else {
        return;
    };
    if at != place || CALLS_LEFT.fetch_sub(1, SeqCst) != 1 {
        return;
    }
    let context = lock(&CONTEXT).clone();
    match (strike, context) {
        (Strike::Panic, _) => panic::panic_any(STRUCK),
        (Strike::Cancel, Some(context)) => context.cancel(),
        (Strike::Drain, Some(context)) => context.drain(),
        (_, None) => {}
    }
}

impl Case {
    fn dice(self, place: u64) -> Dice {
        Dice::new(self.seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ place)
    }

    /// Returns the strike, its place, and the number of the call at which it happens.
    #[must_use]
    pub fn strike(self) -> Option<(Strike, u64, u64)> {
        let mut dice = self.dice(1 << 40);
        let strike = match dice.below(10) {
            0 | 1 => Strike::Panic,
            2 => Strike::Cancel,
            3 => Strike::Drain,
            _ => return None,
        };
        let calls = match dice.below(3) {
            0 => 1,
            1 => 1 + dice.below(5),
            _ => 1 + dice.below(200),
        };
        Some((strike, dice.below(self.places.max(1)), calls))
    }

    /// Called by every closure. Takes some time, as the case says, and strikes.
    fn at(self, place: u64, number: u64) {
        burn();
        self.pace(place, number);
        strikes(place);
    }

    /// In some cases, one place is slow. In others, some calls pause. In most cases, nothing is
    /// slow.
    fn pace(self, place: u64, number: u64) {
        let mut dice = self.dice(2 << 40);
        let chance = mixed(self.seed ^ mixed(place ^ number));
        match dice.below(6) {
            0 if dice.below(self.places.max(1)) == place => {
                (0..2_000).for_each(|_| hint::spin_loop());
            }
            1 if chance % 8 == 0 => thread::yield_now(),
            2 if chance % 64 == 0 => thread::sleep(Duration::from_micros(50)),
            3 => (0..chance % 300).for_each(|_| hint::spin_loop()),
            _ => {}
        }
    }

    /// The part of `at` for async closures: yields to other tasks now and then.
    pub async fn turn(self, place: u64) {
        let times = mixed(self.seed ^ place) % 5;
        crate::run::yields(times.saturating_sub(1) as usize).await;
    }

    // Numbers.

    /// A number of items or the like: often small, sometimes large.
    #[must_use]
    pub fn count(self, place: u64) -> usize {
        let mut dice = self.dice(place);
        let limit = *dice.pick(&[1, 3, 8, 8, 8, 40, 40, 200, 2_000]);
        dice.below(limit) as usize
    }

    /// A number above zero.
    #[must_use]
    pub fn size(self, place: u64) -> usize {
        self.count(place) % 70 + 1
    }

    #[must_use]
    pub fn capacity(self, place: u64) -> usize {
        *self.dice(place).pick(&[0, 1, 1, 2, 5, 64])
    }

    /// The capacity of a lossy edge.
    #[must_use]
    pub fn room(self, place: u64) -> usize {
        self.capacity(place).max(1)
    }

    #[must_use]
    pub fn workers(self, place: u64) -> usize {
        *self.dice(place).pick(&[1, 2, 2, 3, 4])
    }

    // Times.

    /// The time of a `debounce` or a `sample`.
    #[must_use]
    pub fn moment(self, place: u64) -> Duration {
        Duration::from_micros(
            *self
                .dice(place)
                .pick(&[0, 0, 20, 300, 2_000, 3_600_000_000]),
        )
    }

    /// The timeout of a body that may hang.
    #[must_use]
    pub fn patience(self, place: u64) -> Duration {
        Duration::from_micros(*self.dice(place).pick(&[0, 20, 500, 1_000]))
    }

    // Sources of items.

    #[must_use]
    pub fn some(self, place: u64) -> Many {
        Many::finite(self.count(place) as u64, self.dice(place).below(50))
    }

    /// A finite source, or an endless one.
    #[must_use]
    pub fn source(self, place: u64) -> Many {
        if self.dice(place ^ 77).one_in(4) {
            Many::endless(place)
        } else {
            self.some(place)
        }
    }

    #[must_use]
    pub fn channel(self, place: u64) -> crossbeam_channel::Receiver<N> {
        let (to, from) = crossbeam_channel::unbounded();
        self.some(place)
            .for_each(|n| to.send(n).expect("it is read later"));
        from
    }

    #[must_use]
    pub fn std_channel(self, place: u64) -> std::sync::mpsc::Receiver<N> {
        let (to, from) = std::sync::mpsc::channel();
        self.some(place)
            .for_each(|n| to.send(n).expect("it is read later"));
        from
    }

    #[must_use]
    pub fn futures_channel(self, place: u64) -> futures::channel::mpsc::UnboundedReceiver<N> {
        let (to, from) = futures::channel::mpsc::unbounded();
        self.some(place)
            .for_each(|n| to.unbounded_send(n).expect("it is read later"));
        from
    }

    // Closures on items.

    #[must_use]
    pub fn map(self, place: u64, n: N) -> N {
        self.at(place, n.number);
        N::new(
            n.number
                .wrapping_mul(self.dice(place).below(3) + 1)
                .wrapping_add(place)
                % 100_000,
        )
    }

    #[must_use]
    pub fn keeps(self, place: u64, n: &N) -> bool {
        self.at(place, n.number);
        let mut dice = self.dice(place);
        match dice.below(8) {
            0 => false,
            1 => true,
            // Small numbers only, of which an endless source makes few.
            2 => n.number < 30,
            3 => n.number >= 30,
            _ => {
                let every = 2 + dice.below(4);
                mixed(n.number) % every != 0
            }
        }
    }

    /// Whether a reader continues. Mostly true, so that there are items to read.
    #[must_use]
    pub fn goes_on(self, place: u64, n: &N) -> bool {
        self.at(place, n.number);
        let every = *self.dice(place).pick(&[1, 3, 20, 100, 1_000_000]);
        mixed(n.number ^ place) % every != 1
    }

    #[must_use]
    pub fn may(self, place: u64, n: N) -> Option<N> {
        self.keeps(place, &n).then_some(n)
    }

    #[must_use]
    pub fn may_go_on(self, place: u64, n: N) -> Option<N> {
        self.goes_on(place, &n).then_some(n)
    }

    pub fn look(self, place: u64, n: &N) {
        self.at(place, n.number);
    }

    /// No items, some, very many, or endless.
    #[must_use]
    pub fn many(self, place: u64, n: N) -> Many {
        self.at(place, n.number);
        let mut dice = self.dice(place);
        match dice.below(12) {
            0 => Many::finite(0, 0),
            1 => Many::endless(n.number),
            2 if n.number % 16 == 3 => Many::endless(n.number),
            3 if n.number % 16 == 3 => Many::finite(2_000, n.number),
            _ => self.few(place, n),
        }
    }

    #[must_use]
    pub fn few(self, place: u64, n: N) -> Many {
        let most = *self.dice(place).pick(&[1, 2, 2, 3, 4, 100]);
        let count = mixed(n.number) % (most + 1);
        let count = if count > 10 && n.number % 8 != 0 {
            1
        } else {
            count
        };
        Many::finite(count, n.number)
    }

    #[must_use]
    pub fn yields(self, place: u64, n: N) -> Many {
        self.at(place, n.number);
        self.few(place, n)
    }

    /// The body of a stage, which fails for some items in some places.
    ///
    /// # Errors
    ///
    /// Returns the item if the body fails.
    pub fn fails(self, place: u64, n: N) -> Result<N, Refused> {
        self.at(place, n.number);
        let every = *self.dice(place).pick(&[0, 0, 0, 0, 2, 7, 50]);
        if every > 0 && mixed(n.number ^ 5) % every == 0 {
            Err(Refused(n))
        } else {
            Ok(n)
        }
    }

    /// Returns whether a body hangs at this item.
    fn hangs(self, place: u64, n: &N) -> bool {
        let every = *self.dice(place).pick(&[0, 20, 50, 200]);
        every > 0 && mixed(n.number ^ 9) % every == 0
    }

    /// The body of a stage with a timeout, as futures have it: hangs at some items.
    pub async fn answer(self, place: u64, n: N) -> N {
        self.at(place, n.number);
        if self.hangs(place, &n) {
            std::future::pending::<()>().await;
        }
        n
    }

    /// The same for threads and plain iterators, whose bodies cannot be stopped: fails at those
    /// items.
    ///
    /// # Errors
    ///
    /// Returns the item if a future would hang at it.
    pub fn answers(self, place: u64, n: N) -> Result<N, Refused> {
        self.at(place, n.number);
        if self.hangs(place, &n) {
            Err(Refused(n))
        } else {
            Ok(n)
        }
    }

    // Lossy edges.

    pub fn given<T>(self, item: T) -> T {
        GIVEN.fetch_add(1, SeqCst);
        item
    }

    pub fn kept<T>(self, item: T) -> T {
        KEPT.fetch_add(1, SeqCst);
        item
    }

    /// A comparison. The number of comparisons is not specified, so nothing strikes here.
    #[must_use]
    pub fn compares(self, place: u64, a: &N, b: &N) -> std::cmp::Ordering {
        self.pace(place, a.number);
        a.cmp(b)
    }

    #[must_use]
    pub fn letter(self, place: u64, failure: Failure<Refused>) -> N {
        self.at(place, failure.cause.0.number);
        failure.cause.0.clone()
    }

    /// The item of a body that timed out.
    #[must_use]
    pub fn late(self, place: u64, failure: Failure<Refused, N>) -> N {
        self.at(place, failure.item.number);
        failure.item
    }

    /// The output of a body with a state: the number of items that it has seen.
    #[must_use]
    pub fn seen(self, place: u64, seen: u64, n: N) -> N {
        self.at(place, n.number);
        N::new(n.number.wrapping_add(seen.wrapping_mul(7)) % 100_000)
    }

    #[must_use]
    pub fn join(self, place: u64, a: N, b: N) -> N {
        self.at(place, a.number);
        N::new(a.number.wrapping_mul(3).wrapping_add(b.number) % 100_000)
    }

    #[must_use]
    pub fn total(self, place: u64, batch: Vec<N>) -> N {
        self.at(place, batch.len() as u64);
        let start = batch.len() as u64;
        N::new(
            batch
                .iter()
                .fold(start, |sum, n| sum.wrapping_mul(3).wrapping_add(n.number))
                % 100_000,
        )
    }

    #[must_use]
    pub fn of_table(self, place: u64, n: &N) -> &'static N {
        &TABLE[(n.number.wrapping_add(place) % 64) as usize]
    }

    #[must_use]
    pub fn number_of_table(self, place: u64, n: &N) -> &'static u64 {
        &self.of_table(place, n).number
    }

    /// Returns whether an item goes round the loop again.
    #[must_use]
    pub fn again(self, place: u64, n: &N) -> bool {
        self.at(place, n.number);
        n.number > 0 && mixed(n.number ^ place) % 3 != 0
    }

    #[must_use]
    pub fn less(self, n: &N) -> N {
        N::new(n.number / 2)
    }

    #[must_use]
    pub fn plan(self, place: u64) -> Plan {
        Plan::new(self, place)
    }

    /// A fold whose result depends on the order.
    #[must_use]
    pub fn next_sum(self, place: u64, sum: u64, n: &N) -> u64 {
        self.at(place, n.number);
        sum.wrapping_mul(31).wrapping_add(n.number)
    }

    /// # Errors
    ///
    /// Returns the sum if the fold must end.
    pub fn try_sum(self, place: u64, sum: u64, n: &N) -> Result<u64, u64> {
        if self.goes_on(place, n) {
            Ok(sum.wrapping_mul(31).wrapping_add(n.number))
        } else {
            Err(sum)
        }
    }
}
