//! The pipeline that the screen shows: orders are parsed, priced and stored, and one of these
//! stages is slow.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::{Pipeline, pipeline};

/// Decides which stage is slow. Another stage becomes slow every five seconds.
#[derive(Clone)]
pub(crate) struct Slow(Arc<State>);

struct State {
    began: Instant,
    /// How many times a key made the next stage slow.
    moved: AtomicU64,
}

const STAGES: [&str; 3] = ["parsed", "priced", "stored"];

impl Slow {
    pub(crate) fn new() -> Self {
        Slow(Arc::new(State {
            began: Instant::now(),
            moved: AtomicU64::new(0),
        }))
    }

    pub(crate) fn advance(&self) {
        self.0.moved.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn name(&self) -> &'static str {
        let by_time = self.0.began.elapsed().as_secs() / 5;
        let at = by_time + self.0.moved.load(Ordering::Relaxed);
        STAGES[usize::try_from(at % 3).unwrap_or(0)]
    }

    /// Sleeps as long as the stage `name` takes for an order.
    fn work(&self, name: &str) {
        let slow = self.name() == name;
        thread::sleep(Duration::from_micros(if slow { 2_000 } else { 150 }));
    }
}

pub(crate) fn pipeline(slow: Slow) -> Pipeline<'static, (u64, ())> {
    let (at_parse, at_price, at_store) = (slow.clone(), slow.clone(), slow);
    pipeline!(move || {
        let orders = generator(0_u64..);
        let parsed = orders
            >> stage(capacity = 50, move |order| {
                at_parse.work("parsed");
                order
            });
        let priced = parsed
            >> fan_out(3, capacity = 50, move |order| {
                at_price.work("priced");
                order
            });
        let (orders, view) = priced >> tee(capacity = 20, full = drop_oldest(view));
        let stored = orders
            >> fold(0, move |stored, _| {
                at_store.work("stored");
                stored + 1
            });
        // A slow view of the orders, which may miss some.
        let seen = view >> for_each(|_| thread::sleep(Duration::from_millis(20)));
        (stored, seen)
    })
}
