//! A cancel stops a stage at its next item, even if the stage never waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::executor::block_on;
use pipeline::{AsyncPipeline, Context, pipeline};

/// Counts all items, and cancels at item 1.
fn cancelling(seen: &AtomicU32, number: u32, ctx: &Context) {
    seen.fetch_add(1, Ordering::Relaxed);
    if number == 1 {
        ctx.cancel();
    }
}

fn is_cancelled_at_the_next_item<T>(declared: impl Fn(Arc<AtomicU32>) -> AsyncPipeline<'static, T>)
where
    T: Send + 'static,
{
    let seen = Arc::new(AtomicU32::new(0));
    let outcome = block_on(declared(Arc::clone(&seen)).run());
    let error = outcome.err().expect("it is cancelled");
    assert!(error.is_cancelled(), "{error:#}");
    assert_eq!(
        seen.load(Ordering::Relaxed),
        2,
        "items before the cancel, and the one that asked"
    );
}

#[test]
fn a_cancel_is_heard_at_the_next_item_of_a_last_stage() {
    is_cancelled_at_the_next_item(|seen| {
        pipeline!(async move |ctx| {
            let made = generator(0..5_u32) >> fan_out(2, ordered, |number| number);
            let last = made
                >> stage(|number| {
                    cancelling(&seen, number, ctx);
                    number
                });
            last >> count()
        })
    });
}

#[test]
fn a_cancel_is_heard_at_the_next_item_of_a_sink() {
    is_cancelled_at_the_next_item(|seen| {
        pipeline!(async move |ctx| {
            let made = generator(0..5_u32) >> fan_out(2, ordered, |number| number);
            made >> sink(async |mut numbers| {
                while let Some(number) = numbers.next().await {
                    cancelling(&seen, number, ctx);
                }
            })
        })
    });
}

#[test]
fn a_cancel_is_heard_at_the_next_item_of_methods_in_a_generator() {
    is_cancelled_at_the_next_item(|seen| {
        pipeline!(async move |ctx| {
            let made = generator(0..5_u32) >> inspect(|&number| cancelling(&seen, number, ctx));
            made >> count()
        })
    });
}
