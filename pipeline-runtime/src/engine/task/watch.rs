//! What a run's own task waits for beside its workers: deadlines, and channels that stop it.

use std::io;
use std::task::Context as Task;

use crate::context::Context;
use crate::context::alarm::Watching;
use crate::context::clock::{Clock, Sleep};
use crate::context::time::End;
use crate::run::foreign;
use crate::sync::Arc;
use crate::sync::thread::Instant;

/// Lets the deadlines and quit channels of a context act.
pub(crate) struct Watch {
    context: Context,
    clock: Arc<Clock>,
    /// How often there was something new when it last looked.
    seen: Option<u64>,
    /// The earliest by each clock, and the wait for it.
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

    /// Acts on what there is, and has the task woken for what comes.
    ///
    /// # Errors
    ///
    /// There is a quit channel, and no thread to be had that waits for it.
    pub(crate) fn poll(&mut self, task: &mut Task<'_>) -> io::Result<()> {
        let count = self.context.listen(task.waker());
        if self.seen.replace(count) != Some(count) && self.context.is_watched() {
            self.look(Instant::now())?;
        }
        while let Some(end) = self.poll_deadlines(task) {
            // It is what its sleep says, which may be as the user told it, and not by the system.
            self.look(end.of_system().unwrap_or_else(Instant::now))?;
        }
        Ok(())
    }

    /// A deadline whose wait is over.
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
        // There may be others than before, and the thread is to go on meanwhile.
        let quits = Watching::of(&self.context)?;
        self.quits = quits;
        Ok(())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // A user's sleep is foreign code.
        self.deadlines.drain(..).for_each(foreign::drop_quietly);
    }
}
