//! The run of a process of a job: why it cannot continue, and the threads that call the broker.

use std::panic::{self, AssertUnwindSafe};

use super::job::Job;
use super::trouble::Trouble;
use crate::context::Context;
use crate::run::error::BoxError;
use crate::sync::stack::Stack;
use crate::sync::thread::{self, JoinHandle};
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

/// The run of a process, at home or at a place.
pub(super) struct ProcessRun {
    pub(super) job: Job,
    pub(super) context: Context,
    /// The declaration of the process, line by line.
    declaration: Mutex<String>,
    trouble: Mutex<Option<Trouble>>,
    has_ended: AtomicBool,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl ProcessRun {
    pub(super) fn new(job: &Job, graph: String, context: &Context) -> Arc<Self> {
        Arc::new(ProcessRun {
            job: job.clone(),
            context: context.clone(),
            declaration: Mutex::new(graph),
            trouble: Mutex::default(),
            has_ended: AtomicBool::new(false),
            threads: Mutex::default(),
        })
    }

    /// Adds the line that declares a stage at a place.
    pub(super) fn declare(&self, line: &str) {
        let mut declaration = lock(&self.declaration);
        declaration.push('\n');
        declaration.push_str(line);
    }

    pub(super) fn declaration(&self) -> String {
        lock(&self.declaration).clone()
    }

    /// Starts a thread that calls the broker for `run`, the home or place of this process. If the
    /// thread fails or cannot be started, the run ends.
    pub(super) fn start<R: Send + Sync + 'static>(
        self: &Arc<Self>,
        run: &Arc<R>,
        name: &str,
        call: impl FnOnce(&Arc<R>) -> Result<(), BoxError> + Send + 'static,
    ) {
        let (process, run) = (Arc::clone(self), Arc::clone(run));
        let live = move || match panic::catch_unwind(AssertUnwindSafe(|| call(&run))) {
            Ok(called) => process.check(called),
            Err(_) => process.fail(Trouble::of_broker("the broker's code panicked")),
        };
        match thread::spawn(name.to_owned(), Stack::default(), live) {
            Ok(thread) => lock(&self.threads).push(thread),
            Err(error) => self.fail(Trouble::of_broker(error)),
        }
    }

    /// Ends the run if a call of the broker failed. To be called before the stages can notice that
    /// nothing more comes: otherwise the run could end before its cause is known.
    pub(super) fn check(&self, called: Result<(), BoxError>) {
        if let Err(error) = called {
            self.fail(Trouble::Broker(error));
        }
    }

    /// Ends the run with this cause, unless it is ending already.
    pub(super) fn fail(&self, trouble: Trouble) {
        if !self.context.is_stopped() {
            lock(&self.trouble).get_or_insert(trouble);
            self.context.cancel();
        }
    }

    /// Takes the trouble outside of this process's stages, if there was any.
    pub(super) fn take_trouble(&self) -> Option<Trouble> {
        lock(&self.trouble).take()
    }

    /// Returns whether the run has ended, so that its threads must end.
    pub(super) fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
    }

    /// Marks the run as ended. Returns whether this was the first call.
    pub(super) fn end(&self) -> bool {
        !self.has_ended.swap(true, Ordering::AcqRel)
    }

    /// Waits until all threads have ended, including those that other threads have started. A
    /// thread that calls this itself, as in a waker, is not waited for.
    pub(super) fn join(&self) {
        while let Some(thread) = { lock(&self.threads).pop() } {
            if !thread.is_current() {
                let joined = thread.join();
                debug_assert!(joined.is_ok(), "they catch their panics");
            }
        }
    }
}
