//! Detects joins that could never end, because a run would wait for itself.
//!
//! A run ends after its bodies have ended. So a body must not wait for its own run, nor for a run
//! that waits for its own run. A run waits for another run in four cases:
//!
//! * One of its bodies calls `run`. The called run has the caller among its [`Callers`].
//! * One of its bodies joins a handle. The join is in [`JOINS`].
//! * It waits at its end for futures of the other run, its [orphans](crate::run::orphans). This is
//!   a join, too.
//! * One of its bodies polls the future of the other run. Both runs are in
//!   [`current`](crate::run::current).

use crate::context::{Callers, Context, RunId};
use crate::run::current;
use crate::sync::{Mutex, global, lock};

global! {
    /// The joins that bodies and ends of runs are waiting in.
    static JOINS: Mutex<Vec<Join>> = Mutex::new(Vec::new());
}

struct Join {
    /// Runs that cannot end before this join ends.
    waiting: Callers,
    target: RunId,
}

/// A guard for a waiting join. Its drop removes the join from [`JOINS`].
pub(crate) struct Joining {
    /// Identifies the join: the run that is joined. `None` if no run waits for the joining thread.
    /// Such a join is not in [`JOINS`].
    target: Option<RunId>,
}

/// The error of a join that would wait for the body that calls it.
pub(crate) struct WaitsForItself;

/// Registers a join. To be called before the current thread waits for the run of `target` to end.
pub(crate) fn join(target: &Context) -> Result<Joining, WaitsForItself> {
    let waiting = current::callers(target);
    if waiting.is_empty() {
        // No run waits for this thread.
        return Ok(Joining { target: None });
    }
    register(waiting, target)
}

/// Like [`join`], for a thread that ends the run of `own`.
pub(crate) fn join_at_end(own: &Context, target: &Context) -> Result<Joining, WaitsForItself> {
    let mut waiting = current::callers(target);
    waiting.extend(own.callers());
    waiting.insert(own.run_id());
    register(waiting, target)
}

fn register(waiting: Callers, target: &Context) -> Result<Joining, WaitsForItself> {
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

/// Returns whether the run of `target` waits for the body that the current thread is in.
#[cfg(feature = "tokio")]
pub(crate) fn is_own(target: &Context) -> bool {
    let waiting = current::callers(target);
    !waiting.is_empty() && all_that_wait(&waiting, &lock(&JOINS)).contains(&target.run_id())
}

/// Returns `waiting`, and all runs that wait for one of them in a join.
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
