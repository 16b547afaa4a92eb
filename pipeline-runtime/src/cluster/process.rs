//! What the run of each process of a job has: why it cannot go on, and the threads that call the broker.

use std::panic::{self, AssertUnwindSafe};

use super::job::Job;
use super::trouble::Trouble;
use crate::context::Context;
use crate::error::BoxError;
use crate::sync::stack::Stack;
use crate::sync::thread::{self, JoinHandle};
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

/// The run of a process, at home or at a place.
pub(super) struct ProcessRun {
    pub(super) job: Job,
    pub(super) context: Context,
    /// What the process declares, line by line.
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

    /// A stage at a place, as `line` declares it.
    pub(super) fn declare(&self, line: &str) {
        let mut declaration = lock(&self.declaration);
        declaration.push('\n');
        declaration.push_str(line);
    }

    pub(super) fn declaration(&self) -> String {
        lock(&self.declaration).clone()
    }

    /// Starts a thread that calls the broker. What goes wrong on it, or that there is none, ends the run.
    pub(super) fn start(
        self: &Arc<Self>,
        name: &str,
        call: impl FnOnce() -> Result<(), BoxError> + Send + 'static,
    ) {
        let process = Arc::clone(self);
        let live = move || match panic::catch_unwind(AssertUnwindSafe(call)) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => process.fail(Trouble::Broker(error)),
            Err(_) => process.fail(Trouble::of_broker("the broker's code panicked")),
        };
        match thread::spawn(name.to_owned(), Stack::default(), live) {
            Ok(thread) => lock(&self.threads).push(thread),
            Err(error) => self.fail(Trouble::of_broker(error)),
        }
    }

    /// Ends the run with that cause, unless it ends already.
    pub(super) fn fail(&self, trouble: Trouble) {
        if !self.context.is_stopped() {
            lock(&self.trouble).get_or_insert(trouble);
            self.context.cancel();
        }
    }

    /// What went wrong outside of its stages, if something did.
    pub(super) fn take_trouble(&self) -> Option<Trouble> {
        lock(&self.trouble).take()
    }

    /// Whether the run has ended, so that its threads are to end.
    pub(super) fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
    }

    /// The run has ended. Whether this was the first to say so.
    pub(super) fn end(&self) -> bool {
        !self.has_ended.swap(true, Ordering::AcqRel)
    }

    /// Waits until all threads have ended, those too that others of them have started. A thread that calls this itself, as in
    /// a waker, ends by itself.
    pub(super) fn join(&self) {
        while let Some(thread) = { lock(&self.threads).pop() } {
            if !thread.is_current() {
                let joined = thread.join();
                debug_assert!(joined.is_ok(), "they catch their panics");
            }
        }
    }
}
