//! The consumers of `Iterator` on [`Items`], which return futures.

use std::cmp::Ordering;
use std::iter;

use futures_core::Stream;

use super::items::{BoxFuture, Items, SendStream};

/// A type into which an async pipeline can `collect`, item by item: `Default + Extend`.
#[diagnostic::on_unimplemented(
    message = "an async pipeline cannot collect items of type `{T}` into `{Self}`",
    label = "does not take items one by one",
    note = "it takes what is `Default + Extend<{T}>`, such as `Vec`, `HashMap` or `String`",
    note = "where items are `Result`s, let a stage fail instead: `>> stage(|result| result?) >> collect::<Vec<_>>()`",
    note = "where items are futures, await them first: `>> stage(async |item| f(item).await) >> collect()`",
    note = "where nothing names the type to collect into, write `collect::<Vec<_>>()`"
)]
pub trait Collection<T>: Default {
    #[doc(hidden)]
    fn add(&mut self, item: T);
}

#[diagnostic::do_not_recommend]
// `Vec` extends from both `T` and `&T`, so `Extend` alone leaves `Vec<_>` open for borrowed items.
// `FromIterator` tells rustc which type it is.
impl<T, C: Default + Extend<T> + FromIterator<T>> Collection<T> for C {
    fn add(&mut self, item: T) {
        self.extend(iter::once(item));
    }
}

impl<'l, S: SendStream<'l>, E: Send + 'l> Items<S, E> {
    /// [`Iterator::fold`].
    pub fn fold<A, F>(mut self, start: A, mut body: F) -> BoxFuture<'l, A>
    where
        A: Send + 'l,
        F: FnMut(A, S::Item) -> A + Send + 'l,
    {
        Box::pin(async move {
            let mut sum = start;
            while let Some(item) = self.next().await {
                sum = body(sum, item);
            }
            sum
        })
    }

    /// [`Iterator::for_each`].
    pub fn for_each<F: FnMut(S::Item) + Send + 'l>(self, mut body: F) -> BoxFuture<'l, ()> {
        self.fold((), move |(), item| body(item))
    }

    /// [`Iterator::collect`] into a type that takes items one by one.
    pub fn collect<C: Collection<S::Item> + Send + 'l>(self) -> BoxFuture<'l, C> {
        self.fold(C::default(), |mut all, item| {
            all.add(item);
            all
        })
    }

    /// [`Iterator::partition`].
    pub fn partition<C, F>(self, mut test: F) -> BoxFuture<'l, (C, C)>
    where
        C: Default + Extend<S::Item> + Send + 'l,
        F: FnMut(&S::Item) -> bool + Send + 'l,
    {
        let add = move |(mut yes, mut no): (C, C), item| {
            if test(&item) {
                yes.extend(iter::once(item));
            } else {
                no.extend(iter::once(item));
            }
            (yes, no)
        };
        self.fold((C::default(), C::default()), add)
    }

    /// [`Iterator::unzip`].
    pub fn unzip<A, B, C, D>(self) -> BoxFuture<'l, (C, D)>
    where
        S: Stream<Item = (A, B)>,
        C: Default + Extend<A> + Send + 'l,
        D: Default + Extend<B> + Send + 'l,
    {
        let add = |(mut left, mut right): (C, D), (a, b)| {
            left.extend(iter::once(a));
            right.extend(iter::once(b));
            (left, right)
        };
        self.fold((C::default(), D::default()), add)
    }

    /// [`Iterator::count`].
    pub fn count(self) -> BoxFuture<'l, usize> {
        self.fold(0, |count, _| count + 1)
    }

    /// [`Iterator::sum`].
    pub fn sum<T>(self) -> BoxFuture<'l, T>
    where
        T: iter::Sum<S::Item> + iter::Sum<T> + Send + 'l,
    {
        self.totalled(Iterator::sum, |sum, more| [sum, more].into_iter().sum())
    }

    /// [`Iterator::product`].
    pub fn product<T>(self) -> BoxFuture<'l, T>
    where
        T: iter::Product<S::Item> + iter::Product<T> + Send + 'l,
    {
        self.totalled(Iterator::product, |product, more| {
            [product, more].into_iter().product()
        })
    }

    /// Returns the total: that of the first item, combined with that of each further item.
    fn totalled<T: Send + 'l>(
        self,
        of: impl Fn(std::option::IntoIter<S::Item>) -> T + Copy + Send + 'l,
        with: impl Fn(T, T) -> T + Send + 'l,
    ) -> BoxFuture<'l, T> {
        let add = move |total: Option<T>, item| {
            let item = of(Some(item).into_iter());
            Some(match total {
                Some(total) => with(total, item),
                None => item,
            })
        };
        let total = self.fold(None, add);
        Box::pin(async move { total.await.unwrap_or_else(|| of(None.into_iter())) })
    }

    /// [`Iterator::last`].
    pub fn last(self) -> BoxFuture<'l, Option<S::Item>> {
        self.fold(None, |_, item| Some(item))
    }

    /// [`Iterator::reduce`].
    pub fn reduce<F>(self, mut body: F) -> BoxFuture<'l, Option<S::Item>>
    where
        F: FnMut(S::Item, S::Item) -> S::Item + Send + 'l,
    {
        let add = move |sum: Option<S::Item>, item| {
            Some(match sum {
                Some(sum) => body(sum, item),
                None => item,
            })
        };
        self.fold(None, add)
    }

    /// [`Iterator::max`].
    pub fn max(self) -> BoxFuture<'l, Option<S::Item>>
    where
        S::Item: Ord,
    {
        self.max_by(S::Item::cmp)
    }

    /// [`Iterator::min`].
    pub fn min(self) -> BoxFuture<'l, Option<S::Item>>
    where
        S::Item: Ord,
    {
        self.min_by(S::Item::cmp)
    }

    /// [`Iterator::max_by`]. Of equal items, returns the last.
    pub fn max_by<F>(self, mut compare: F) -> BoxFuture<'l, Option<S::Item>>
    where
        F: FnMut(&S::Item, &S::Item) -> Ordering + Send + 'l,
    {
        self.reduce(move |a, b| match compare(&a, &b) {
            Ordering::Greater => a,
            _ => b,
        })
    }

    /// [`Iterator::min_by`]. Of equal items, returns the first.
    pub fn min_by<F>(self, mut compare: F) -> BoxFuture<'l, Option<S::Item>>
    where
        F: FnMut(&S::Item, &S::Item) -> Ordering + Send + 'l,
    {
        self.reduce(move |a, b| match compare(&a, &b) {
            Ordering::Greater => b,
            _ => a,
        })
    }

    /// [`Iterator::max_by_key`]. Of equal items, returns the last.
    pub fn max_by_key<K, F>(self, key: F) -> BoxFuture<'l, Option<S::Item>>
    where
        K: Ord + Send + 'l,
        F: FnMut(&S::Item) -> K + Send + 'l,
    {
        self.outermost_by_key(key, Ordering::is_gt)
    }

    /// [`Iterator::min_by_key`]. Of equal items, returns the first.
    pub fn min_by_key<K, F>(self, key: F) -> BoxFuture<'l, Option<S::Item>>
    where
        K: Ord + Send + 'l,
        F: FnMut(&S::Item) -> K + Send + 'l,
    {
        self.outermost_by_key(key, Ordering::is_le)
    }

    /// Returns the item whose key wins: an earlier key stays if `stays` accepts its order to the
    /// later one.
    fn outermost_by_key<K, F>(
        self,
        mut key: F,
        stays: impl Fn(Ordering) -> bool + Send + 'l,
    ) -> BoxFuture<'l, Option<S::Item>>
    where
        K: Ord + Send + 'l,
        F: FnMut(&S::Item) -> K + Send + 'l,
    {
        let further = move |most: Option<(K, S::Item)>, item| {
            let keyed = (key(&item), item);
            Some(match most {
                Some(most) if stays(most.0.cmp(&keyed.0)) => most,
                _ => keyed,
            })
        };
        let most = self.fold(None, further);
        Box::pin(async move { most.await.map(|(_, item)| item) })
    }

    /// [`Iterator::nth`].
    pub fn nth(self, n: usize) -> BoxFuture<'l, Option<S::Item>> {
        let mut rest = self.skip(n);
        Box::pin(async move { rest.next().await })
    }

    /// [`Iterator::find`].
    pub fn find<F>(self, test: F) -> BoxFuture<'l, Option<S::Item>>
    where
        F: FnMut(&S::Item) -> bool + Send + 'l,
    {
        let mut found = self.filter(test);
        Box::pin(async move { found.next().await })
    }

    /// [`Iterator::find_map`].
    pub fn find_map<O, F>(self, body: F) -> BoxFuture<'l, Option<O>>
    where
        O: Send + 'l,
        F: FnMut(S::Item) -> Option<O> + Send + 'l,
    {
        let mut found = self.filter_map(body);
        Box::pin(async move { found.next().await })
    }

    /// [`Iterator::position`].
    pub fn position<F>(self, mut test: F) -> BoxFuture<'l, Option<usize>>
    where
        F: FnMut(S::Item) -> bool + Send + 'l,
    {
        self.enumerate()
            .find_map(move |(at, item)| test(item).then_some(at))
    }

    /// [`Iterator::any`].
    pub fn any<F>(self, test: F) -> BoxFuture<'l, bool>
    where
        F: FnMut(S::Item) -> bool + Send + 'l,
    {
        let position = self.position(test);
        Box::pin(async move { position.await.is_some() })
    }

    /// [`Iterator::all`].
    pub fn all<F>(self, mut test: F) -> BoxFuture<'l, bool>
    where
        F: FnMut(S::Item) -> bool + Send + 'l,
    {
        let exception = self.position(move |item| !test(item));
        Box::pin(async move { exception.await.is_none() })
    }

    /// [`Iterator::try_fold`] with a body that returns a `Result`.
    ///
    /// # Errors
    ///
    /// The first error of `body`.
    pub fn try_fold<A, X, F>(mut self, start: A, mut body: F) -> BoxFuture<'l, Result<A, X>>
    where
        A: Send + 'l,
        X: Send + 'l,
        F: FnMut(A, S::Item) -> Result<A, X> + Send + 'l,
    {
        Box::pin(async move {
            let mut sum = start;
            while let Some(item) = self.next().await {
                sum = body(sum, item)?;
            }
            Ok(sum)
        })
    }

    /// [`Iterator::try_for_each`] with a body that returns a `Result`.
    ///
    /// # Errors
    ///
    /// The first error of `body`.
    pub fn try_for_each<X, F>(self, mut body: F) -> BoxFuture<'l, Result<(), X>>
    where
        X: Send + 'l,
        F: FnMut(S::Item) -> Result<(), X> + Send + 'l,
    {
        self.try_fold((), move |(), item| body(item))
    }

    /// [`Iterator::is_sorted_by`].
    pub fn is_sorted_by<F>(mut self, mut in_order: F) -> BoxFuture<'l, bool>
    where
        F: FnMut(&S::Item, &S::Item) -> bool + Send + 'l,
    {
        Box::pin(async move {
            let Some(mut before) = self.next().await else {
                return true;
            };
            while let Some(item) = self.next().await {
                if !in_order(&before, &item) {
                    return false;
                }
                before = item;
            }
            true
        })
    }

    /// [`Iterator::is_sorted`].
    pub fn is_sorted(self) -> BoxFuture<'l, bool>
    where
        S::Item: PartialOrd,
    {
        self.is_sorted_by(|a, b| a <= b)
    }

    /// [`Iterator::is_sorted_by_key`].
    pub fn is_sorted_by_key<K, F>(self, key: F) -> BoxFuture<'l, bool>
    where
        K: PartialOrd + Send + 'l,
        F: FnMut(S::Item) -> K + Send + 'l,
    {
        self.map(key).is_sorted()
    }

    /// [`Iterator::partial_cmp`] with an iterator.
    pub fn partial_cmp<I>(mut self, other: I) -> BoxFuture<'l, Option<Ordering>>
    where
        I: IntoIterator<IntoIter: Send + 'l>,
        S::Item: PartialOrd<I::Item>,
    {
        let mut other = other.into_iter();
        Box::pin(async move {
            loop {
                match (self.next().await, other.next()) {
                    (None, None) => return Some(Ordering::Equal),
                    (None, Some(_)) => return Some(Ordering::Less),
                    (Some(_), None) => return Some(Ordering::Greater),
                    (Some(item), Some(with)) => match item.partial_cmp(&with) {
                        Some(Ordering::Equal) => {}
                        unequal => return unequal,
                    },
                }
            }
        })
    }

    /// Returns whether [`partial_cmp`](Items::partial_cmp) returns an order that passes `test`.
    fn compares<I>(self, other: I, test: fn(Ordering) -> bool) -> BoxFuture<'l, bool>
    where
        I: IntoIterator<IntoIter: Send + 'l>,
        S::Item: PartialOrd<I::Item>,
    {
        let order = self.partial_cmp(other);
        Box::pin(async move { order.await.is_some_and(test) })
    }

    /// [`Iterator::cmp`] with an iterator.
    pub fn cmp<I>(self, other: I) -> BoxFuture<'l, Ordering>
    where
        I: IntoIterator<Item = S::Item, IntoIter: Send + 'l>,
        S::Item: Ord,
    {
        let order = self.partial_cmp(other);
        Box::pin(async move { order.await.unwrap_or(Ordering::Equal) })
    }

    /// [`Iterator::eq`] with an iterator.
    pub fn eq<I>(mut self, other: I) -> BoxFuture<'l, bool>
    where
        I: IntoIterator<IntoIter: Send + 'l>,
        S::Item: PartialEq<I::Item>,
    {
        let mut other = other.into_iter();
        Box::pin(async move {
            loop {
                match (self.next().await, other.next()) {
                    (None, None) => return true,
                    (Some(item), Some(with)) if item == with => {}
                    _ => return false,
                }
            }
        })
    }

    /// [`Iterator::ne`] with an iterator.
    pub fn ne<I>(self, other: I) -> BoxFuture<'l, bool>
    where
        I: IntoIterator<IntoIter: Send + 'l>,
        S::Item: PartialEq<I::Item>,
    {
        let is_equal = self.eq(other);
        Box::pin(async move { !is_equal.await })
    }
}

/// The methods of `Iterator` that compare two orders of items.
macro_rules! comparisons {
    ($($name:ident: $test:path;)*) => {
        impl<'l, S: SendStream<'l>, E: Send + 'l> Items<S, E> {$(
            #[doc = concat!("[`Iterator::", stringify!($name), "`] with an iterator.")]
            pub fn $name<I>(self, other: I) -> BoxFuture<'l, bool>
            where
                I: IntoIterator<IntoIter: Send + 'l>,
                S::Item: PartialOrd<I::Item>,
            {
                self.compares(other, $test)
            }
        )*}
    };
}

comparisons! {
    lt: Ordering::is_lt;
    le: Ordering::is_le;
    gt: Ordering::is_gt;
    ge: Ordering::is_ge;
}
