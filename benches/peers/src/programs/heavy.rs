//! Work that is worth a thread: digests of files, and of blocks in memory. The result is the sum of
//! the first halves of the digests, so that the order does not matter.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread;

use crossbeam_channel::bounded;
use fast_md5::Md5;
use pipeline::pipeline;
use rayon::iter::{ParallelBridge, ParallelIterator};

use super::{Run, Sample, Task, timed};
use crate::machine::cores;
use crate::tree::Files;

/// The size of a read buffer and of a block. Large enough to make reads rare, small enough for a
/// core's cache.
const BUFFER: usize = 64 * 1024;

/// Number of blocks: more than caches hold. The items go through the blocks again and again.
const BLOCKS: usize = 1024;

pub(super) fn tree(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| timed(|| tree_by_default(&task.tree)),
        "bounded" => |task| timed(|| tree_bounded(&task.tree, task.size)),
        "crossbeam" => |task| timed(|| by_hand(Files::of(&task.tree), task.size, file_digester)),
        "rayon" => |task| timed(|| on_rayon(Files::of(&task.tree), file_digester)),
        "plain" => |task| timed(|| wrapping_sum(Files::of(&task.tree).map(file_digester()))),
        _ => return None,
    })
}

pub(super) fn blocks(variant: &str) -> Option<Run> {
    Some(match variant {
        "default" => |task| on_blocks(task, blocks_by_default),
        "bounded" => |task| on_blocks(task, blocks_bounded),
        "crossbeam" => |task| on_blocks(task, |items, size| by_hand(items, size, || digest)),
        "rayon" => |task| on_blocks(task, |items, _| on_rayon(items, || digest)),
        "plain" => |task| on_blocks(task, |items, _| wrapping_sum(items.map(digest))),
        _ => return None,
    })
}

fn tree_by_default(tree: &Path) -> u64 {
    let sum = pipeline!({
        let files = generator(Files::of(tree));
        let digests = files >> fan_out(cores(), { file_digester() });
        digests >> sink(wrapping_sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn tree_bounded(tree: &Path, capacity: usize) -> u64 {
    let sum = pipeline!({
        let files = generator(capacity = capacity, Files::of(tree));
        let digests = files >> fan_out(cores(), capacity = capacity, { file_digester() });
        digests >> sink(wrapping_sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn blocks_by_default(blocks: Items<'_>, _: usize) -> u64 {
    let sum = pipeline!({
        let digests = generator(blocks) >> fan_out(cores(), digest);
        digests >> sink(wrapping_sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

fn blocks_bounded(blocks: Items<'_>, capacity: usize) -> u64 {
    let sum = pipeline!({
        let blocks = generator(capacity = capacity, blocks);
        let digests = blocks >> fan_out(cores(), capacity = capacity, digest);
        digests >> sink(wrapping_sum)
    })
    .run();
    sum.expect("nothing in it fails")
}

/// Each worker makes a digester of its own.
fn by_hand<T: Send, D: FnMut(T) -> u64>(
    items: impl Iterator<Item = T> + Send,
    capacity: usize,
    digester: impl Fn() -> D + Sync,
) -> u64 {
    let (to_items, received) = bounded(capacity);
    let (to_digests, digests) = bounded(capacity);
    let digester = &digester;
    thread::scope(|scope| {
        scope.spawn(move || {
            items
                .map(|item| to_items.send(item))
                .all(|sent| sent.is_ok())
        });
        for _ in 0..cores() {
            let (received, to_digests) = (received.clone(), to_digests.clone());
            scope.spawn(move || {
                let digests = received.iter().map(digester());
                digests
                    .map(|digest| to_digests.send(digest))
                    .all(|sent| sent.is_ok())
            });
        }
        drop((received, to_digests));
        let sum = scope.spawn(move || wrapping_sum(digests.iter()));
        sum.join().expect("nothing in it panics")
    })
}

/// On rayon's global pool, which has a thread for each core.
fn on_rayon<T: Send, D: FnMut(T) -> u64>(
    items: impl Iterator<Item = T> + Send,
    digester: impl Fn() -> D + Send + Sync,
) -> u64 {
    let digests = items
        .par_bridge()
        .map_init(digester, |digest, item| digest(item));
    digests.reduce(|| 0, u64::wrapping_add)
}

fn wrapping_sum(digests: impl Iterator<Item = u64>) -> u64 {
    digests.fold(0, u64::wrapping_add)
}

/// Returns a function that digests files, with a buffer of its own.
fn file_digester() -> impl FnMut(PathBuf) -> u64 {
    let mut buffer = vec![0; BUFFER];
    move |path| {
        let mut file = File::open(path).expect("the tree can be read");
        let mut md5 = Md5::new();
        loop {
            match file.read(&mut buffer).expect("the tree can be read") {
                0 => return half(md5.finalize()),
                length => md5.update(&buffer[..length]),
            }
        }
    }
}

fn digest(block: &[u8]) -> u64 {
    half(fast_md5::digest(block))
}

fn half(digest: [u8; 16]) -> u64 {
    let (half, _) = digest.split_first_chunk().expect("it has 16 bytes");
    u64::from_be_bytes(*half)
}

/// The blocks, repeated for as many items as there are.
type Items<'b> = Box<dyn Iterator<Item = &'b [u8]> + Send + 'b>;

fn on_blocks(task: &Task, work: fn(Items<'_>, usize) -> u64) -> Sample {
    let made = make_blocks();
    let items = usize::try_from(task.items).expect("they can be counted");
    let blocks = made.chunks(BUFFER).cycle().take(items);
    timed(|| work(Box::new(blocks), task.size))
}

/// Makes the same bytes as the programs in Go.
fn make_blocks() -> Vec<u8> {
    let mut state = 1_u64;
    let words = (0..BLOCKS * BUFFER / 8).flat_map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005);
        state = state.wrapping_add(1_442_695_040_888_963_407);
        state.to_le_bytes()
    });
    words.collect()
}
