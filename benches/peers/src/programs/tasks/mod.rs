//! The verbs as futures in one task: with `pipeline!(async { … })`, by hand on the channels of
//! `futures`, and with its combinators.
//!
//! Each file declares its pipeline once, in a macro with an optional capacity.

pub(super) mod batch_within;
pub(super) mod dead_letters;
pub(super) mod fan_in;
pub(super) mod feedback;
pub(super) mod one_to_one;
pub(super) mod receive;
pub(super) mod route;
pub(super) mod split;
pub(super) mod start_stop;
pub(super) mod tee;
pub(super) mod throttle;
pub(super) mod yields;
pub(super) mod zip;

use futures::channel::mpsc::{self, Receiver, Sender};
use futures::{SinkExt, Stream, StreamExt};
use pipeline::Error;

use super::async_light::one_thread;
use super::{Run, Sample, timed};

/// Returns the program of a verb in one of its variants. Not every verb has combinators.
fn one_of<const N: usize>(variant: &str, programs: [Run; N]) -> Option<Run> {
    let mut variants = ["default", "bounded", "futures", "combinators"].iter();
    let at = variants.position(|other| *other == variant)?;
    programs.get(at).copied()
}

fn declared(run: impl Future<Output = Result<u64, Error>>) -> Sample {
    by_hand(async { run.await.expect("no failure ends it") })
}

fn by_hand(work: impl Future<Output = u64>) -> Sample {
    let runtime = one_thread();
    timed(|| runtime.block_on(work))
}

fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    // A channel of `futures` has one more place for each sender.
    mpsc::channel(capacity - 1)
}

async fn generate(items: impl IntoIterator<Item = u64>, mut to: Sender<u64>) {
    for item in items {
        if to.send(item).await.is_err() {
            break;
        }
    }
}

async fn apply(body: fn(u64) -> u64, mut from: Receiver<u64>, mut to: Sender<u64>) {
    while let Some(item) = from.next().await {
        if to.send(body(item)).await.is_err() {
            break;
        }
    }
}

async fn add_up(items: impl Stream<Item = u64>) -> u64 {
    items
        .fold(0, async |sum: u64, item| sum.wrapping_add(item))
        .await
}

async fn add_products(pairs: impl Stream<Item = (u64, u64)>) -> u64 {
    add_up(pairs.map(|(a, b)| a.wrapping_mul(b))).await
}
