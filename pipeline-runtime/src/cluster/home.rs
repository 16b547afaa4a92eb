//! The home of a job: its stages at other places, and the threads that call the broker for them.

use std::collections::{BTreeMap, BTreeSet};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::broker::{Chunk, HomeEnd, Reply};
use super::job::Job;
use super::message::RemoteFailure;
use super::queue::{CallQueue, FromQueue};
use super::trouble::Trouble;
use crate::context::Context;
use crate::error::BoxError;
use crate::sync::stack::Stack;
use crate::sync::thread::{self, JoinHandle};
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

/// How long a call of the broker waits. A run that ends waits for it.
const WAIT: Duration = Duration::from_millis(100);

/// What a home run shares with the threads that call the broker.
pub(crate) struct HomeRun {
    job: Job,
    context: Context,
    /// What the run declares, line by line.
    declaration: Mutex<String>,
    ports: Mutex<Vec<Arc<HomePort>>>,
    /// Chunks to be sent.
    outgoing: CallQueue<Chunk>,
    trouble: Mutex<Option<Trouble>>,
    has_ended: AtomicBool,
    threads: Mutex<Vec<JoinHandle<()>>>,
    end: Mutex<Option<Arc<dyn HomeEnd>>>,
}

impl HomeRun {
    pub(crate) fn new(job: &Job, graph: String, context: &Context) -> Arc<Self> {
        Arc::new(HomeRun {
            job: job.clone(),
            context: context.clone(),
            declaration: Mutex::new(graph),
            ports: Mutex::default(),
            outgoing: CallQueue::new(),
            trouble: Mutex::default(),
            has_ended: AtomicBool::new(false),
            threads: Mutex::default(),
            end: Mutex::default(),
        })
    }

    /// A stage at another place; `line` is its declaration.
    pub(super) fn port(self: &Arc<Self>, stage: &'static str, line: &str) -> Arc<HomePort> {
        let port = Arc::new(HomePort {
            stage,
            home: Arc::clone(self),
            inbox: Mutex::default(),
        });
        lock(&self.ports).push(Arc::clone(&port));
        let mut declaration = lock(&self.declaration);
        declaration.push('\n');
        declaration.push_str(line);
        port
    }

    /// All stages are known: it opens the job.
    pub(super) fn begin(self: &Arc<Self>) {
        let home = Arc::clone(self);
        let opened = thread::spawn("cluster".to_owned(), Stack::default(), move || home.open());
        match opened {
            Ok(thread) => lock(&self.threads).push(thread),
            Err(error) => self.fail(Trouble::of_broker(error)),
        }
    }

    /// Opens the job; then a further thread sends, and this one receives.
    fn open(self: &Arc<Self>) {
        let declaration = lock(&self.declaration).clone();
        let end: Arc<dyn HomeEnd> = match self.job.broker().open(&declaration) {
            Ok(end) => end.into(),
            Err(error) => return self.fail(Trouble::of_broker(error)),
        };
        *lock(&self.end) = Some(Arc::clone(&end));
        let sending = {
            let (home, end) = (Arc::clone(self), Arc::clone(&end));
            thread::spawn("cluster sends".to_owned(), Stack::default(), move || {
                if let Err(error) = home.send_all(&*end) {
                    home.fail(Trouble::of_broker(error));
                }
            })
        };
        match sending {
            Ok(sending) => lock(&self.threads).push(sending),
            Err(error) => return self.fail(Trouble::of_broker(error)),
        }
        if let Err(error) = self.receive_all(&*end) {
            self.fail(Trouble::of_broker(error));
        }
    }

    fn send_all(&self, end: &dyn HomeEnd) -> Result<(), BoxError> {
        while !self.has_ended() {
            match self.outgoing.take(WAIT) {
                FromQueue::Item(chunk) => end.send(&chunk)?,
                FromQueue::Nothing => {}
                FromQueue::Closed => break,
            }
        }
        Ok(())
    }

    fn receive_all(&self, end: &dyn HomeEnd) -> Result<(), BoxError> {
        while !self.has_ended() {
            let replies = end.receive(WAIT)?;
            let mut used = Vec::new();
            for reply in replies {
                match reply {
                    Reply::Made { chunk, ticket } => {
                        self.accept(chunk);
                        used.push(ticket);
                    }
                    Reply::Failed(failure) => {
                        self.fail(Trouble::elsewhere(RemoteFailure::from_bytes(&failure)));
                    }
                }
            }
            if !used.is_empty() {
                end.forget(&used)?;
            }
        }
        Ok(())
    }

    fn accept(&self, chunk: Chunk) {
        let ports = lock(&self.ports);
        let port = ports.iter().find(|port| port.stage == chunk.stage);
        if let Some(port) = port.cloned() {
            drop(ports);
            port.accept(chunk.number, chunk.bytes);
        }
    }

    pub(super) fn fail(&self, trouble: Trouble) {
        lock(&self.trouble).get_or_insert(trouble);
        self.context.cancel();
    }

    fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
    }

    /// What went wrong elsewhere, if something did.
    pub(crate) fn take_trouble(&self) -> Option<Trouble> {
        lock(&self.trouble).take()
    }

    /// The run has ended: the threads do, and the broker is told.
    pub(crate) fn close(&self, failure: Option<&str>) {
        if self.has_ended.swap(true, Ordering::AcqRel) {
            return;
        }
        self.outgoing.close();
        // The first thread starts the second, before it ends.
        while let Some(thread) = { lock(&self.threads).pop() } {
            if thread.join().is_err() {
                self.fail(Trouble::of_broker("the broker's code panicked"));
            }
        }
        let end = lock(&self.end).take();
        if let Some(end) = end
            && let Err(error) = end.end(failure)
            && failure.is_none()
        {
            // The run has its value. The others see that there is no home any more.
            let _ = error;
        }
        // Ports and the home own each other.
        lock(&self.ports).clear();
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
    /// The numbers of the chunks without a reply.
    open: BTreeSet<u64>,
    replies: BTreeMap<u64, Vec<u8>>,
    waker: Option<Waker>,
}

impl HomePort {
    pub(super) fn send(&self, number: u64, bytes: Vec<u8>) {
        lock(&self.inbox).open.insert(number);
        let stage = self.stage.to_owned();
        self.home.outgoing.push(Chunk {
            stage,
            number,
            bytes,
        });
    }

    /// The first reply to each chunk counts.
    fn accept(&self, number: u64, bytes: Vec<u8>) {
        let waker = {
            let mut inbox = lock(&self.inbox);
            if !inbox.open.remove(&number) {
                return;
            }
            inbox.replies.insert(number, bytes);
            inbox.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// A reply: to the chunk of that number, or to any.
    pub(super) fn poll_reply(
        &self,
        number: Option<u64>,
        waker: Option<&Waker>,
    ) -> Poll<(u64, Vec<u8>)> {
        let mut inbox = lock(&self.inbox);
        let reply = match number {
            Some(number) => inbox.replies.remove_entry(&number),
            None => inbox.replies.pop_first(),
        };
        if reply.is_none() {
            inbox.waker = waker.cloned();
        }
        reply.map_or(Poll::Pending, Poll::Ready)
    }

    pub(super) fn fail(&self, error: &BoxError) {
        self.home.fail(Trouble::of_items(self.stage, error));
    }
}
