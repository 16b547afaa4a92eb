//! A process that does the work of a place: the threads that call the broker for its stages.

use std::collections::{BTreeSet, VecDeque};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::broker::{Chunk, Claim, Delivery, Membership, PlaceEnd};
use super::job::Job;
use super::message::RemoteFailure;
use super::queue::{CallQueue, FromQueue};
use super::trouble::Trouble;
use crate::context::Context;
use crate::error::BoxError;
use crate::sync::stack::Stack;
use crate::sync::thread::{self, Instant, JoinHandle};
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

/// How long a call of the broker waits. A run that ends waits for it.
const WAIT: Duration = Duration::from_millis(100);

/// While as many replies wait for the broker, no further chunk is claimed.
const MOST_REPLIES: usize = 32;

/// What a run of a place shares with the threads that call the broker.
pub(crate) struct PlaceRun {
    job: Job,
    /// The place that it works for.
    name: String,
    context: Context,
    /// What the process declares, line by line.
    declaration: Mutex<String>,
    /// All places that it declares.
    places: Mutex<BTreeSet<&'static str>>,
    ports: Mutex<Vec<Arc<PlacePort>>>,
    /// Replies to be sent.
    answers: CallQueue<(String, Chunk)>,
    /// The tickets of the chunks that have no reply yet.
    claimed: Mutex<BTreeSet<String>>,
    /// A worker waits for a chunk, or a reply was sent.
    idle: CallQueue<()>,
    trouble: Mutex<Option<Trouble>>,
    /// The home has ended the job well.
    is_done: AtomicBool,
    has_ended: AtomicBool,
    threads: Mutex<Vec<JoinHandle<()>>>,
    end: Mutex<Option<Arc<dyn PlaceEnd>>>,
}

impl PlaceRun {
    pub(crate) fn new(job: &Job, name: String, graph: String, context: &Context) -> Arc<Self> {
        Arc::new(PlaceRun {
            job: job.clone(),
            name,
            context: context.clone(),
            declaration: Mutex::new(graph),
            places: Mutex::default(),
            ports: Mutex::default(),
            answers: CallQueue::new(),
            claimed: Mutex::default(),
            idle: CallQueue::new(),
            trouble: Mutex::default(),
            is_done: AtomicBool::new(false),
            has_ended: AtomicBool::new(false),
            threads: Mutex::default(),
            end: Mutex::default(),
        })
    }

    /// A stage at a place, as `line` declares it; what its workers read, if it is at this place.
    pub(super) fn port(
        self: &Arc<Self>,
        stage: &'static str,
        place: &'static str,
        line: &str,
    ) -> Option<Arc<PlacePort>> {
        let mut declaration = lock(&self.declaration);
        declaration.push('\n');
        declaration.push_str(line);
        drop(declaration);
        lock(&self.places).insert(place);
        if place != self.name {
            return None;
        }
        let port = Arc::new(PlacePort {
            stage,
            place: Arc::clone(self),
            inbox: Mutex::default(),
        });
        lock(&self.ports).push(Arc::clone(&port));
        Some(port)
    }

    /// All stages are known: it joins the job.
    pub(super) fn begin(self: &Arc<Self>) {
        if lock(&self.ports).is_empty() {
            let places: Vec<_> = lock(&self.places).iter().copied().collect();
            let message = match &places[..] {
                [] => format!(
                    "no stage is `at = \"{}\"`, nor at any other place",
                    self.name
                ),
                places => format!(
                    "no stage is `at = \"{}\"`; there is: {}",
                    self.name,
                    places.join(", ")
                ),
            };
            return self.fail(Trouble::of_broker(message));
        }
        let place = Arc::clone(self);
        let joined = thread::spawn("cluster".to_owned(), Stack::default(), move || {
            if let Err(error) = place.join() {
                place.fail(Trouble::of_broker(error));
            }
            place.close_ports();
        });
        match joined {
            Ok(thread) => lock(&self.threads).push(thread),
            Err(error) => self.fail(Trouble::of_broker(error)),
        }
    }

    /// Joins the job, when it has a home; then a further thread answers, and this one claims.
    fn join(self: &Arc<Self>) -> Result<(), BoxError> {
        let Some(joined) = self.await_home()? else {
            return Ok(());
        };
        compare(&joined.declaration, &lock(&self.declaration))?;
        let end: Arc<dyn PlaceEnd> = joined.end.into();
        *lock(&self.end) = Some(Arc::clone(&end));
        let answering = {
            let (place, end) = (Arc::clone(self), Arc::clone(&end));
            thread::spawn("cluster answers".to_owned(), Stack::default(), move || {
                if let Err(error) = place.answer_all(&*end) {
                    place.fail(Trouble::of_broker(error));
                }
            })
        };
        lock(&self.threads).push(answering?);
        self.claim_all(&*end)
    }

    /// None if the run ends before there is a home.
    fn await_home(&self) -> Result<Option<Membership>, BoxError> {
        while !self.is_leaving() {
            if let Some(joined) = self.job.broker().join()? {
                return Ok(Some(joined));
            }
            std::thread::sleep(WAIT / 2);
        }
        Ok(None)
    }

    fn is_leaving(&self) -> bool {
        self.has_ended() || self.context.is_stopped() || self.context.is_drained()
    }

    fn claim_all(&self, end: &dyn PlaceEnd) -> Result<(), BoxError> {
        while !self.is_leaving() {
            let (stages, most) = self.wanted();
            if most == 0 || self.answers.len() >= MOST_REPLIES {
                self.idle.take(WAIT);
                continue;
            }
            match end.claim(&stages, most, WAIT)? {
                Claim::Chunks(chunks) => chunks.into_iter().for_each(|chunk| self.hand_out(chunk)),
                Claim::Ended(None) => {
                    self.is_done.store(true, Ordering::Release);
                    return Ok(());
                }
                Claim::Ended(Some(why)) => {
                    return Err(format!("the home of the job has ended it: {why}").into());
                }
                Claim::HomeIsGone => return Err("the home of the job is gone".into()),
            }
        }
        Ok(())
    }

    /// For which stages workers wait, and how many.
    fn wanted(&self) -> (Vec<&'static str>, usize) {
        let ports = lock(&self.ports);
        let idle = ports.iter().map(|port| (port.stage, port.wanted()));
        let idle: Vec<(&str, usize)> = idle.filter(|(_, most)| *most > 0).collect();
        let most = idle.iter().map(|(_, most)| most).sum();
        (idle.into_iter().map(|(stage, _)| stage).collect(), most)
    }

    fn hand_out(&self, claimed: Delivery) {
        lock(&self.claimed).insert(claimed.ticket.clone());
        let ports = lock(&self.ports);
        let port = ports.iter().find(|port| port.stage == claimed.chunk.stage);
        if let Some(port) = port.cloned() {
            drop(ports);
            port.push(claimed);
        }
    }

    /// Sends replies, and says for what chunks there will be one.
    fn answer_all(&self, end: &dyn PlaceEnd) -> Result<(), BoxError> {
        let pause = end.lease() / 4;
        let mut renewed = Instant::now();
        loop {
            match self.answers.take(pause.min(WAIT)) {
                FromQueue::Item((ticket, reply)) => {
                    end.answer(&ticket, &reply)?;
                    lock(&self.claimed).remove(&ticket);
                    self.idle.push_if_empty(());
                }
                FromQueue::Nothing => {}
                FromQueue::Closed => return Ok(()),
            }
            if renewed.elapsed() >= pause {
                renewed = Instant::now();
                let tickets: Vec<String> = lock(&self.claimed).iter().cloned().collect();
                if !tickets.is_empty() {
                    end.renew(&tickets)?;
                }
            }
        }
    }

    /// No further chunk comes: workers end when they have done what they have.
    fn close_ports(&self) {
        let ports: Vec<_> = lock(&self.ports).clone();
        for port in ports {
            port.close();
        }
    }

    pub(super) fn fail(&self, trouble: Trouble) {
        lock(&self.trouble).get_or_insert(trouble);
        self.context.cancel();
    }

    fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
    }

    /// Whether the home has ended the job well.
    pub(crate) fn is_done(&self) -> bool {
        self.is_done.load(Ordering::Acquire)
    }

    /// What went wrong elsewhere, if something did.
    pub(crate) fn take_trouble(&self) -> Option<Trouble> {
        lock(&self.trouble).take()
    }

    /// The run has ended: the threads do, and others may have the chunks without a reply. If it has failed, so has the
    /// job.
    pub(crate) fn close(&self, failure: Option<(Option<&str>, String)>) {
        if self.has_ended.swap(true, Ordering::AcqRel) {
            return;
        }
        self.answers.close();
        // The first thread starts the second, before it ends.
        while let Some(thread) = { lock(&self.threads).pop() } {
            if thread.join().is_err() {
                self.fail(Trouble::of_broker("the broker's code panicked"));
            }
        }
        let end = lock(&self.end).take();
        if let Some(end) = end {
            let tickets: Vec<String> = lock(&self.claimed).iter().cloned().collect();
            let told = match failure {
                Some((stage, message)) => {
                    let failure = RemoteFailure {
                        stage: stage.map(str::to_owned),
                        host: end.name(),
                        message,
                    };
                    end.fail(&failure.to_bytes())
                }
                None => end.leave(&tickets),
            };
            // If the broker is out of reach, others have the chunks when the lease is over.
            drop(told);
        }
        lock(&self.ports).clear();
    }
}

/// Whether both declare the same.
fn compare(home: &str, here: &str) -> Result<(), BoxError> {
    if home == here {
        return Ok(());
    }
    let mut lines = home.lines().zip(here.lines());
    let (at_home, here) = lines
        .find(|(home, here)| home != here)
        .unwrap_or(("a different number of stages", "another number"));
    let message = format!(
        "the home of the job runs another build: it has `{at_home}`, and this process `{here}`"
    );
    Err(message.into())
}

/// A stage of the place, as its workers see it.
pub(crate) struct PlacePort {
    stage: &'static str,
    place: Arc<PlaceRun>,
    inbox: Mutex<ChunkInbox>,
}

#[derive(Default)]
struct ChunkInbox {
    chunks: VecDeque<Delivery>,
    /// The workers that wait for a chunk.
    waiting: Vec<Waker>,
    is_closed: bool,
}

impl PlacePort {
    fn wanted(&self) -> usize {
        let inbox = lock(&self.inbox);
        inbox.waiting.len().saturating_sub(inbox.chunks.len())
    }

    fn push(&self, claimed: Delivery) {
        let waker = {
            let mut inbox = lock(&self.inbox);
            inbox.chunks.push_back(claimed);
            inbox.waiting.pop()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn close(&self) {
        let wakers = {
            let mut inbox = lock(&self.inbox);
            inbox.is_closed = true;
            std::mem::take(&mut inbox.waiting)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    /// The next chunk, `None` at the end.
    pub(super) fn poll_chunk(&self, waker: Option<&Waker>) -> Poll<Option<Delivery>> {
        let mut inbox = lock(&self.inbox);
        if let Some(claimed) = inbox.chunks.pop_front() {
            return Poll::Ready(Some(claimed));
        }
        if inbox.is_closed {
            return Poll::Ready(None);
        }
        if let Some(waker) = waker {
            inbox.waiting.retain(|known| !known.will_wake(waker));
            inbox.waiting.push(waker.clone());
            drop(inbox);
            self.place.idle.push_if_empty(());
        }
        Poll::Pending
    }

    pub(super) fn answer(&self, ticket: String, number: u64, bytes: Vec<u8>) {
        let chunk = Chunk {
            stage: self.stage.to_owned(),
            number,
            bytes,
        };
        self.place.answers.push((ticket, chunk));
    }

    pub(super) fn fail(&self, error: &BoxError) {
        self.place.fail(Trouble::of_items(self.stage, error));
    }
}
