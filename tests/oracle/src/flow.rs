//! The plain iterators to which a pipeline is compared. Each stream is an iterator, which is
//! evaluated on demand.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use crate::case::Refused;
use crate::item::N;

/// How the items of a stream must agree with those of a plain iterator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// The same items in the same order.
    Exact,
    /// The same items in any order.
    Bag,
    /// The items depend on an order that is not specified, so they are not compared.
    Loose,
}

pub type Items = Box<dyn Iterator<Item = N>>;

pub struct Flow {
    pub items: Items,
    pub order: Order,
    /// Whether the pipeline may leave some of the items out.
    pub lacks: bool,
}

/// The value of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Items(Vec<u64>),
    Text(String),
}

#[derive(Clone, Debug)]
pub struct Expected {
    pub seen: Seen,
    pub order: Order,
    pub lacks: bool,
}

impl Expected {
    /// Returns whether a run may return `value`.
    #[must_use]
    pub fn is_met_by(&self, value: &Seen) -> bool {
        match (&self.seen, value, self.order) {
            (_, _, Order::Loose) => true,
            (Seen::Items(all), Seen::Items(value), Order::Exact) if self.lacks => {
                are_some_of(value, all)
            }
            (Seen::Items(all), Seen::Items(value), Order::Bag) => {
                let (value, all) = (in_order(value), in_order(all));
                value == all || (self.lacks && are_some_of(&value, &all))
            }
            (Seen::Text(_), ..) if self.lacks => true,
            (expected, value, _) => expected == value,
        }
    }
}

/// Returns whether `few` is a subsequence of `all`.
fn are_some_of(few: &[u64], all: &[u64]) -> bool {
    let mut all = all.iter();
    few.iter().all(|n| all.any(|other| other == n))
}

fn in_order(items: &[u64]) -> Vec<u64> {
    let mut items = items.to_vec();
    items.sort_unstable();
    items
}

type Body = Box<dyn FnMut(N) -> Result<Vec<N>, Refused>>;

impl Flow {
    #[must_use]
    pub fn of(items: impl Iterator<Item = N> + 'static) -> Self {
        Flow {
            items: Box::new(items),
            order: Order::Exact,
            lacks: false,
        }
    }

    fn with(order: Order, lacks: bool, items: impl Iterator<Item = N> + 'static) -> Self {
        let mut items = items.fuse();
        // Hides a wrong `size_hint` from the following adaptors.
        let items = std::iter::from_fn(move || items.next());
        Flow {
            items: Box::new(items),
            order,
            lacks,
        }
    }

    /// Returns the order after a method that depends on the order of the items.
    fn row_order(&self) -> Order {
        if self.order == Order::Exact && !self.lacks {
            Order::Exact
        } else {
            Order::Loose
        }
    }

    /// Marks the flow: the pipeline may leave some items out.
    #[must_use]
    pub fn lacks(mut self) -> Self {
        self.lacks = true;
        self
    }

    /// Applies a method that does not depend on the order of the items.
    #[must_use]
    pub fn each<I: Iterator<Item = N> + 'static>(self, method: impl FnOnce(Items) -> I) -> Self {
        Flow::with(self.order, self.lacks, method(self.items))
    }

    /// Applies a method that depends on the order of the items.
    #[must_use]
    pub fn row<I: Iterator<Item = N> + 'static>(self, method: impl FnOnce(Items) -> I) -> Self {
        Flow::with(self.row_order(), self.lacks, method(self.items))
    }

    /// Applies a method that passes the first of equal items. If items are left out, another one
    /// may be the first.
    #[must_use]
    pub fn firsts<I: Iterator<Item = N> + 'static>(
        mut self,
        method: impl FnOnce(Items) -> I,
    ) -> Self {
        if self.lacks {
            self.order = self.order.max(Order::Bag);
        }
        self.each(method)
    }

    /// Applies a consumer that does not depend on the order of the items.
    pub fn value<T: Value>(self, consume: impl FnOnce(Items) -> T) -> Expected {
        Expected {
            order: self.order,
            lacks: self.lacks,
            seen: consume(self.items).seen(),
        }
    }

    /// Applies a consumer that may depend on the order of the items.
    pub fn value_by_order<T: Value>(self, consume: impl FnOnce(Items) -> T) -> Expected {
        self.row(|items| items).value(consume)
    }

    /// Marks the flow: several workers keep no order, a single one does.
    #[must_use]
    pub fn shared_by(mut self, workers: usize) -> Self {
        if workers > 1 {
            self.order = self.order.max(Order::Bag);
        }
        self
    }

    /// Applies a body that may fail. Its first failure ends the whole evaluation.
    #[must_use]
    pub fn or_ends(self, mut body: impl FnMut(N) -> Result<Vec<N>, Refused> + 'static) -> Self {
        self.each(move |items| {
            items.flat_map(move |n| match body(n) {
                Ok(made) => made,
                Err(refused) => std::panic::panic_any(refused),
            })
        })
    }

    /// Applies a body whose failures are skipped, until there are `limit` of them.
    #[must_use]
    pub fn or_skips(
        self,
        limit: usize,
        mut body: impl FnMut(N) -> Result<Vec<N>, Refused> + 'static,
    ) -> Self {
        let mut left = limit;
        self.or_ends(move |n| {
            body(n).or_else(|refused| {
                left -= 1;
                if left == 0 {
                    Err(refused)
                } else {
                    Ok(Vec::new())
                }
            })
        })
    }

    /// Applies a body. Returns its outputs and the items of its failures.
    #[must_use]
    pub fn letters(self, mut body: Body) -> (Self, Self) {
        self.fork(move |n| match body(n) {
            Ok(made) => (made, Vec::new()),
            Err(refused) => (Vec::new(), vec![refused.0]),
        })
    }

    /// Divides the flow into two.
    #[must_use]
    pub fn fork(self, body: impl FnMut(N) -> (Vec<N>, Vec<N>) + 'static) -> (Self, Self) {
        let (order, lacks) = (self.order, self.lacks);
        let fork = Rc::new(RefCell::new(Fork {
            items: self.items,
            body: Box::new(body),
            waiting: [VecDeque::new(), VecDeque::new()],
        }));
        let branch = |at: usize| {
            let fork = Rc::clone(&fork);
            Flow::with(
                order,
                lacks,
                std::iter::from_fn(move || fork.borrow_mut().next(at)),
            )
        };
        (branch(0), branch(1))
    }

    #[must_use]
    pub fn fan_in(self, other: Self) -> Self {
        let order = self.order.max(other.order).max(Order::Bag);
        let lacks = self.lacks | other.lacks;
        let (mut one, mut other) = (self.items, other.items);
        let mut turn = false;
        Flow::with(
            order,
            lacks,
            std::iter::from_fn(move || {
                turn = !turn;
                if turn {
                    one.next().or_else(|| other.next())
                } else {
                    other.next().or_else(|| one.next())
                }
            }),
        )
    }

    #[must_use]
    pub fn zip(self, other: Self, mut pair: impl FnMut(N, N) -> N + 'static) -> Self {
        let order = self.row_order().max(other.row_order());
        let pairs = self.items.zip(other.items);
        Flow::with(order, false, pairs.map(move |(a, b)| pair(a, b)))
    }

    #[must_use]
    pub fn concat(self, other: Self) -> Self {
        let order = self.order.max(other.order);
        let lacks = self.lacks | other.lacks;
        Flow::with(order, lacks, self.items.chain(other.items))
    }

    /// Sorts the items.
    #[must_use]
    pub fn sorted(self) -> Self {
        let order = match self.order {
            // Equal items are indistinguishable.
            Order::Exact | Order::Bag => Order::Exact,
            Order::Loose => Order::Loose,
        };
        let mut items = self.items;
        let sorted = std::iter::once_with(move || {
            let mut all: Vec<N> = items.by_ref().collect();
            all.sort();
            all
        });
        Flow::with(order, self.lacks, sorted.flatten())
    }

    /// Merges two sorted flows.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        let order = self.order.max(other.order);
        let lacks = self.lacks | other.lacks;
        let (mut one, mut other) = (self.items.peekable(), other.items.peekable());
        Flow::with(
            order,
            lacks,
            std::iter::from_fn(move || match (one.peek(), other.peek()) {
                (Some(a), Some(b)) if a > b => other.next(),
                (None, _) => other.next(),
                _ => one.next(),
            }),
        )
    }

    /// Makes an item from the last items of two flows, if both have items.
    #[must_use]
    pub fn last_of_each(self, other: Self, mut pair: impl FnMut(N, N) -> N + 'static) -> Self {
        let order = self.row_order().max(other.row_order());
        let last = std::iter::once_with(move || (self.items.last(), other.items.last()));
        let pairs = last.filter_map(|(a, b)| a.zip(b));
        Flow::with(order, false, pairs.map(move |(a, b)| pair(a, b)))
    }

    /// Applies a loop. The body returns the items that leave the loop and the items that go round
    /// again.
    #[must_use]
    pub fn feedback(
        self,
        through: impl FnOnce(Flow) -> Flow,
        mut body: impl FnMut(N) -> (Vec<N>, Vec<N>) + 'static,
    ) -> Self {
        let back = Rc::new(RefCell::new(VecDeque::new()));
        let (mut seeds, waiting) = (self.items, Rc::clone(&back));
        let open = std::iter::from_fn(move || {
            let again = waiting.borrow_mut().pop_front();
            again.or_else(|| seeds.next())
        });
        let open = Flow {
            items: Box::new(open),
            order: self.order.max(Order::Bag),
            lacks: self.lacks,
        };
        let Flow {
            items,
            order,
            lacks,
        } = through(open);
        Flow::with(
            order,
            lacks,
            items.flat_map(move |n| {
                let (again, passed) = body(n);
                back.borrow_mut().extend(again);
                passed
            }),
        )
    }
}

struct Fork {
    items: Items,
    body: Box<dyn FnMut(N) -> (Vec<N>, Vec<N>)>,
    waiting: [VecDeque<N>; 2],
}

impl Fork {
    fn next(&mut self, at: usize) -> Option<N> {
        loop {
            if let Some(item) = self.waiting[at].pop_front() {
                return Some(item);
            }
            let (one, other) = (self.body)(self.items.next()?);
            self.waiting[0].extend(one);
            self.waiting[1].extend(other);
        }
    }
}

/// A value of a consumer, in a form that can be compared.
pub trait Value {
    fn seen(self) -> Seen;
}

impl Value for Vec<N> {
    fn seen(self) -> Seen {
        Seen::Items(self.iter().map(|n| n.number).collect())
    }
}

macro_rules! values {
    ($($value:ty),*) => {
        $(impl Value for $value {
            fn seen(self) -> Seen {
                Seen::Text(format!("{self:?}"))
            }
        })*
    };
}

values!(
    (),
    bool,
    usize,
    u64,
    N,
    Option<N>,
    Option<usize>,
    Ordering,
    Option<Ordering>,
    (Vec<N>, Vec<N>),
    Result<u64, u64>,
    Result<(), u64>
);

/// Methods that only the language has.
pub trait Plain: Iterator<Item = N> + Sized {
    fn batch(self, size: usize) -> impl Iterator<Item = Vec<N>> {
        let mut items = self.fuse();
        std::iter::from_fn(move || {
            let batch: Vec<N> = items.by_ref().take(size).collect();
            (!batch.is_empty()).then_some(batch)
        })
    }

    /// A batch that no time limit ends early.
    fn batch_within(self, size: usize, _: Duration) -> impl Iterator<Item = Vec<N>> {
        self.batch(size)
    }

    fn throttle(self, _: usize, _: Duration) -> Self {
        self
    }

    fn distinct(self) -> impl Iterator<Item = N> {
        self.distinct_by_key(|n| n.number)
    }

    fn distinct_by_key(self, key: impl Fn(&N) -> u64) -> impl Iterator<Item = N> {
        let mut seen = Vec::new();
        self.filter(move |n| {
            let key = key(n);
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        })
    }
}

impl<I: Iterator<Item = N>> Plain for I {}
