//! What a stage does with one item: the four kinds of bodies.

use std::marker::PhantomData;

use crate::edge::{Closed, Sender};
use crate::worker::Worker;

/// A worker's output: where `yield` sends.
pub struct Out<O, E> {
    to: Sender<O>,
    worker: Worker<E>,
    closed: bool,
}

impl<O, E> Out<O, E> {
    pub(crate) fn new(to: Sender<O>, worker: &Worker<E>) -> Self {
        Out {
            to,
            worker: worker.clone(),
            closed: false,
        }
    }

    /// Hands `item` to the next stage, waiting while the edge is full.
    ///
    /// # Errors
    ///
    /// [`Closed`], if the run is cancelled or nobody reads: the body is to return.
    pub fn send(&mut self, item: O) -> Result<(), Closed> {
        let sent = if self.worker.state().is_cancelled() {
            Err(Closed)
        } else {
            self.to.send(item)
        };
        self.closed |= sent.is_err();
        sent
    }

    /// [`send`](Out::send) where the worker has just looked whether to stop.
    fn hand_over(&mut self, item: O) {
        self.closed = self.to.hand_over(item).is_err();
    }

    /// Sends all of `items`, until nobody reads.
    pub(crate) fn send_all(&mut self, items: impl IntoIterator<Item = O>) {
        for item in items {
            if self.send(item).is_err() {
                break;
            }
        }
    }
}

/// Makes an item of a stream into the next stream's.
pub trait Body<I, O, E> {
    #[doc(hidden)]
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E>;
}

/// The loop of every worker that has a body.
pub(crate) fn drive<I, O, E>(
    items: impl Iterator<Item = I>,
    mut body: impl Body<I, O, E>,
    mut out: Out<O, E>,
) -> Result<(), E> {
    for item in items {
        body.call(item, &mut out)?;
        if out.closed {
            break;
        }
    }
    Ok(())
}

/// One in, one out.
pub struct Map<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I) -> O> Body<I, O, E> for Map<F> {
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        out.hand_over((self.0)(item));
        Ok(())
    }
}

/// One in, one out or an error.
pub struct TryMap<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I) -> Result<O, E>> Body<I, O, E> for TryMap<F> {
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        out.hand_over((self.0)(item)?);
        Ok(())
    }
}

/// One in, none or one or many out.
pub struct Yields<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I, &mut Out<O, E>)> Body<I, O, E> for Yields<F> {
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(item, out);
        Ok(())
    }
}

/// One in, none or one or many out, and maybe an error.
pub struct TryYields<F>(pub(crate) F);

impl<I, O, E, F: FnMut(I, &mut Out<O, E>) -> Result<(), E>> Body<I, O, E> for TryYields<F> {
    fn call(&mut self, item: I, out: &mut Out<O, E>) -> Result<(), E> {
        (self.0)(item, out)
    }
}

/// Where a worker makes its own body, on its own thread: `|worker| worker.map({ … })`.
///
/// Each method takes a function and says what kind of body it is. All give `Ok`, so that the
/// closure around them may use `?`.
pub struct Setup<I, O, E>(PhantomData<fn(I) -> Result<O, E>>);

#[expect(
    clippy::missing_errors_doc,
    reason = "they have none, as the type's docs say"
)]
impl<I, O, E> Setup<I, O, E> {
    pub(crate) fn new() -> Self {
        Setup(PhantomData)
    }

    /// One in, one out.
    pub fn map<F: FnMut(I) -> O>(self, body: F) -> Result<Map<F>, E> {
        Ok(Map(body))
    }

    /// One in, one out or an error.
    pub fn try_map<F: FnMut(I) -> Result<O, E>>(self, body: F) -> Result<TryMap<F>, E> {
        Ok(TryMap(body))
    }

    /// One in, one out or an error of its own type.
    pub fn try_map_into<X, F>(self, mut body: F) -> Result<TryMap<impl FnMut(I) -> Result<O, E>>, E>
    where
        F: FnMut(I) -> Result<O, X>,
        E: From<X>,
    {
        Ok(TryMap(move |item| Ok(body(item)?)))
    }

    /// One in, none or one or many out.
    pub fn yields<F: FnMut(I, &mut Out<O, E>)>(self, body: F) -> Result<Yields<F>, E> {
        Ok(Yields(body))
    }

    /// One in, none or one or many out, and maybe an error.
    pub fn try_yields<F>(self, body: F) -> Result<TryYields<F>, E>
    where
        F: FnMut(I, &mut Out<O, E>) -> Result<(), E>,
    {
        Ok(TryYields(body))
    }

    /// One in, none or one or many out, and maybe an error of its own type.
    pub fn try_yields_into<X, F>(
        self,
        mut body: F,
    ) -> Result<TryYields<impl FnMut(I, &mut Out<O, E>) -> Result<(), E>>, E>
    where
        F: FnMut(I, &mut Out<O, E>) -> Result<(), X>,
        E: From<X>,
    {
        Ok(TryYields(move |item, out: &mut Out<O, E>| {
            Ok(body(item, out)?)
        }))
    }
}
