//! The promises of whole pipelines in many schedules: every shape, every engine, every way to end.
//!
//! Each run must end with the right value or the right cause. No thread and no item may be left,
//! the books must be in order, and nobody may wait for ever. `SCHEDULES=n` sets the number of
//! schedules for each way to end.

mod clocked;
mod engines;
mod fate;
mod faults;
mod left_out;
mod places;
mod shapes;
mod spawned;
mod waits;

use std::env;

use pipeline::testing::schedules;
use pipeline_tests::conserves;

use crate::engines::Engine;
use crate::fate::{End, Fate};
use crate::shapes::Shape;

/// Returns the number of schedules for each way to end, of each shape on each engine.
fn count() -> usize {
    let default = if cfg!(pipeline_schedules) { 200 } else { 1 };
    env::var("SCHEDULES").map_or(default, |count| count.parse().expect("a number"))
}

/// Runs `shape` to each of its ends, in many schedules.
fn ends_well(shape: Shape, engine: Engine) {
    for end in shape.ends() {
        // Shows in the output of a failed test which end it was.
        println!("{end:?}");
        schedules(count(), move || {
            let fate = Fate::new(end);
            let make = match engine {
                Engine::Threads => shape.of_threads,
                Engine::OneTask | Engine::Tasks => shape.of_futures,
            };
            let reported = engine.run(make(&fate), end);
            assert_eq!(fate.living(), 0, "items outlive their pipeline: {end:?}");
            if let Some((outcome, report)) = reported {
                conserves(&report);
                let all = match end {
                    End::OfReader => outcome,
                    _ => outcome.map(|count| count + shape.left_out(&report)),
                };
                fate.judge(all, shape.gives);
            }
        });
    }
}

/// Declares a test for each shape on each engine.
macro_rules! tests {
    ($module:ident: $($shape:ident)*) => {
        $(
            mod $shape {
                use crate::engines::Engine;
                use crate::{$module, ends_well};

                #[test]
                fn on_threads() {
                    ends_well($module::$shape(), Engine::Threads);
                }

                #[test]
                fn in_one_task() {
                    ends_well($module::$shape(), Engine::OneTask);
                }

                #[test]
                fn in_tasks() {
                    ends_well($module::$shape(), Engine::Tasks);
                }
            }
        )*
    };
}

tests! { shapes:
    linear rendezvous one_place shared by_key ordered_by_key ordered ordered_and_yielding merged merged_beside_ordered concatenated preferred sorted zipped
    parted_and_merged routed dead_letters ordered_dead_letters retried looped looped_in_order nested batched
    segmented
}

tests! { left_out:
    latest drop_newest drop_oldest merge shown debounced sampled
}
