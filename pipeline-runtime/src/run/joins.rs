//! Knows which run waits for which, so that no thread waits for itself.
//!
//! A run ends after its bodies have ended. So a body must not wait for its own run, nor for a run that waits
//! for its own run. A run waits for another in three cases:
//!
//! * One of its bodies calls `run`: the called run has it among its [`Callers`].
//! * One of its bodies joins a handle: the join is in [`JOINS`].
//! * One of its bodies polls the future of the other: [`current`](crate::run::current) has both.

use crate::context::{Callers, Context, RunId};
use crate::run::current;
use crate::sync::{Mutex, global, lock};

global! {
    /// Bodies that wait in a join.
    static JOINS: Mutex<Vec<Join>> = Mutex::new(Vec::new());
}

struct Join {
    /// The runs that cannot end before this join ends.
    waiting: Callers,
    target: RunId,
}

/// A join that waits. Its drop takes it out of [`JOINS`].
pub(crate) struct Joining {
    /// The run that is joined, which identifies the join. None outside of any body: then it is not in
    /// [`JOINS`].
    target: Option<RunId>,
}

/// The join would wait for the body that it is made in.
pub(crate) struct WaitsForItself;

/// To be called before the current thread waits for the end of the run of `target`.
pub(crate) fn join(target: &Context) -> Result<Joining, WaitsForItself> {
    let waiting = current::callers(target);
    if waiting.is_empty() {
        // No run waits for this thread.
        return Ok(Joining { target: None });
    }
    let mut joins = lock(&JOINS);
    if all_that_wait(&waiting, &joins).contains(&target.run_id()) {
        return Err(WaitsForItself);
    }
    let target = target.run_id();
    joins.push(Join { waiting, target });
    Ok(Joining {
        target: Some(target),
    })
}

/// Whether the run of `target` waits for the body that the current thread is in.
#[cfg_attr(
    not(feature = "tokio"),
    allow(dead_code, reason = "tasks have it called")
)]
pub(crate) fn is_own(target: &Context) -> bool {
    let waiting = current::callers(target);
    !waiting.is_empty() && all_that_wait(&waiting, &lock(&JOINS)).contains(&target.run_id())
}

/// `waiting`, and all runs that wait for one of them in a join.
fn all_that_wait(waiting: &Callers, joins: &[Join]) -> Callers {
    let mut all = waiting.clone();
    loop {
        let known = all.len();
        for join in joins {
            if all.contains(&join.target) {
                all.extend(&join.waiting);
            }
        }
        if all.len() == known {
            return all;
        }
    }
}

impl Drop for Joining {
    fn drop(&mut self) {
        if let Some(target) = self.target {
            lock(&JOINS).retain(|join| join.target != target);
        }
    }
}
