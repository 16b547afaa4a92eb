//! `split`: sends each item to one of two branches.

use std::marker::PhantomData;

use crate::edge::Sender;
use crate::engine::threads::scope::Scope;
use crate::engine::threads::source::{Items, Source};
use crate::sync::Arc;

impl<'scope, 'env, E: Send + 'scope> Scope<'scope, 'env, E> {
    /// Begins a stage that splits a stream in two. It starts when it is given its test, as in
    /// `.map(|item| item.is_good())`.
    pub fn split<S: Source<E>>(
        &self,
        name: &'static str,
        from: S,
        yes: Sender<S::Item>,
        no: Sender<S::Item>,
    ) -> Split<'_, 'scope, 'env, S, E> {
        Split {
            scope: self,
            name,
            from,
            yes,
            no,
        }
    }
}

/// A split about to be started.
///
/// A branch without receivers is skipped. The other branch continues.
#[must_use = "a split starts when it is given its test"]
pub struct Split<'s, 'scope, 'env: 'scope, S: Source<E>, E> {
    scope: &'s Scope<'scope, 'env, E>,
    name: &'static str,
    from: S,
    yes: Sender<S::Item>,
    no: Sender<S::Item>,
}

impl<'scope, S, E> Split<'_, 'scope, '_, S, E>
where
    S: Source<E, Crossing: Send> + Send + 'scope,
    S::Item: Send + 'scope,
    E: Send + 'scope,
{
    /// Runs `for item in from { if test(&item) { yes.send(item)? } else { no.send(item)? } }`.
    pub fn map<F>(self, test: F)
    where
        F: FnMut(&S::Item) -> bool + Send + 'scope,
    {
        self.each_worker(|worker| worker.map(test));
    }

    /// Like [`map`](Split::map), for a test that may fail.
    pub fn try_map<F>(self, test: F)
    where
        F: FnMut(&S::Item) -> Result<bool, E> + Send + 'scope,
    {
        self.each_worker(|worker| worker.try_map(test));
    }

    /// Like [`try_map`](Split::try_map), for a test that names its own error type.
    pub fn try_map_into<X, F>(self, test: F)
    where
        F: FnMut(&S::Item) -> Result<bool, X> + Send + 'scope,
        E: From<X>,
    {
        self.each_worker(|worker| worker.try_map_into(test));
    }

    /// Runs `let test = make()?;` on the worker's own thread, then the loop with that test.
    pub fn each_worker<F, M>(self, make: M)
    where
        F: FnMut(&S::Item) -> Result<bool, E>,
        M: FnOnce(Test<S::Item, E>) -> Result<F, E> + Send + 'scope,
    {
        let (from, mut yes, mut no) = (self.from, self.yes, self.no);
        let fills = vec![Arc::clone(yes.edge()), Arc::clone(no.edge())];
        let worker = self.scope.worker(self.name, from.edges(), fills);
        let outputs = (yes.keep_open(), no.keep_open());
        self.scope.spawn(worker, None, outputs, move |worker| {
            let mut test = make(Test(PhantomData))?;
            for item in Items::open(from, worker)? {
                let (to, place) = if test(&item)? {
                    (&mut yes, 0)
                } else {
                    (&mut no, 1)
                };
                if worker.send(to, place, item).is_err() {
                    // The other branch may still have receivers. `Items` ends when neither has.
                    worker.counters().dropped.add(1);
                }
            }
            Ok(())
        });
    }
}

/// Makes the test of a worker on the worker's own thread: `|worker| worker.map({ … })`.
///
/// All methods return `Ok`, so that the closure around the call may use `?`.
pub struct Test<T, E>(PhantomData<fn(T) -> E>);

#[expect(
    clippy::missing_errors_doc,
    reason = "they have none, as the type's docs say"
)]
impl<T, E> Test<T, E> {
    /// Makes a test that cannot fail.
    pub fn map<F>(self, mut test: F) -> Result<impl FnMut(&T) -> Result<bool, E>, E>
    where
        F: FnMut(&T) -> bool,
    {
        Ok(move |item: &T| Ok(test(item)))
    }

    /// Makes a test that may fail.
    pub fn try_map<F>(self, test: F) -> Result<F, E>
    where
        F: FnMut(&T) -> Result<bool, E>,
    {
        Ok(test)
    }

    /// Makes a test that fails with its own error type.
    pub fn try_map_into<X, F>(self, mut test: F) -> Result<impl FnMut(&T) -> Result<bool, E>, E>
    where
        F: FnMut(&T) -> Result<bool, X>,
        E: From<X>,
    {
        Ok(move |item: &T| Ok(test(item)?))
    }
}
