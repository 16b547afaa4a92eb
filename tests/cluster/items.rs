//! Types of items.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};
use pipeline::cluster::{Broker, Chunk, HomeEnd, Job, Membership, Memory, Reply};
use pipeline::{BoxError, Pipeline, pipeline};
use pipeline_tests::Watchdog;
use serde::{Deserialize, Serialize};

use crate::on_cluster;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle { radius: f64 },
    Named(String, Option<Vec<u8>>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    id: u128,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    shapes: Vec<Shape>,
    #[serde(flatten)]
    more: BTreeMap<String, Untagged>,
    by_number: HashMap<u32, char>,
    took: Duration,
    pair: (i8, ()),
    from: Address,
}

/// An internally tagged enum: serde buffers the fields until it knows the variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Address {
    Host { ip: IpAddr },
    Name { name: String },
}

fn order(id: u128) -> Order {
    Order {
        id,
        note: (id % 2 == 0).then(|| "ä".to_owned()),
        shapes: vec![
            Shape::Point,
            Shape::Circle { radius: 0.1 },
            Shape::Named("x".to_owned(), Some(vec![0, 255])),
        ],
        more: BTreeMap::from([
            ("a".to_owned(), Untagged::Number(-3)),
            ("b".to_owned(), Untagged::Text(String::new())),
        ]),
        by_number: HashMap::from([(7, 'ß')]),
        took: Duration::new(1, 2),
        pair: (-1, ()),
        from: if id % 3 == 0 {
            Address::Host {
                ip: IpAddr::from([127, 0, 0, 1]),
            }
        } else {
            Address::Name {
                name: "here".to_owned(),
            }
        },
    }
}

fn same(orders: u128) -> Pipeline<'static, Vec<Order>> {
    pipeline!(move || {
        let orders = generator(0..orders) >> map(order);
        let same = orders >> stage(at = "workers", |order: Order| order);
        same >> collect()
    })
}

#[test]
fn what_serde_has_comes_back_as_it_was() {
    let _watchdog = Watchdog::of_this_test();
    let (value, _) = on_cluster(Memory::new(), 2, || same(200), || same(0));
    assert_eq!(value.unwrap(), (0..200).map(order).collect::<Vec<_>>());
}

#[test]
fn large_items_are_chunks_of_their_own() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |items: usize| -> Pipeline<'static, usize> {
        pipeline!(move || {
            let large =
                generator(0..items) >> map(|at| vec![u8::try_from(at % 256).unwrap(); 1 << 18]);
            let large = large >> fan_out(2, at = "workers", |large: Vec<u8>| large);
            large >> map(|large| large.len()) >> sum::<usize>()
        })
    };
    let (value, _) = on_cluster(Memory::new(), 2, || declared(20), || declared(0));
    assert_eq!(value.unwrap(), 20 << 18);
}

/// A broker in memory that also sends the chunks of the home to a channel.
struct Watched(Memory, Sender<Chunk>);

struct WatchedHome(Box<dyn HomeEnd>, Sender<Chunk>);

impl Broker for Watched {
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError> {
        let home = self.0.open(declaration)?;
        Ok(Box::new(WatchedHome(home, self.1.clone())))
    }

    fn join(&self) -> Result<Option<Membership>, BoxError> {
        self.0.join()
    }
}

impl HomeEnd for WatchedHome {
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError> {
        self.1.send(chunk.clone())?;
        self.0.send(chunk)
    }

    fn receive(&self, wait: Duration) -> Result<Vec<Reply>, BoxError> {
        self.0.receive(wait)
    }

    fn forget(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.0.forget(tickets)
    }

    fn end(&self, failure: Option<&str>) -> Result<(), BoxError> {
        self.0.end(failure)
    }
}

#[test]
fn a_chunk_of_several_items_has_at_most_256_kib() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |items: usize| -> Pipeline<'static, usize> {
        pipeline!(move || {
            let texts = generator(0..items)
                >> map(|at| "x".repeat(if at % 50 == 0 { 250_000 } else { at % 5000 }));
            let lengths = texts >> stage(at = "workers", |text: String| text.len());
            lengths >> sum::<usize>()
        })
    };
    let expected = declared(5000).run().unwrap();
    let (watch, sent) = unbounded();
    let job = Job::new(Watched(Memory::new(), watch));
    thread::scope(|threads| {
        let serving = threads.spawn(|| declared(0).serve_on(&job, "workers"));
        assert_eq!(declared(5000).run_on(&job).unwrap(), expected);
        serving.join().unwrap().unwrap();
    });
    let mut most = 0;
    for chunk in sent.try_iter() {
        // A chunk begins with the number of its items.
        let items = u32::from_le_bytes(*chunk.bytes.first_chunk().unwrap());
        let bytes = chunk.bytes.len();
        assert!(
            items == 1 || bytes <= 256 << 10,
            "{items} items, {bytes} bytes"
        );
        most = most.max(items);
    }
    assert!(most > 1);
}

#[test]
fn failures_that_are_skipped_are_counted_at_home() {
    let _watchdog = Watchdog::of_this_test();
    let declared = |numbers: u64| -> Pipeline<'static, usize> {
        pipeline!(move || {
            let numbers = generator(0..numbers);
            let odd = numbers
                >> fan_out(2, at = "workers", on_error = skip, |n: u64| {
                    if n % 3 == 0 { Err("no threes")? } else { n }
                });
            odd >> count()
        })
    };
    let job = pipeline::cluster::Job::new(Memory::with_faults(3));
    std::thread::scope(|threads| {
        threads.spawn(|| declared(0).serve_on(&job, "workers").unwrap());
        let context = pipeline::Context::new();
        let (value, report) = declared(3000).run_on_reported(&job, &context);
        assert_eq!(value.unwrap(), 2000);
        let stage = report.stage("odd").unwrap();
        assert_eq!(
            (stage.taken, stage.failed, stage.given),
            (3000, 1000, 2000),
            "{report}"
        );
        pipeline::testing::assert_conserved(&report);
    });
}
