//! `Iterator`'s consumers on [`Items`]: futures of a value.

use std::cmp::Ordering;
use std::iter;
use std::ops::ControlFlow::{self, Break, Continue};

use futures_core::Stream;

use super::items::Items;

/// What an async pipeline can `collect` into, one item after the other: `Default + Extend`.
#[diagnostic::on_unimplemented(
    message = "an async pipeline cannot collect items of type `{T}` into `{Self}`",
    label = "does not take them one after the other",
    note = "it takes what is `Default + Extend<{T}>`, such as `Vec`, `HashMap` or `String`",
    note = "where items are `Result`s, let a stage fail instead: `>> stage(|result| result?) >> collect::<Vec<_>>()`"
)]
pub trait Collection<T>: Default {
    #[doc(hidden)]
    fn add(&mut self, item: T);
}

#[diagnostic::do_not_recommend]
impl<T, C: Default + Extend<T>> Collection<T> for C {
    fn add(&mut self, item: T) {
        self.extend(iter::once(item));
    }
}

impl<S: Stream + Unpin, E> Items<S, E> {
    /// `for item in self { each(item)? }`
    pub(crate) async fn until<B>(
        mut self,
        mut each: impl FnMut(S::Item) -> ControlFlow<B>,
    ) -> Option<B> {
        while let Some(item) = self.next().await {
            if let Break(value) = each(item) {
                return Some(value);
            }
        }
        None
    }

    /// [`Iterator::fold`].
    pub async fn fold<A, F: FnMut(A, S::Item) -> A>(mut self, start: A, mut body: F) -> A {
        let mut sum = start;
        while let Some(item) = self.next().await {
            sum = body(sum, item);
        }
        sum
    }

    /// [`Iterator::for_each`].
    pub async fn for_each<F: FnMut(S::Item)>(self, body: F) {
        self.fold(body, |mut body, item| {
            body(item);
            body
        })
        .await;
    }

    /// [`Iterator::collect`], into what takes items one after the other.
    pub async fn collect<C: Collection<S::Item>>(self) -> C {
        let add = |mut all: C, item| {
            all.add(item);
            all
        };
        self.fold(C::default(), add).await
    }

    /// [`Iterator::partition`].
    pub async fn partition<C, F>(self, mut test: F) -> (C, C)
    where
        C: Collection<S::Item>,
        F: FnMut(&S::Item) -> bool,
    {
        let add = |(mut yes, mut no): (C, C), item| {
            if test(&item) {
                yes.add(item);
            } else {
                no.add(item);
            }
            (yes, no)
        };
        self.fold((C::default(), C::default()), add).await
    }

    /// [`Iterator::unzip`].
    pub async fn unzip<A, B, C, D>(self) -> (C, D)
    where
        S: Stream<Item = (A, B)>,
        C: Collection<A>,
        D: Collection<B>,
    {
        let add = |(mut left, mut right): (C, D), (a, b)| {
            left.add(a);
            right.add(b);
            (left, right)
        };
        self.fold((C::default(), D::default()), add).await
    }

    /// [`Iterator::count`].
    pub async fn count(self) -> usize {
        self.fold(0, |count, _| count + 1).await
    }

    /// [`Iterator::sum`].
    pub async fn sum<T: iter::Sum<S::Item> + iter::Sum<T>>(self) -> T {
        self.totalled(Iterator::sum, |sum, more| [sum, more].into_iter().sum())
            .await
    }

    /// [`Iterator::product`].
    pub async fn product<T: iter::Product<S::Item> + iter::Product<T>>(self) -> T {
        self.totalled(Iterator::product, |product, more| {
            [product, more].into_iter().product()
        })
        .await
    }

    /// The total of the first item, then with each further one.
    async fn totalled<T>(
        self,
        of: impl Fn(std::option::IntoIter<S::Item>) -> T,
        with: impl Fn(T, T) -> T,
    ) -> T {
        let add = |total: Option<T>, item| {
            let item = of(Some(item).into_iter());
            Some(match total {
                Some(total) => with(total, item),
                None => item,
            })
        };
        let total = self.fold(None, add).await;
        total.unwrap_or_else(|| of(None.into_iter()))
    }

    /// [`Iterator::last`].
    pub async fn last(self) -> Option<S::Item> {
        self.fold(None, |_, item| Some(item)).await
    }

    /// [`Iterator::reduce`].
    pub async fn reduce<F>(self, mut body: F) -> Option<S::Item>
    where
        F: FnMut(S::Item, S::Item) -> S::Item,
    {
        let add = |sum: Option<S::Item>, item| {
            Some(match sum {
                Some(sum) => body(sum, item),
                None => item,
            })
        };
        self.fold(None, add).await
    }

    /// [`Iterator::max`].
    pub async fn max(self) -> Option<S::Item>
    where
        S::Item: Ord,
    {
        self.max_by(S::Item::cmp).await
    }

    /// [`Iterator::min`].
    pub async fn min(self) -> Option<S::Item>
    where
        S::Item: Ord,
    {
        self.min_by(S::Item::cmp).await
    }

    /// [`Iterator::max_by`]: of equals the last.
    pub async fn max_by<F>(self, mut compare: F) -> Option<S::Item>
    where
        F: FnMut(&S::Item, &S::Item) -> Ordering,
    {
        let larger = |a, b| match compare(&a, &b) {
            Ordering::Greater => a,
            _ => b,
        };
        self.reduce(larger).await
    }

    /// [`Iterator::min_by`]: of equals the first.
    pub async fn min_by<F>(self, mut compare: F) -> Option<S::Item>
    where
        F: FnMut(&S::Item, &S::Item) -> Ordering,
    {
        let smaller = |a, b| match compare(&a, &b) {
            Ordering::Greater => b,
            _ => a,
        };
        self.reduce(smaller).await
    }

    /// [`Iterator::max_by_key`]: of equals the last.
    pub async fn max_by_key<K: Ord, F: FnMut(&S::Item) -> K>(self, mut key: F) -> Option<S::Item> {
        let keyed = self.map(move |item| (key(&item), item));
        let most = keyed.max_by(|(a, _), (b, _)| a.cmp(b)).await;
        most.map(|(_, item)| item)
    }

    /// [`Iterator::min_by_key`]: of equals the first.
    pub async fn min_by_key<K: Ord, F: FnMut(&S::Item) -> K>(self, mut key: F) -> Option<S::Item> {
        let keyed = self.map(move |item| (key(&item), item));
        let least = keyed.min_by(|(a, _), (b, _)| a.cmp(b)).await;
        least.map(|(_, item)| item)
    }

    /// [`Iterator::nth`].
    pub async fn nth(self, n: usize) -> Option<S::Item> {
        self.skip(n).next().await
    }

    /// [`Iterator::find`].
    pub async fn find<F: FnMut(&S::Item) -> bool>(self, test: F) -> Option<S::Item> {
        self.filter(test).next().await
    }

    /// [`Iterator::find_map`].
    pub async fn find_map<O, F: FnMut(S::Item) -> Option<O>>(self, body: F) -> Option<O> {
        self.filter_map(body).next().await
    }

    /// [`Iterator::position`].
    pub async fn position<F: FnMut(S::Item) -> bool>(self, test: F) -> Option<usize> {
        let mut tested = self.map(test).enumerate();
        while let Some((at, is_it)) = tested.next().await {
            if is_it {
                return Some(at);
            }
        }
        None
    }

    /// [`Iterator::any`].
    pub async fn any<F: FnMut(S::Item) -> bool>(self, test: F) -> bool {
        self.position(test).await.is_some()
    }

    /// [`Iterator::all`].
    pub async fn all<F: FnMut(S::Item) -> bool>(self, mut test: F) -> bool {
        !self.any(|item| !test(item)).await
    }

    /// [`Iterator::try_fold`], of `Result`s.
    ///
    /// # Errors
    ///
    /// The first of `body`.
    pub async fn try_fold<A, X, F>(mut self, start: A, mut body: F) -> Result<A, X>
    where
        F: FnMut(A, S::Item) -> Result<A, X>,
    {
        let mut sum = start;
        while let Some(item) = self.next().await {
            sum = body(sum, item)?;
        }
        Ok(sum)
    }

    /// [`Iterator::try_for_each`], of `Result`s.
    ///
    /// # Errors
    ///
    /// The first of `body`.
    pub async fn try_for_each<X, F>(self, mut body: F) -> Result<(), X>
    where
        F: FnMut(S::Item) -> Result<(), X>,
    {
        let broken = self
            .until(|item| body(item).map_or_else(Break, Continue))
            .await;
        broken.map_or(Ok(()), Err)
    }

    /// [`Iterator::is_sorted_by`].
    pub async fn is_sorted_by<F>(mut self, mut in_order: F) -> bool
    where
        F: FnMut(&S::Item, &S::Item) -> bool,
    {
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
    }

    /// [`Iterator::is_sorted`].
    pub async fn is_sorted(self) -> bool
    where
        S::Item: PartialOrd,
    {
        self.is_sorted_by(|a, b| a <= b).await
    }

    /// [`Iterator::is_sorted_by_key`].
    pub async fn is_sorted_by_key<K: PartialOrd, F: FnMut(S::Item) -> K>(self, key: F) -> bool {
        self.map(key).is_sorted().await
    }

    /// [`Iterator::partial_cmp`], with what iterates.
    pub async fn partial_cmp<I>(mut self, other: I) -> Option<Ordering>
    where
        I: IntoIterator,
        S::Item: PartialOrd<I::Item>,
    {
        let mut other = other.into_iter();
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
    }

    /// [`Iterator::cmp`], with what iterates.
    pub async fn cmp<I>(self, other: I) -> Ordering
    where
        I: IntoIterator<Item = S::Item>,
        S::Item: Ord,
    {
        let order = self.partial_cmp(other).await;
        order.unwrap_or(Ordering::Equal)
    }

    /// [`Iterator::eq`], with what iterates.
    pub async fn eq<I>(mut self, other: I) -> bool
    where
        I: IntoIterator,
        S::Item: PartialEq<I::Item>,
    {
        let mut other = other.into_iter();
        loop {
            match (self.next().await, other.next()) {
                (None, None) => return true,
                (Some(item), Some(with)) if item == with => {}
                _ => return false,
            }
        }
    }

    /// [`Iterator::ne`], with what iterates.
    pub async fn ne<I>(self, other: I) -> bool
    where
        I: IntoIterator,
        S::Item: PartialEq<I::Item>,
    {
        !self.eq(other).await
    }

    /// [`Iterator::lt`], with what iterates.
    pub async fn lt<I>(self, other: I) -> bool
    where
        I: IntoIterator,
        S::Item: PartialOrd<I::Item>,
    {
        self.partial_cmp(other).await == Some(Ordering::Less)
    }

    /// [`Iterator::le`], with what iterates.
    pub async fn le<I>(self, other: I) -> bool
    where
        I: IntoIterator,
        S::Item: PartialOrd<I::Item>,
    {
        let order = self.partial_cmp(other).await;
        matches!(order, Some(Ordering::Less | Ordering::Equal))
    }

    /// [`Iterator::gt`], with what iterates.
    pub async fn gt<I>(self, other: I) -> bool
    where
        I: IntoIterator,
        S::Item: PartialOrd<I::Item>,
    {
        self.partial_cmp(other).await == Some(Ordering::Greater)
    }

    /// [`Iterator::ge`], with what iterates.
    pub async fn ge<I>(self, other: I) -> bool
    where
        I: IntoIterator,
        S::Item: PartialOrd<I::Item>,
    {
        let order = self.partial_cmp(other).await;
        matches!(order, Some(Ordering::Greater | Ordering::Equal))
    }
}
