//! Which run waits for which, so that no thread waits for itself.
//!
//! A run ends after its bodies have. So a body must not wait for its own run, nor for one that waits for
//! its own run. Three things make a run wait for another: a body calls `run`, whose [`Callers`] are then
//! known; a body joins a handle, which is noted here; and a body is polled inside another's poll.

use std::collections::BTreeSet;

use crate::context::Context;
use crate::current;
use crate::sync::{Mutex, global, lock};

/// The number of a run: 0 is none.
pub(crate) type RunId = u64;

/// The runs in whose bodies a run was started by a call that waits for it.
pub(crate) type Callers = BTreeSet<RunId>;

global! {
    /// Bodies that wait in a join.
    static JOINS: Mutex<Vec<Join>> = Mutex::new(Vec::new());
}

struct Join {
    /// The runs that do not end before this join does.
    waiting: Callers,
    target: RunId,
}

/// A join that goes on.
pub(crate) struct Joining {
    /// Where it is noted, if it is made in a body: by the target, which nobody else joins.
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

/// `waiting`, and the runs that wait in a join for one of these.
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
