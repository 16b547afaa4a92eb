//! Lines of logs: 20 texts are read line by line, parsed and filtered by two workers, and counted.
//! The items are strings, as in a program that reads files. The texts are in memory, so that no
//! program waits for a disk.

use std::collections::HashMap;
use std::fmt::Write;
use std::io::BufRead;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use pipeline::pipeline;
use rayon::iter::{ParallelBridge, ParallelIterator};

use super::{Run, Sample, Task, timed};

const TEXTS: u64 = 20;
const WORKERS: usize = 2;
/// Number of batches that may wait in each channel.
const BATCHES: usize = 8;

pub(super) fn program(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| on_texts(task, default),
        "bounded" => |task| on_texts(task, |texts| bounded_by(texts, task.size)),
        "batched" => |task| on_texts(task, |texts| batched(texts, task.size)),
        "texts" => |task| on_texts(task, a_text_for_each_worker),
        "crossbeam" => |task| on_texts(task, |texts| by_hand(lines(texts), task.size, parse)),
        "batches" => |task| on_texts(task, |texts| batches_by_hand(texts, task.size)),
        "rayon" => |task| on_texts(task, on_rayon),
        "plain" => |task| on_texts(task, |texts| count(lines(texts).filter_map(parse))),
        _ => return None,
    })
}

/// Runs `program` on texts with `task.items` lines in total.
fn on_texts(task: &Task, program: impl FnOnce(&[String]) -> u64) -> Sample {
    let texts: Vec<String> = (0..TEXTS)
        .map(|text| write(text, task.items / TEXTS))
        .collect();
    timed(|| program(&texts))
}

fn write(text: u64, lines: u64) -> String {
    let mut written = String::new();
    for line in text * lines..(text + 1) * lines {
        let noise = line.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let level = ["DEBUG", "INFO", "INFO", "INFO", "WARN", "ERROR"][noise as usize % 6];
        let (status, bytes) = (200 + noise % 5 * 100, noise % 100_000);
        let (minute, second) = (line / 60 % 60, line % 60);
        writeln!(
            written,
            "2026-11-30T08:{minute:02}:{second:02}Z {level} service=api status={status} bytes={bytes}"
        )
        .expect("a string has room");
    }
    written
}

fn lines(texts: &[String]) -> impl Iterator<Item = String> + Send {
    let lines = texts.iter().flat_map(|text| text.as_bytes().lines());
    lines.map(|line| line.expect("it is text"))
}

/// The parts of a line that are kept.
#[derive(Clone, Copy)]
struct Entry {
    is_error: bool,
    status: u64,
    bytes: u64,
}

/// Returns the entry of a line, if the line is a warning or an error.
#[expect(clippy::needless_pass_by_value, reason = "as the items come")]
fn parse(line: String) -> Option<Entry> {
    let mut words = line.split(' ').skip(1);
    let level = words.next()?;
    if level != "WARN" && level != "ERROR" {
        return None;
    }
    let mut number = |name| words.find_map(|word| word.strip_prefix(name)?.parse().ok());
    Some(Entry {
        is_error: level == "ERROR",
        status: number("status=")?,
        bytes: number("bytes=")?,
    })
}

fn count(entries: impl Iterator<Item = Entry>) -> u64 {
    entries.fold(0, add)
}

/// A sum that does not depend on the order, because rayon keeps none.
fn add(sum: u64, entry: Entry) -> u64 {
    sum + entry.status * entry.bytes + u64::from(entry.is_error)
}

fn default(texts: &[String]) -> u64 {
    let sum = pipeline!({
        let lines = generator(lines(texts));
        let entries = lines >> fan_out(WORKERS, ordered, parse);
        entries >> flatten() >> fold(0, add)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn bounded_by(texts: &[String], capacity: usize) -> u64 {
    let sum = pipeline!({
        let lines = generator(capacity = capacity, lines(texts));
        let entries = lines >> fan_out(WORKERS, ordered, capacity = capacity, parse);
        entries >> flatten() >> fold(0, add)
    })
    .run();
    sum.expect("nothing in it fails")
}

/// Sends `size` lines together.
fn batched(texts: &[String], size: usize) -> u64 {
    let sum = pipeline!({
        let batches = generator(lines(texts)) >> batch(size);
        let entries = batches
            >> fan_out(WORKERS, ordered, |lines| {
                lines.into_iter().filter_map(parse).collect::<Vec<_>>()
            });
        entries >> flatten() >> fold(0, add)
    })
    .run();
    sum.expect("nothing in it fails")
}

/// Each worker also reads its text.
fn a_text_for_each_worker(texts: &[String]) -> u64 {
    let sum = pipeline!({
        let entries = generator(texts.chunks(1))
            >> fan_out(WORKERS, ordered, |text| {
                for line in lines(text) {
                    if let Some(entry) = parse(line) {
                        yield entry;
                    }
                }
            });
        entries >> fold(0, add)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn on_rayon(texts: &[String]) -> u64 {
    let entries = lines(texts).par_bridge().filter_map(parse);
    entries.fold(|| 0, add).sum()
}

/// Uses sequence numbers, and a map of the items that came too early. Nothing bounds the map.
fn by_hand<I, O>(
    items: impl Iterator<Item = I> + Send,
    capacity: usize,
    work: impl Fn(I) -> O + Sync,
) -> u64
where
    I: Send,
    O: IntoIterator<Item = Entry> + Send,
{
    let (to_items, items_in) = bounded(capacity);
    let (to_made, made) = bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in items.enumerate() {
                if to_items.send(item).is_err() {
                    break;
                }
            }
        });
        for _ in 0..WORKERS {
            let (items, to_made, work) = (items_in.clone(), to_made.clone(), &work);
            scope.spawn(move || work_on(&items, &to_made, work));
        }
        drop((items_in, to_made));
        let sum = scope.spawn(move || count(in_order(&made).flatten()));
        sum.join().expect("nothing in it panics")
    })
}

fn work_on<I, O>(items: &Receiver<(usize, I)>, to: &Sender<(usize, O)>, work: impl Fn(I) -> O) {
    for (place, item) in items {
        if to.send((place, work(item))).is_err() {
            break;
        }
    }
}

fn in_order<O>(made: &Receiver<(usize, O)>) -> impl Iterator<Item = O> {
    let (mut early, mut next) = (HashMap::new(), 0);
    std::iter::from_fn(move || {
        loop {
            if let Some(item) = early.remove(&next) {
                next += 1;
                return Some(item);
            }
            let (place, item) = made.recv().ok()?;
            early.insert(place, item);
        }
    })
}

fn batches_by_hand(texts: &[String], size: usize) -> u64 {
    let mut lines = lines(texts);
    let batches = std::iter::from_fn(move || {
        let batch: Vec<_> = lines.by_ref().take(size).collect();
        (!batch.is_empty()).then_some(batch)
    });
    by_hand(batches, BATCHES, |lines| {
        lines.into_iter().filter_map(parse).collect::<Vec<_>>()
    })
}
