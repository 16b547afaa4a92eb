//! Real pipelines over the edges of threads, for the sanitizers to watch: see `.ci/sanitize`.
//!
//! Each shape of stages is run with each bound of its edges and each way to end. The assertions are
//! that items arrive whole and are dropped once. The sanitizers look for races, and for memory that
//! is misused or lost. The argument says how often everything is run.

use std::env;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipeline::{Context, Error, pipeline};
use pipeline_models::{Item, Ledger};

/// Maximum number of items in a run: enough for windows and claims to grow.
const ITEMS: usize = 3_000;

/// Number of the item at which a run is struck.
const STRIKE: usize = 700;

/// How a run ends.
#[derive(Clone, Copy, Debug)]
enum End {
    OfStream,
    OfConsumer,
    Cancel,
    Failure,
}

impl End {
    const ALL: [End; 4] = [End::OfStream, End::OfConsumer, End::Cancel, End::Failure];

    /// The work of a stage on each item.
    fn work(self, ctx: &Context, parcel: &mut Parcel) -> Result<(), &'static str> {
        parcel.check();
        if parcel.item.number() == STRIKE {
            match self {
                End::Cancel => ctx.cancel(),
                End::Failure => return Err("struck"),
                End::OfStream | End::OfConsumer => {}
            }
        }
        parcel.contents[1] += 1;
        Ok(())
    }

    fn consume(self, parcels: impl Iterator<Item = Parcel>) -> usize {
        let most = match self {
            End::OfConsumer => STRIKE,
            _ => usize::MAX,
        };
        parcels.take(most).inspect(Parcel::check).count()
    }

    fn judge(self, outcome: Result<usize, Error>) {
        match (self, outcome) {
            (End::OfStream, Ok(count)) => assert_eq!(count, ITEMS),
            (End::OfConsumer, Ok(count)) => assert_eq!(count, STRIKE),
            (End::Cancel, Err(error)) => assert!(error.is_cancelled()),
            (End::Failure, Err(error)) => assert!(!error.is_cancelled()),
            (end, outcome) => panic!("{end:?} came to {outcome:?}"),
        }
    }
}

/// An item with memory of its own, to which each of its owners writes.
struct Parcel {
    item: Item,
    contents: Box<[usize; 2]>,
}

impl Parcel {
    fn check(&self) {
        assert_eq!(self.contents[0], self.item.number());
    }
}

/// Makes the items of a run.
struct Maker {
    ledger: Ledger,
    made: AtomicUsize,
}

impl Maker {
    /// Returns part number `part` of `parts` parts of a run's items.
    fn part(&self, part: usize, parts: usize) -> impl Iterator<Item = Parcel> {
        (part..ITEMS).step_by(parts).map(|number| {
            self.made.fetch_add(1, Ordering::Relaxed);
            Parcel {
                item: self.ledger.item(number),
                contents: Box::new([number, 0]),
            }
        })
    }

    fn all(&self) -> impl Iterator<Item = Parcel> {
        self.part(0, 1)
    }
}

fn run(end: End, shape: impl FnOnce(&Maker) -> Result<usize, Error>) {
    let maker = Maker {
        ledger: Ledger::of(ITEMS),
        made: AtomicUsize::new(0),
    };
    end.judge(shape(&maker));
    assert_eq!(maker.ledger.dropped(), maker.made.into_inner());
}

/// Runs all shapes, with edges of this bound.
macro_rules! shapes {
    ($end:ident, $($bound:tt)*) => {
        run($end, |maker| pipeline!(|ctx| {
            let made = generator($($bound)* maker.all());
            let worked = made >> stage($($bound)* |mut x| { $end.work(ctx, &mut x)?; x });
            worked >> sink(|items| $end.consume(items))
        }).run());
        run($end, |maker| pipeline!(|ctx| {
            let a = generator(maker.part(0, 3));
            let b = generator(maker.part(1, 3));
            let c = generator(maker.part(2, 3));
            let all = fan_in(a, b, c, $($bound)*);
            let worked = all >> stage($($bound)* |mut x| { $end.work(ctx, &mut x)?; x });
            worked >> sink(|items| $end.consume(items))
        }).run());
        run($end, |maker| pipeline!(|ctx| {
            let made = generator($($bound)* maker.all());
            let worked = made >> fan_out(3, $($bound)* |mut x| { $end.work(ctx, &mut x)?; x });
            worked >> sink(|items| $end.consume(items))
        }).run());
        run($end, |maker| pipeline!(|ctx| {
            let made = generator($($bound)* maker.all());
            let worked = made
                >> fan_out(3, ordered, $($bound)* |mut x| { $end.work(ctx, &mut x)?; x });
            worked >> sink(|items| $end.consume(items))
        }).run());
        run($end, |maker| pipeline!(|ctx| {
            let a = generator(maker.part(0, 2));
            let b = generator(maker.part(1, 2));
            let all = fan_in(a, b, $($bound)*) >> fan_out(2, $($bound)* |x| x);
            let worked = all >> fan_out(2, $($bound)* |mut x| { $end.work(ctx, &mut x)?; x });
            worked >> sink(|items| $end.consume(items))
        }).run());
    };
}

fn main() {
    let times = env::args().nth(1).and_then(|times| times.parse().ok());
    for _ in 0..times.unwrap_or(1) {
        for end in End::ALL {
            shapes!(end,);
            shapes!(end, capacity = 1,);
            shapes!(end, capacity = 2,);
            shapes!(end, capacity = 64,);
        }
    }
    println!("all ended as they were to");
}
