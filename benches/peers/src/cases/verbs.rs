//! A case for each verb that no other case measures.

use super::case;
use crate::case::{CROSSBEAM, Case, Language, Unit, crossbeam, declared, of_sizes};

pub(super) fn all() -> Vec<Case> {
    let mut cases = vec![
        verb("tee", 1_000_000, "A generator, a `tee`, two sums."),
        verb(
            "split",
            1_000_000,
            "A generator, a `split` into even and odd numbers, a trivial stage for each, a `fan_in`, a sum.",
        ),
        verb(
            "route",
            1_000_000,
            "A generator, a `route` to branches of two types, two sums.",
        ),
        verb("zip", 1_000_000, "Two generators, a sum of their products."),
        verb(
            "tee_zip",
            1_000_000,
            "A generator, a `tee`, a trivial stage for each branch, a sum of their products.",
        ),
        verb(
            "yields",
            500_000,
            "A generator, a body that yields three items for each, a sum. The time is that of three items.",
        ),
        verb(
            "receive",
            1_000_000,
            "A channel of crossbeam's that holds all items from the start, a sum.",
        ),
        verb(
            "batch_within",
            2_000_000,
            "A generator, and a sum of batches of 64, none of which times out.",
        ),
    ];
    cases.extend([by_key_4(), by_key_32()]);
    cases.extend([dead_letters_0(), dead_letters_10()]);
    cases.extend([feedback_1(), feedback_1000(), throttle(), start_stop()]);
    cases
}

fn verb(name: &'static str, items: u64, about: &str) -> Case {
    let mut programs = declared();
    programs.extend(crossbeam());
    case(name, about, items, programs)
}

fn by_key_4() -> Case {
    let about = "A generator, a `fan_out` by key over 4 workers, a sum. By hand, one more thread sends each item to the \
        channel of its worker.";
    verb("by_key_4", 500_000, about)
}

fn by_key_32() -> Case {
    let about = "`by_key_4` with 32 workers.";
    verb("by_key_32", 500_000, about)
}

fn dead_letters_0() -> Case {
    let about = "A generator, a stage that may fail, a sum, and a count of the failures, which are a stream of \
        their own. Here no item fails.";
    verb("dead_letters_0", 1_000_000, about)
}

fn dead_letters_10() -> Case {
    let about = "`dead_letters_0`, where every tenth item fails.";
    verb("dead_letters_10", 500_000, about)
}

fn feedback_1() -> Case {
    let about = "A loop of two hops in which one item goes round, and the time of one round. By hand: a count \
        of what is in flight, and an unbounded channel back.";
    verb("feedback_1", 30_000, about)
}

fn feedback_1000() -> Case {
    let about = "The same loop, in which a thousand items go round at once.";
    verb("feedback_1000", 300_000, about)
}

/// Without capacity for an item, each item costs a switch of threads, so these programs have few
/// items.
fn throttle() -> Case {
    let about = "A generator, a throttle that never has to wait, a sum. By default, `pipeline!` lets no item wait \
        before a throttle. So the default by hand is a capacity of 0 here, and both have few items.";
    let mut case = verb("throttle", 1_000_000, about);
    let hand_over = of_sizes(CROSSBEAM, Language::Rust, "crossbeam", &[0], "default");
    case.programs.extend(hand_over);
    for program in &mut case.programs {
        if program.size == 0 {
            program.items = 30_000;
        }
    }
    case
}

fn start_stop() -> Case {
    let about = "Pipelines of a generator, a stage and a sum with one item, one after the other. The CPU time of \
        all threads: what it costs to start three threads and to end them.";
    Case {
        unit: Unit::CpuMicroseconds,
        ..verb("start_stop", 5000, about)
    }
}
