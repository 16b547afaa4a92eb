//! The home of a job: its stages at other places, and the threads that call the broker for them.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::broker::{Chunk, HomeEnd, Reply};
use super::job::Job;
use super::message::RemoteFailure;
use super::process::ProcessRun;
use super::queue::{CallQueue, FromQueue};
use super::trouble::Trouble;
use crate::context::Context;
use crate::run::error::BoxError;
use crate::sync::{Arc, Mutex, lock};

/// How long a call of the broker waits. The end of a run waits for that call.
const WAIT: Duration = Duration::from_millis(50);

/// State shared by the run at home and the threads that call the broker.
pub(crate) struct HomeRun {
    process: Arc<ProcessRun>,
    ports: Mutex<Vec<Arc<HomePort>>>,
    /// Chunks to send.
    outgoing: CallQueue<Chunk>,
    end: Mutex<Option<Arc<dyn HomeEnd>>>,
}

impl HomeRun {
    pub(crate) fn new(job: &Job, graph: String, context: &Context) -> Arc<Self> {
        Arc::new(HomeRun {
            process: ProcessRun::new(job, graph, context),
            ports: Mutex::default(),
            outgoing: CallQueue::new(),
            end: Mutex::default(),
        })
    }

    /// Adds a stage at another place, which `line` declares.
    pub(crate) fn port(self: &Arc<Self>, stage: &'static str, line: &str) -> Arc<HomePort> {
        let port = Arc::new(HomePort {
            stage,
            home: Arc::clone(self),
            inbox: Mutex::default(),
        });
        lock(&self.ports).push(Arc::clone(&port));
        self.process.declare(line);
        port
    }

    /// Opens the job, after all stages are known, even if a stage has failed already: processes
    /// that wait for this job then learn how it has ended.
    pub(super) fn begin(self: &Arc<Self>) {
        self.process.start(self, "cluster", Self::open);
    }

    /// Opens the job. Then another thread sends, and this one receives.
    fn open(self: &Arc<Self>) -> Result<(), BoxError> {
        let broker = self.process.job.broker();
        let end: Arc<dyn HomeEnd> = broker.open(&self.process.declaration())?.into();
        *lock(&self.end) = Some(Arc::clone(&end));
        let sending = Arc::clone(&end);
        self.process
            .start(self, "cluster sends", move |home| home.send_all(&*sending));
        self.receive_all(&*end)
    }

    fn send_all(&self, end: &dyn HomeEnd) -> Result<(), BoxError> {
        while !self.process.has_ended() {
            match self.outgoing.take(WAIT) {
                FromQueue::Item(chunk) => end.send(&chunk)?,
                FromQueue::Nothing => {}
                FromQueue::Closed => break,
            }
        }
        Ok(())
    }

    fn receive_all(&self, end: &dyn HomeEnd) -> Result<(), BoxError> {
        let mut used = Vec::new();
        while !self.process.has_ended() {
            for reply in end.receive(WAIT)? {
                match reply {
                    Reply::Made { chunk, ticket } => {
                        self.accept(chunk);
                        used.push(ticket);
                    }
                    Reply::Failed { failure, ticket } => {
                        let failure = RemoteFailure::from_bytes(&failure);
                        self.process.fail(Trouble::Elsewhere(failure));
                        used.push(ticket);
                    }
                }
            }
            // Each reply counts once, so a reply that arrives again does no harm.
            if !used.is_empty() && end.forget(&used).is_ok() {
                used.clear();
            }
        }
        Ok(())
    }

    fn accept(&self, chunk: Chunk) {
        let port = {
            let ports = lock(&self.ports);
            ports.iter().find(|port| port.stage == chunk.stage).cloned()
        };
        if let Some(port) = port {
            port.accept(chunk.number, chunk.bytes);
        }
    }

    /// Takes the trouble outside of this process's stages, if there was any.
    pub(crate) fn take_trouble(&self) -> Option<Trouble> {
        self.process.take_trouble()
    }

    /// Ends the threads after the run, and then the job.
    pub(crate) fn close(&self, failure: Option<&str>) {
        if !self.process.end() {
            return;
        }
        self.outgoing.close();
        self.process.join();
        let end = lock(&self.end).take();
        if let Some(end) = end {
            // If the broker is out of reach, the other processes see that the home is gone.
            drop(end.end(failure));
        }
        // Ports and the home own each other, so this breaks the cycle.
        let ports = mem::take(&mut *lock(&self.ports));
        drop(ports);
    }
}

/// A stage at another place, as its worker at home sees it.
pub(crate) struct HomePort {
    stage: &'static str,
    home: Arc<HomeRun>,
    inbox: Mutex<ReplyInbox>,
}

#[derive(Default)]
struct ReplyInbox {
    /// Numbers of the chunks without a reply.
    open: BTreeSet<u64>,
    replies: BTreeMap<u64, Vec<u8>>,
    /// Number of replies to chunks that already had one.
    repeated: u64,
    waker: Option<Waker>,
}

impl HomePort {
    pub(crate) fn send(&self, number: u64, bytes: Vec<u8>) {
        lock(&self.inbox).open.insert(number);
        let stage = self.stage.to_owned();
        self.home.outgoing.push(Chunk {
            stage,
            number,
            bytes,
        });
    }

    /// Stores the first reply to a chunk, and counts further ones.
    fn accept(&self, number: u64, bytes: Vec<u8>) {
        let waker = {
            let mut inbox = lock(&self.inbox);
            if !inbox.open.remove(&number) {
                inbox.repeated += 1;
                return;
            }
            inbox.replies.insert(number, bytes);
            inbox.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Returns how many replies were dropped since the last call, because their chunks already had
    /// one.
    pub(crate) fn take_repeated(&self) -> u64 {
        mem::take(&mut lock(&self.inbox).repeated)
    }

    /// Returns a reply: to the chunk with this number, or to any chunk.
    pub(crate) fn poll_reply(
        &self,
        number: Option<u64>,
        waker: Option<&Waker>,
    ) -> Poll<(u64, Vec<u8>)> {
        // Wakers are foreign code: they are cloned and dropped without a lock.
        let mut waker = waker.cloned();
        let reply = {
            let mut inbox = lock(&self.inbox);
            let reply = match number {
                Some(number) => inbox.replies.remove_entry(&number),
                None => inbox.replies.pop_first(),
            };
            if reply.is_none() && waker.is_some() {
                mem::swap(&mut inbox.waker, &mut waker);
            }
            reply
        };
        drop(waker);
        reply.map_or(Poll::Pending, Poll::Ready)
    }

    pub(crate) fn fail(&self, error: BoxError) {
        let stage = self.stage.to_owned();
        self.home.process.fail(Trouble::Item { stage, error });
    }
}
