//! Methods that make items by themselves. They must notice that their reader has ended and that the
//! run ends, even if they never take another item, and if the methods after them let nothing
//! through.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context as Task, Poll};
use std::time::Duration;

use futures::Stream;
use pipeline::{Context, pipeline};
use pipeline_tests::Watchdog;

use crate::{all, one_task, same, same_outcome, tasks};

const CANCELLED: &str = "None: the pipeline was cancelled";

/// A user's adaptor for iterators. It makes endlessly many items of one.
trait Endless: Iterator<Item = u64> + Sized {
    fn endless(self) -> impl Iterator<Item = u64> {
        self.flat_map(|n| n..)
    }
}

impl<I: Iterator<Item = u64>> Endless for I {}

/// The same adaptor for streams. It is always ready.
trait EndlessStream: Stream<Item = u64> + Sized {
    fn endless(self) -> Counting<Self> {
        Counting {
            stream: Box::pin(self),
            next: None,
        }
    }
}

impl<S: Stream<Item = u64>> EndlessStream for S {}

struct Counting<S> {
    stream: Pin<Box<S>>,
    next: Option<u64>,
}

impl<S: Stream<Item = u64>> Stream for Counting<S> {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Task<'_>) -> Poll<Option<u64>> {
        if self.next.is_none() {
            match self.stream.as_mut().poll_next(cx) {
                Poll::Ready(first) => self.next = first,
                Poll::Pending => return Poll::Pending,
            }
        }
        let next = self.next;
        self.next = next.map(|next| next + 1);
        Poll::Ready(next)
    }
}

#[test]
fn endless_items_end_with_their_reader() {
    let _watchdog = Watchdog::of_this_test();
    for _ in 0..20 {
        let beside_a_generator = made!(|_ctx| generator([1_u64])
            >> flat_map(|_| 0_u64..)
            >> stage(|n| n)
            >> take(500)
            >> count());
        assert_eq!(beside_a_generator, Ok(500));
        let in_a_worker = made!(|_ctx|
            let one = generator([1_u64]) >> fan_out(2, |n| n);
            one >> chain(0..) >> fan_out(2, |n| n) >> take(500) >> count()
        );
        assert_eq!(in_a_worker, Ok(500));
        let after_a_body = made!(|_ctx|
            let one = generator([1_u64]) >> stage(|n| n) >> flat_map(|n| n..);
            one >> stage(|n| n) >> take(500) >> count()
        );
        assert_eq!(after_a_body, Ok(500));
        let before_a_body = made!(|_ctx|
            let (one, other) = generator([1_u64]) >> tee();
            let many = one >> flat_map(|n| n..) >> stage(|n| n);
            (many >> take(500) >> count(), other >> count())
        );
        assert_eq!(before_a_body, Ok((500, 1)));
    }
}

#[test]
fn endless_items_of_an_unknown_method_end_with_their_reader() {
    let _watchdog = Watchdog::of_this_test();
    let passed =
        made!(|_ctx| generator([1_u64]) >> endless() >> stage(|n| n) >> take(500) >> count());
    assert_eq!(passed, Ok(500));
    let filtered = made!(|_ctx|
        let few = generator([1_u64]) >> endless() >> filter(|n| *n < 10);
        few >> stage(|n| n) >> take(5) >> count()
    );
    assert_eq!(filtered, Ok(5));
}

/// The method is endless, but the filter lets only the first ten items through.
#[test]
fn items_that_nothing_lets_through_end_with_their_reader() {
    let _watchdog = Watchdog::of_this_test();
    let to_a_stage = made!(|_ctx|
        let few = generator([0_u64]) >> flat_map(|n| n..) >> filter(|n| *n < 10);
        few >> stage(|n| n) >> take(5) >> count()
    );
    assert_eq!(to_a_stage, Ok(5));
    let to_a_split = made!(|_ctx|
        let few = generator([0_u64]) >> flat_map(|n| n..) >> filter(|n| *n < 10);
        let (even, odd) = few >> split(|n| n % 2 == 0);
        (even >> take(2) >> count(), odd >> take(2) >> count())
    );
    assert_eq!(to_a_split, Ok((2, 2)));
    let to_a_route = made!(|_ctx|
        let few = generator([0_u64]) >> flat_map(|n| n..) >> map(|n| (n < 10).then_some(n));
        let (even, odd) = few >> flatten() >> route(|n| if n % 2 == 0 { even(n) } else { odd(n) });
        (even >> take(2) >> count(), odd >> take(2) >> count())
    );
    assert_eq!(to_a_route, Ok((2, 2)));
    let to_a_tee = made!(|_ctx|
        let (a, b) = generator([0_u64]) >> chain(0..) >> filter_map(|n| (n < 10).then_some(n)) >> tee();
        (a >> take(2) >> count(), b >> take(3) >> count())
    );
    assert_eq!(to_a_tee, Ok((2, 3)));
    let to_a_zip = made!(|_ctx|
        let few = generator([0_u64]) >> flat_map(|n| n..) >> filter(|n| *n < 10);
        let more = generator(0_u64..) >> stage(|n| n);
        zip(few, more) >> take(5) >> count()
    );
    assert_eq!(to_a_zip, Ok(5));
    let by_steps = made!(|_ctx|
        let few = generator([0_u64]) >> flat_map(|n| n..) >> step_by(1 << 60);
        few >> stage(|n| n) >> take(1) >> count()
    );
    assert_eq!(by_steps, Ok(1));
}

#[test]
fn items_that_nothing_lets_through_end_at_a_cancel() {
    let _watchdog = Watchdog::of_this_test();
    // The filter drops all items, and cancels the run at one of them.
    let consumed = made!(|ctx|
        let none = generator([0_u64]) >> flat_map(|n| n..);
        none >> filter(|n| { if *n == 1000 { ctx.cancel(); } false }) >> count()
    );
    assert_eq!(consumed, Err::<usize, _>(CANCELLED.to_owned()));
    let by_the_consumer = made!(|ctx| generator([0_u64])
        >> flat_map(|n| n..)
        >> all(|n| {
            if n == 1000 {
                ctx.cancel();
            }
            true
        }));
    assert_eq!(by_the_consumer, Err::<bool, _>(CANCELLED.to_owned()));
    let unknown = made!(|ctx|
        let none = generator([0_u64]) >> endless();
        none >> filter(|n| { if *n == 1000 { ctx.cancel(); } false }) >> count()
    );
    assert_eq!(unknown, Err::<usize, _>(CANCELLED.to_owned()));
    let in_a_batch = made!(|ctx|
        let many = generator([0_u64]) >> flat_map(|n| n..);
        many >> inspect(|n| if *n == 1000 { ctx.cancel(); }) >> batch(1 << 20) >> count()
    );
    assert_eq!(in_a_batch, Err::<usize, _>(CANCELLED.to_owned()));
    let of_a_branch = made!(|ctx|
        let (a, b) = generator([0_u64]) >> tee();
        let none = a >> chain(0..) >> filter(|n| { if *n == 1000 { ctx.cancel(); } false });
        (none >> stage(|n| n) >> count(), b >> flat_map(|_| 0..) >> last())
    );
    assert_eq!(
        of_a_branch,
        Err::<(usize, Option<u64>), _>(CANCELLED.to_owned())
    );
    let in_a_sink = made!(|ctx|
        let none = generator([0_u64]) >> flat_map(|n| n..);
        let none = none >> skip_while(|n| { if *n == 1000 { ctx.cancel(); } true });
        none >> fan_out(2, |n| n) >> max()
    );
    assert_eq!(in_a_sink, Err::<Option<u64>, _>(CANCELLED.to_owned()));
}

#[test]
fn items_that_nothing_lets_through_end_at_a_deadline() {
    let _watchdog = Watchdog::of_this_test();
    let outcome = made!(
        Context::new().with_deadline(Duration::from_millis(1)),
        |_ctx| generator([0_u64]) >> flat_map(|n| n..) >> filter(|_| false) >> count()
    );
    let expected = "None: the pipeline's deadline has passed".to_owned();
    assert_eq!(outcome, Err::<usize, _>(expected));
}

#[test]
fn what_a_method_adds_does_not_follow_a_failure() {
    let _watchdog = Watchdog::of_this_test();
    let seen = AtomicUsize::new(0);
    let outcome = pipeline!({
        let tried = generator(0..10) >> stage(|n| if n == 5 { Err("five")? } else { n });
        tried
            >> chain([99])
            >> for_each(|n| {
                seen.fetch_max(n, Ordering::Relaxed);
            })
    })
    .run();
    assert!(outcome.is_err());
    assert!(seen.into_inner() < 5);
}

/// [`same`] asserts that the reports are balanced and equal on all engines.
#[test]
fn what_methods_make_before_a_body_is_in_the_books() {
    let _watchdog = Watchdog::of_this_test();
    macro_rules! refusing {
        ($($before:tt)*) => {
            by_all!(|_ctx|
                let passed = generator(0..9_u64) >> fan_out(1, |n| n);
                let kept = passed $($before)* >> stage(on_error = skip, |n| if n % 3 != 1 { Err("no")? } else { n });
                kept >> count()
            )
        };
    }
    assert_eq!(same(refusing!(>> flat_map(|n| [n; 7]))), Ok(21));
    assert_eq!(
        same(refusing!(>> chain(0..90) >> filter(|n| n % 3 != 1))),
        Ok(0)
    );
    assert_eq!(same(refusing!(>> batch(2) >> flatten() >> skip(3))), Ok(2));
    let split = by_all!(|_ctx|
        let (kept, copies) = generator(0..9_u64) >> tee();
        let (kept, failed) = kept >> flat_map(|n| [n; 7]) >> stage(|n| if n > 1 { Err("no")? } else { n });
        let (a, b) = copies >> flat_map(|n| [n; 2]) >> split(|n| n % 2 == 0);
        (kept >> count(), failed >> count(), a >> count(), b >> chain(0..3) >> count())
    );
    assert_eq!(same(split), Ok((14, 49, 10, 11)));
}

#[test]
fn what_methods_hold_at_a_cancel_is_in_the_books() {
    let _watchdog = Watchdog::of_this_test();
    let before_a_body = made!(|ctx|
        let (one, other) = generator([0_u64]) >> tee();
        let many = one >> flat_map(|n| n..) >> inspect(|n| if *n == 1000 { ctx.cancel(); });
        (many >> batch(1 << 20) >> stage(|batch| batch.len()) >> count(), other >> count())
    );
    assert_eq!(
        before_a_body,
        Err::<(usize, usize), _>(CANCELLED.to_owned())
    );
    let sent_on = made!(|ctx|
        let many = generator([0_u64]) >> chain(0..) >> inspect(|n| if *n == 1000 { ctx.cancel(); });
        many >> batch(1 << 20) >> stage(|batch| batch.len()) >> count()
    );
    assert_eq!(sent_on, Err::<usize, _>(CANCELLED.to_owned()));
    let failing = made!(|_ctx|
        let many = generator(0..9_u64) >> fan_out(1, |n| n) >> flat_map(|n| if n == 5 { panic!("five") } else { [n; 7] });
        many >> batch(100) >> stage(on_error = skip, |batch| if batch.len() > 2 { Err("no")? } else { 1 }) >> count()
    );
    assert!(failing.is_err());
}
