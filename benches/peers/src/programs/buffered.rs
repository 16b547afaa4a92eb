//! A fan-out in one task, compared with `buffered` and `buffer_unordered` of `futures`. A body
//! yields to the executor `WAITS` times.

use std::future::poll_fn;
use std::task::Poll;

use futures::StreamExt;
use futures::stream;
use pipeline::pipeline;

use super::async_light::one_thread;
use super::{Run, first, mix, timed};

pub(super) fn in_order<const WAITS: u32>(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| {
            let runtime = one_thread();
            let (items, workers) = (task.items, task.size);
            let run = pipeline!(async {
                let numbers = generator(0..items);
                let numbers = numbers
                    >> fan_out(workers, ordered, async |number| body::<WAITS>(number).await);
                numbers >> fold(0, mix)
            })
            .run();
            timed(|| runtime.block_on(run).expect("nothing in it fails"))
        },
        "futures" => |task| {
            let runtime = one_thread();
            let numbers = stream::iter(0..task.items).map(body::<WAITS>);
            let numbers = numbers.buffered(task.size);
            let hash = numbers.fold(0, async |hash, number| mix(hash, number));
            timed(|| runtime.block_on(hash))
        },
        _ => return None,
    })
}

pub(super) fn unordered<const WAITS: u32>(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| {
            let runtime = one_thread();
            let (items, workers) = (task.items, task.size);
            let run = pipeline!(async {
                let numbers = generator(0..items);
                let numbers =
                    numbers >> fan_out(workers, async |number| body::<WAITS>(number).await);
                numbers >> fold(0, u64::wrapping_add)
            })
            .run();
            timed(|| runtime.block_on(run).expect("nothing in it fails"))
        },
        "futures" => |task| {
            let runtime = one_thread();
            let numbers = stream::iter(0..task.items).map(body::<WAITS>);
            let numbers = numbers.buffer_unordered(task.size);
            let sum = numbers.fold(0_u64, async |sum, number| sum.wrapping_add(number));
            timed(|| runtime.block_on(sum))
        },
        _ => return None,
    })
}

async fn body<const WAITS: u32>(number: u64) -> u64 {
    let mut waits = 0..WAITS;
    let wait = poll_fn(|context| {
        if waits.next().is_none() {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    });
    wait.await;
    first(number)
}
