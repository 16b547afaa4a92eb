//! Promises of async pipelines only.

mod blocking;
mod budget;
mod cancel;
mod conservation;
mod drain;
mod ends;
mod handle;
mod handover;
mod items;
mod nested;
mod output;
mod routes;
mod time;
mod wakes;

use std::pin::pin;

use futures::executor::block_on;
use futures::future::{Either, select};
use pipeline::{AsyncPipeline, Error};
use pipeline_tests::{Watchdog, yields};

/// Runs `pipeline` concurrently with a future that must be polled several hundred times. Returns
/// whether that future was ready first.
fn lets_others_go_on<T>(pipeline: AsyncPipeline<'_, T>) -> bool {
    let _watchdog = Watchdog::of_this_test();
    let run = pin!(pipeline.run());
    let other = pin!(yields(500));
    matches!(block_on(select(run, other)), Either::Right(_))
}

/// Runs `pipeline` to its end in one task.
fn run<T>(pipeline: AsyncPipeline<'_, T>) -> Result<T, Error> {
    let _watchdog = Watchdog::of_this_test();
    block_on(pipeline.run())
}
