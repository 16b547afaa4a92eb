//! Deadlines and quit channels, for which a run's own task waits beside its workers.

use std::io;
use std::task::Context as Task;

use crate::context::Context;
use crate::context::alarm::Watching;
use crate::context::clock::{Clock, Sleep};
use crate::context::time::End;
use crate::run::foreign;
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// Applies the deadlines and quit channels of a context.
pub(crate) struct Watch {
    context: Context,
    clock: Arc<Clock>,
    /// Number of changes to the context at the last look.
    seen: Option<u64>,
    /// The earliest deadline by each clock, and the wait for it.
    deadlines: Vec<(End, Sleep)>,
    quits: Option<Watching>,
}

impl Watch {
    pub(crate) fn new(context: &Context, clock: &Arc<Clock>) -> Self {
        Watch {
            context: context.clone(),
            clock: Arc::clone(clock),
            seen: None,
            deadlines: Vec::new(),
            quits: None,
        }
    }

    /// Applies the deadlines and quit channels that are due, and has the task woken for further
    /// ones.
    ///
    /// # Errors
    ///
    /// If there is a quit channel and no thread can be started to wait for it.
    pub(crate) fn poll(&mut self, task: &mut Task<'_>) -> io::Result<()> {
        let count = self.context.listen(task.waker());
        if self.seen.replace(count) != Some(count) && self.context.is_watched() {
            self.look(Instant::now())?;
        }
        while let Some(end) = self.poll_deadlines(task) {
            // A deadline has passed when its sleep says so. The sleep may be the user's own and
            // differ from the system's clock.
            self.look(end.of_system().unwrap_or_else(Instant::now))?;
        }
        Ok(())
    }

    /// Returns a deadline whose wait is over.
    fn poll_deadlines(&mut self, task: &mut Task<'_>) -> Option<End> {
        let mut deadlines = self.deadlines.iter_mut();
        let passed = deadlines.position(|(_, sleep)| sleep.as_mut().poll(task).is_ready())?;
        Some(self.deadlines.swap_remove(passed).0)
    }

    fn look(&mut self, now: Instant) -> io::Result<()> {
        self.context.look(now);
        if self.context.is_stopped() {
            self.deadlines.clear();
            self.quits = None;
            return Ok(());
        }
        let ends = self.context.ends();
        let known = self.deadlines.iter().map(|(end, _)| end);
        if !known.eq(&ends) {
            self.deadlines.clear();
            for end in ends {
                let sleep = self.clock.sleep_until(&end, now)?;
                self.deadlines.push((end, sleep));
            }
        }
        // The quit channels may have changed. Make the new watch before the old one is dropped, so
        // that the thread that waits for them does not end in between.
        let quits = Watching::of(&self.context)?;
        self.quits = quits;
        Ok(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // The user's sleep may panic when dropped.
        self.deadlines.drain(..).for_each(foreign::drop_quietly);
    }
}
