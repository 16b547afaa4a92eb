//! User-defined iterators of kinds that `std` does not have: iterators that continue after their
//! end, that make many outputs of one item or none, or whose `size_hint` is wrong. All of them are
//! streams too.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::Stream;

use crate::case::Case;
use crate::dice::{Dice, mixed};
use crate::item::{N, burn, note_endless};

/// Consecutive numbers, finite or endless.
#[derive(Clone, Debug)]
pub struct Many {
    next: u64,
    left: Option<u64>,
    lies: bool,
}

impl Many {
    pub(crate) fn finite(count: u64, first: u64) -> Self {
        Many {
            next: first,
            left: Some(count),
            lies: mixed(first ^ count) % 5 == 0,
        }
    }

    pub(crate) fn endless(first: u64) -> Self {
        note_endless();
        Many {
            next: first,
            left: None,
            lies: mixed(first) % 5 == 0,
        }
    }
}

impl Iterator for Many {
    type Item = N;

    fn next(&mut self) -> Option<N> {
        if let Some(left) = &mut self.left {
            *left = left.checked_sub(1)?;
        }
        let number = self.next;
        self.next = (number + 1) % 100_000;
        Some(N::new(number))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.left {
            _ if self.lies => (0, Some(3)),
            Some(left) => (left as usize, Some(left as usize)),
            None => (5, None),
        }
    }
}

/// The operation of a user-defined method.
#[derive(Clone, Copy, Debug)]
enum Op {
    Keep(u64),
    /// Makes this many copies of each item.
    Times(u64),
    /// Makes items endlessly after this many inputs.
    EndlessFrom(u64),
    /// Ends, and continues when it is asked again.
    EndsAt(u64),
    /// Holds this many items back, and returns them at the end.
    Holds(usize),
    Nothing,
}

/// The parameters of a user-defined method.
#[derive(Clone, Debug)]
pub struct Plan {
    op: Op,
    case: Case,
    place: u64,
    hint: (usize, Option<usize>),
}

impl Plan {
    pub(crate) fn new(case: Case, place: u64) -> Self {
        let mut dice = Dice::new(case.seed ^ mixed(place));
        let op = match dice.below(8) {
            0 => Op::Keep(1 + dice.below(4)),
            1 => Op::Times(1 + dice.below(4)),
            2 => {
                note_endless();
                Op::EndlessFrom(dice.below(9))
            }
            3 | 4 => Op::EndsAt(dice.below(9)),
            5 => Op::Holds(dice.below(90) as usize),
            6 => Op::Times(1),
            _ => Op::Nothing,
        };
        // Only `Op::Times(1)` can be long. An adaptor that allocates by the hint must not run out
        // of memory.
        let hint = *dice.pick(&[(0, None), (0, Some(0)), (7, Some(3)), (1000, None)]);
        Plan {
            op,
            case,
            place,
            hint,
        }
    }

    /// Replaces an endless operation by a finite one.
    #[must_use]
    pub fn with_an_end(mut self) -> Self {
        if matches!(self.op, Op::EndlessFrom(_)) {
            self.op = Op::Times(2);
        }
        self
    }
}

/// The adaptor that applies a [`Plan`] to an iterator or a stream.
pub struct Planned<S> {
    from: S,
    plan: Plan,
    seen: u64,
    ready: VecDeque<N>,
    asked: u64,
    has_ended: bool,
}

impl<S: Unpin> Unpin for Planned<S> {}

impl<S> Planned<S> {
    fn new(from: S, plan: Plan) -> Self {
        Planned {
            from,
            plan,
            seen: 0,
            ready: VecDeque::new(),
            asked: 0,
            has_ended: false,
        }
    }

    fn poll(&mut self, next: &mut dyn FnMut(&mut S) -> Poll<Option<N>>) -> Poll<Option<N>> {
        loop {
            burn();
            if let Op::EndlessFrom(first) = self.plan.op
                && self.seen > first
            {
                return Poll::Ready(Some(N::new(self.seen)));
            }
            let holds = match self.plan.op {
                Op::Holds(count) if !self.has_ended => count,
                _ => 0,
            };
            if self.ready.len() > holds {
                return Poll::Ready(self.ready.pop_front());
            }
            if self.has_ended {
                return Poll::Ready(None);
            }
            if let Op::EndsAt(at) = self.plan.op
                && self.seen == at
                && self.asked == 0
            {
                self.asked = 1;
                return Poll::Ready(None);
            }
            match ready!(next(&mut self.from)) {
                Some(n) => self.take(n),
                None => self.has_ended = true,
            }
        }
    }

    fn take(&mut self, n: N) {
        self.seen += 1;
        self.plan.case.look(self.plan.place, &n);
        match self.plan.op {
            Op::Keep(every) if n.number % every != 0 => {}
            Op::Nothing => {}
            Op::Times(times) => (1..times).for_each(|_| self.ready.push_back(n.clone())),
            _ => {}
        }
        let keeps = match self.plan.op {
            Op::Keep(every) => n.number % every == 0,
            Op::Nothing => false,
            _ => true,
        };
        if keeps {
            self.ready.push_back(n);
        }
    }
}

impl<S: Iterator<Item = N>> Iterator for Planned<S> {
    type Item = N;

    fn next(&mut self) -> Option<N> {
        match self.poll(&mut |from| Poll::Ready(from.next())) {
            Poll::Ready(item) => item,
            Poll::Pending => None,
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.plan.hint
    }
}

impl<S: Stream<Item = N> + Unpin> Stream for Planned<S> {
    type Item = N;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<N>> {
        self.poll(&mut |from| Pin::new(from).poll_next(cx))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.plan.hint
    }
}

/// Methods that the macro's tables do not have.
pub mod of_iterators {
    use super::{Case, Dice, N, Plan, Planned, mixed, note_endless};

    pub trait Own: Iterator<Item = N> + Sized {
        fn through(self, plan: Plan) -> Planned<Self> {
            Planned::new(self, plan)
        }

        fn stored(self) -> std::vec::IntoIter<N> {
            // Collects without `size_hint`, because it may be wrong.
            let mut items = Vec::new();
            self.for_each(|n| items.push(n));
            items.into_iter()
        }

        /// Applies some adaptors of `std`, one after the other.
        fn any_of_std_with_an_end<'a>(
            self,
            case: Case,
            place: u64,
        ) -> Box<dyn Iterator<Item = N> + 'a>
        where
            Self: 'a,
        {
            let mut dice = Dice::new(case.seed ^ place);
            let mut items: Box<dyn Iterator<Item = N> + 'a> = Box::new(self);
            for _ in 0..dice.below(4) {
                items = one_of_std(items, case, place, &mut dice);
            }
            items
        }

        /// The same, and then perhaps an endless adaptor. It must be the last, because a pipeline
        /// cannot stop an adaptor of `std` that reads from it.
        fn any_of_std<'a>(self, case: Case, place: u64) -> Box<dyn Iterator<Item = N> + 'a>
        where
            Self: 'a,
        {
            let items = self.any_of_std_with_an_end(case, place);
            match mixed(case.seed ^ place ^ 5) % 12 {
                0 => {
                    note_endless();
                    Box::new(items.stored().cycle())
                }
                1 => Box::new(items.flat_map(move |n| case.many(place, n))),
                2 => Box::new(items.map(move |n| case.many(place, n)).flatten()),
                _ => items,
            }
        }

        fn digest(self) -> u64 {
            self.fold(7, |sum: u64, n| sum.wrapping_mul(31).wrapping_add(n.number))
        }
    }

    impl<I: Iterator<Item = N>> Own for I {}

    fn one_of_std<'a>(
        items: Box<dyn Iterator<Item = N> + 'a>,
        case: Case,
        place: u64,
        dice: &mut Dice,
    ) -> Box<dyn Iterator<Item = N> + 'a> {
        let few = dice.below(20) as usize;
        match dice.below(21) {
            0 => Box::new(items.map(move |n| case.map(place, n))),
            1 => Box::new(items.filter(move |n| case.keeps(place, n))),
            2 => Box::new(items.filter_map(move |n| case.may(place, n))),
            3 => Box::new(items.flat_map(move |n| case.few(place, n))),
            4 => Box::new(items.map(move |n| case.few(place, n)).flatten()),
            5 => Box::new(items.chain(case.some(place))),
            6 => Box::new(
                items
                    .enumerate()
                    .map(move |(i, n)| case.seen(place, i as u64, n)),
            ),
            7 => Box::new(items.inspect(move |n| case.look(place, n))),
            8 => Box::new(items.fuse()),
            9 => Box::new(items.take(few)),
            10 => Box::new(items.skip(few)),
            11 => Box::new(items.step_by(few + 1)),
            12 => Box::new(items.take_while(move |n| case.goes_on(place, n))),
            13 => Box::new(items.skip_while(move |n| case.goes_on(place, n))),
            14 => Box::new(items.map_while(move |n| case.may_go_on(place, n))),
            15 => Box::new(items.scan(0, move |sum, n| {
                *sum += n.number;
                case.may_go_on(place, n)
            })),
            16 => Box::new(
                items
                    .zip(case.source(place))
                    .map(move |(a, b)| case.join(place, a, b)),
            ),
            17 => Box::new(items.peekable()),
            18 => Box::new(items.stored().rev()),
            19 => Box::new(case.some(place).chain(items)),
            _ => Box::new(items.through(case.plan(place).with_an_end())),
        }
    }
}

/// The same methods for streams.
pub mod of_streams {
    use futures::Stream;
    use futures::StreamExt;

    use super::{N, Plan, Planned};

    pub trait Own: Stream<Item = N> + Sized + Unpin {
        fn through(self, plan: Plan) -> Planned<Self> {
            Planned::new(self, plan)
        }

        fn digest(self) -> impl Future<Output = u64> {
            self.fold(7, async |sum: u64, n| {
                sum.wrapping_mul(31).wrapping_add(n.number)
            })
        }
    }

    impl<S: Stream<Item = N> + Unpin> Own for S {}
}
