//! Fetches from a server, with ordered results. The server answers after one millisecond, and every
//! sixteenth time after eight.

use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use pipeline::pipeline;
use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

use super::{Run, mix, timed};

pub(super) fn program(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| {
            let runtime = with_a_timer();
            let (items, workers) = (task.items, task.size);
            let run = pipeline!(async {
                let pages =
                    generator(0..items) >> fan_out(workers, ordered, async |url| fetch(url).await);
                pages >> fold(0, mix)
            })
            .run();
            timed(|| runtime.block_on(run).expect("nothing in it fails"))
        },
        "futures" => |task| {
            let runtime = with_a_timer();
            let pages = stream::iter(0..task.items).map(fetch).buffered(task.size);
            let hash = pages.fold(0, async |hash, page| mix(hash, page));
            timed(|| runtime.block_on(hash))
        },
        _ => return None,
    })
}

fn with_a_timer() -> Runtime {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("it starts")
}

async fn fetch(url: u64) -> u64 {
    let noise = url.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60;
    sleep(Duration::from_millis(if noise == 0 { 8 } else { 1 })).await;
    url
}
