//! A case for each verb, as an async pipeline in one task.

use super::case;
use crate::case::{COMBINATORS, Case, ON_FUTURES, Program, Unit, by_hand, declared};

pub(super) fn all() -> Vec<Case> {
    vec![
        with_combinators(verb("task_one_to_one", 2_000_000)),
        with_combinators(verb("task_fan_in_2", 2_000_000)),
        verb("task_tee", 1_000_000),
        verb("task_split", 1_000_000),
        verb("task_route", 1_000_000),
        with_combinators(verb("task_zip", 1_000_000)),
        verb("task_tee_zip", 500_000),
        with_combinators(verb("task_yields", 500_000)),
        with_combinators(verb("task_receive", 2_000_000)),
        verb("task_batch_within", 1_000_000),
        verb("task_dead_letters_0", 1_000_000),
        verb("task_dead_letters_10", 1_000_000),
        verb("task_feedback_1", 500_000),
        verb("task_feedback_1000", 500_000),
        throttle(),
        start_stop(),
    ]
}

/// Makes a case. The name is `task_` and the name of the case on threads.
fn verb(name: &'static str, items: u64) -> Case {
    let on_threads = name.trim_start_matches("task_");
    let about = format!(
        "[{on_threads}](#{on_threads}) as futures in one task: `pipeline!(async {{ … }}).run().await`, and by \
        hand on channels of `futures`, joined."
    );
    let programs = programs![declared(), by_hand(ON_FUTURES, "futures")];
    Case {
        by_hand: ON_FUTURES,
        ..case(name, &about, items, programs)
    }
}

/// Adds the combinators of `futures`, for a verb that they have. They need no channel.
fn with_combinators(case: Case) -> Case {
    with(case, Program::single(COMBINATORS, "combinators"))
}

fn with(mut case: Case, program: Program) -> Case {
    let items = case.programs[0].items;
    case.programs.push(Program { items, ..program });
    case
}

/// The default program by hand has a channel for one item, the smallest capacity that such a
/// channel can have.
fn throttle() -> Case {
    let by_hand = Program::single(ON_FUTURES, "futures").set(1, "default");
    with(verb("task_throttle", 500_000), by_hand)
}

fn start_stop() -> Case {
    Case {
        unit: Unit::CpuMicroseconds,
        ..verb("task_start_stop", 100_000)
    }
}
