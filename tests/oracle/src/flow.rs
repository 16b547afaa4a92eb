//! Plain iterators in a pipeline's place: each stream is one, and is read as it is asked for.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use crate::case::Refused;
use crate::item::N;

/// What is promised of the order of a stream's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// They are these, in this order.
    Exact,
    /// They are these, in any order.
    Bag,
    /// Which they are depends on an order that is not promised.
    Loose,
}

pub type Items = Box<dyn Iterator<Item = N>>;

pub struct Flow {
    pub items: Items,
    pub order: Order,
}

/// What one consumer gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Items(Vec<u64>),
    Text(String),
}

#[derive(Clone, Debug)]
pub struct Expected {
    pub seen: Seen,
    pub order: Order,
}

type Body = Box<dyn FnMut(N) -> Result<Vec<N>, Refused>>;

impl Flow {
    #[must_use]
    pub fn of(items: impl Iterator<Item = N> + 'static) -> Self {
        Flow {
            items: Box::new(items),
            order: Order::Exact,
        }
    }

    fn with(order: Order, items: impl Iterator<Item = N> + 'static) -> Self {
        let mut items = items.fuse();
        // No lie about how many they are goes further.
        let items = std::iter::from_fn(move || items.next());
        Flow {
            items: Box::new(items),
            order,
        }
    }

    /// A method for which the order of its items is all the same.
    #[must_use]
    pub fn each<I: Iterator<Item = N> + 'static>(self, method: impl FnOnce(Items) -> I) -> Self {
        Flow::with(self.order, method(self.items))
    }

    /// A method whose items depend on the order of those before.
    #[must_use]
    pub fn row<I: Iterator<Item = N> + 'static>(self, method: impl FnOnce(Items) -> I) -> Self {
        let order = match self.order {
            Order::Exact => Order::Exact,
            Order::Bag | Order::Loose => Order::Loose,
        };
        Flow::with(order, method(self.items))
    }

    /// A consumer for which the order is all the same.
    pub fn value<T: Value>(self, consume: impl FnOnce(Items) -> T) -> Expected {
        Expected {
            order: self.order,
            seen: consume(self.items).seen(),
        }
    }

    /// A consumer that may see the order.
    pub fn value_by_order<T: Value>(self, consume: impl FnOnce(Items) -> T) -> Expected {
        self.row(|items| items).value(consume)
    }

    /// Several workers keep no order, one does.
    #[must_use]
    pub fn shared_by(mut self, workers: usize) -> Self {
        if workers > 1 {
            self.order = self.order.max(Order::Bag);
        }
        self
    }

    /// A body that may fail: its first failure ends everything.
    #[must_use]
    pub fn or_ends(self, mut body: impl FnMut(N) -> Result<Vec<N>, Refused> + 'static) -> Self {
        self.each(move |items| {
            items.flat_map(move |n| match body(n) {
                Ok(made) => made,
                Err(refused) => std::panic::panic_any(refused),
            })
        })
    }

    /// A body whose failures are let pass, but for the last of `limit`.
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

    /// What succeeded and what failed.
    #[must_use]
    pub fn letters(self, mut body: Body) -> (Self, Self) {
        self.fork(move |n| match body(n) {
            Ok(made) => (made, Vec::new()),
            Err(refused) => (Vec::new(), vec![refused.0]),
        })
    }

    /// Two streams of one.
    #[must_use]
    pub fn fork(self, body: impl FnMut(N) -> (Vec<N>, Vec<N>) + 'static) -> (Self, Self) {
        let order = self.order;
        let fork = Rc::new(RefCell::new(Fork {
            items: self.items,
            body: Box::new(body),
            waiting: [VecDeque::new(), VecDeque::new()],
        }));
        let branch = |at: usize| {
            let fork = Rc::clone(&fork);
            Flow::with(
                order,
                std::iter::from_fn(move || fork.borrow_mut().next(at)),
            )
        };
        (branch(0), branch(1))
    }

    #[must_use]
    pub fn fan_in(self, other: Self) -> Self {
        let order = self.order.max(other.order).max(Order::Bag);
        let (mut one, mut other) = (self.items, other.items);
        let mut turn = false;
        Flow::with(
            order,
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
        let order = match self.order.max(other.order) {
            Order::Exact => Order::Exact,
            Order::Bag | Order::Loose => Order::Loose,
        };
        let pairs = self.items.zip(other.items);
        Flow::with(order, pairs.map(move |(a, b)| pair(a, b)))
    }

    /// What goes round, until none is left.
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
        };
        let Flow { items, order } = through(open);
        Flow::with(
            order,
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

/// What a consumer gives, to be compared.
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

/// The methods that are the language's own.
pub trait Plain: Iterator<Item = N> + Sized {
    fn batch(self, size: usize) -> impl Iterator<Item = Vec<N>> {
        let mut items = self.fuse();
        std::iter::from_fn(move || {
            let batch: Vec<N> = items.by_ref().take(size).collect();
            (!batch.is_empty()).then_some(batch)
        })
    }

    /// Of a batch that no time ends.
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
