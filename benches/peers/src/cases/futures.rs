//! The cases of async pipelines.

use super::{case, plain};
use crate::case::{Case, Language, ON_FUTURES, PIPELINE, Program, by_hand, declared, of_sizes};

const ON_TOKIO: &str = "tokio mpsc by hand";

pub(super) fn all() -> Vec<Case> {
    let mut cases = vec![async_task(), async_spawned()];
    cases.extend(fan_outs());
    cases.push(fetch_ordered());
    cases
}

fn async_task() -> Case {
    let about = "`light` as futures, all of them in one task: `pipeline!(async { … }).run().await`, and \
        by hand on channels, joined.";
    let programs = programs![
        declared(),
        by_hand(ON_FUTURES, "futures"),
        by_hand(ON_TOKIO, "tokio"),
        plain(),
    ];
    Case {
        by_hand: ON_FUTURES,
        ..case("async_task", about, 1_000_000, programs)
    }
}

fn async_spawned() -> Case {
    let about = "`light` as tasks on two threads of tokio's: `pipeline!(async move { … }).spawn()`, and \
        by hand on its channels.";
    let programs = programs![declared(), by_hand(ON_TOKIO, "tokio")];
    Case {
        by_hand: ON_TOKIO,
        ..case("async_spawned", about, 1_000_000, programs)
    }
}

/// Numbers of items that a fan-out works on at the same time.
const AT_ONCE: [usize; 2] = [4, 64];

fn fan_outs() -> [Case; 4] {
    let ordered = "`fan_out(n, ordered, …)` in one task, beside `buffered(n)` of `futures`.";
    let unordered = "`fan_out(n, …)` in one task, beside `buffer_unordered(n)` of `futures`.";
    let ready = "The bodies are ready at once.";
    let yielding = "Each body yields to the executor once.";
    let fan_out = |name, by_hand, about, bodies| {
        let about = format!("{about} {bodies}");
        let programs = programs![of_n(PIPELINE, "default"), of_n(by_hand, "futures")];
        Case {
            by_hand,
            ..case(name, &about, 1_000_000, programs)
        }
    };
    let (buffered, buffer_unordered) = ("futures buffered", "futures buffer_unordered");
    [
        fan_out("buffered_ready", buffered, ordered, ready),
        fan_out("buffered_yielding", buffered, ordered, yielding),
        fan_out("unordered_ready", buffer_unordered, unordered, ready),
        fan_out("unordered_yielding", buffer_unordered, unordered, yielding),
    ]
}

fn fetch_ordered() -> Case {
    let about = "Fetches in one task of tokio's, whose results are wanted in order: `fan_out(n, ordered, …)`, beside \
        `buffered(n)` of `futures`. An answer comes after a millisecond, and one of sixteen after eight. While \
        that one is awaited, `buffered` holds its place and those of all answers after it.";
    let by_hand = "futures buffered";
    let programs = programs![of_n(PIPELINE, "default"), of_n(by_hand, "futures")];
    Case {
        by_hand,
        ..case("fetch_ordered", about, 10_000, programs)
    }
}

fn of_n(peer: &'static str, variant: &'static str) -> Vec<Program> {
    of_sizes(peer, Language::Rust, variant, &AT_ONCE, "n = N")
}
