//! A process that serves a place: the threads that call the broker for its stages.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::task::{Poll, Waker};
use std::time::Duration;

use super::broker::{Answered, Chunk, Claim, Delivery, Membership, PlaceEnd};
use super::job::Job;
use super::message::RemoteFailure;
use super::process::ProcessRun;
use super::queue::{CallQueue, FromQueue};
use super::trouble::Trouble;
use crate::context::Context;
use crate::run::error::BoxError;
use crate::sync::thread::{self, Instant};
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

/// How long a call of the broker waits. The end of a run waits for that call.
const WAIT: Duration = Duration::from_millis(200);
/// First and longest pause between two attempts to join, while the job has no home.
const PAUSES: (Duration, Duration) = (Duration::from_millis(25), Duration::from_millis(500));
/// How often a process whose workers are all busy asks whether the job has ended.
const LOOK: Duration = Duration::from_millis(500);
/// While this many replies wait for the broker, no further chunk is claimed.
const MOST_REPLIES: usize = 32;

/// State shared by the run of a place and the threads that call the broker.
pub(crate) struct PlaceRun {
    process: Arc<ProcessRun>,
    /// Number of this process. No other process of the job has this number.
    id: u64,
    /// The place that the process serves.
    name: String,
    /// The first lines of the declaration. Each stage at a place adds one more.
    graph: String,
    /// All places of the declaration.
    places: Mutex<BTreeSet<&'static str>>,
    ports: Mutex<Vec<Arc<PlacePort>>>,
    /// Replies to send.
    answers: CallQueue<(String, Chunk)>,
    /// Tickets of the chunks that have no reply yet.
    claimed: Mutex<BTreeSet<String>>,
    /// Whether the home has ended the job well.
    is_done: AtomicBool,
    end: Mutex<Option<Arc<dyn PlaceEnd>>>,
}

impl PlaceRun {
    pub(crate) fn new(job: &Job, name: String, graph: String, context: &Context) -> Arc<Self> {
        Arc::new(PlaceRun {
            process: ProcessRun::new(job, graph.clone(), context),
            id: RandomState::new().hash_one(()),
            name,
            graph,
            places: Mutex::default(),
            ports: Mutex::default(),
            answers: CallQueue::new(),
            claimed: Mutex::default(),
            is_done: AtomicBool::new(false),
            end: Mutex::default(),
        })
    }

    /// Adds a stage at a place, which `line` declares. Returns the port that its workers read, if
    /// the stage is at this place.
    pub(crate) fn port(
        self: &Arc<Self>,
        stage: &'static str,
        place: &'static str,
        line: &str,
    ) -> Option<Arc<PlacePort>> {
        self.process.declare(line);
        lock(&self.places).insert(place);
        if place != self.name {
            return None;
        }
        let port = Arc::new(PlacePort {
            stage,
            place: Arc::clone(self),
            inbox: Mutex::default(),
            idle: CallQueue::new(),
        });
        lock(&self.ports).push(Arc::clone(&port));
        Some(port)
    }

    /// Joins the job, after all stages are known.
    pub(super) fn begin(self: &Arc<Self>) {
        if lock(&self.ports).is_empty() {
            let places: Vec<_> = lock(&self.places).iter().copied().collect();
            let others = match &places[..] {
                [] => ", nor at any other place".to_owned(),
                places => format!("; there is: {}", places.join(", ")),
            };
            let message = format!("no stage is `at = \"{}\"`{others}", self.name);
            return self.process.fail(Trouble::of_broker(message));
        }
        self.process.start(self, "cluster", |place| {
            let joined = place.join();
            if !matches!(joined, Ok(true)) {
                place.process.check(joined.map(drop));
                place.close_ports();
            }
            Ok(())
        });
    }

    /// Joins the job when it has a home. Then one thread answers, and one for each stage claims.
    /// Returns false if the run ends before.
    fn join(self: &Arc<Self>) -> Result<bool, BoxError> {
        let Some(membership) = self.await_home()? else {
            return Ok(false);
        };
        if !self.is_incomplete(&membership.declaration) {
            compare(&membership.declaration, &self.process.declaration())?;
        }
        let end: Arc<dyn PlaceEnd> = membership.end.into();
        *lock(&self.end) = Some(Arc::clone(&end));
        let answering = Arc::clone(&end);
        self.process.start(self, "cluster answers", move |place| {
            place.answer_all(&*answering)
        });
        let ports = lock(&self.ports).clone();
        for port in ports {
            let end = Arc::clone(&end);
            self.process.start(self, "cluster claims", move |place| {
                place.process.check(place.claim_all(&*end, &port));
                port.close();
                Ok(())
            });
        }
        Ok(true)
    }

    /// Returns whether the home has declared only the first of the stages at a place. Then it failed
    /// before the others, and ends the job with that cause.
    fn is_incomplete(&self, home: &str) -> bool {
        let here = self.process.declaration();
        let missing = here.strip_prefix(home);
        home.starts_with(&self.graph) && missing.is_some_and(|lines| lines.starts_with('\n'))
    }

    /// Waits until the job has a home. Returns `None` if the run ends before.
    fn await_home(&self) -> Result<Option<Membership>, BoxError> {
        let (mut pause, longest) = PAUSES;
        while !self.is_leaving() {
            if let Some(membership) = self.process.job.broker().join()? {
                return Ok(Some(membership));
            }
            thread::park_until(Some(Instant::now() + pause));
            pause = (pause * 2).min(longest);
        }
        Ok(None)
    }

    fn is_leaving(&self) -> bool {
        let context = &self.process.context;
        self.process.has_ended() || context.is_stopped() || context.is_drained()
    }

    /// Claims chunks while workers of the stage wait for some.
    fn claim_all(&self, end: &dyn PlaceEnd, port: &PlacePort) -> Result<(), BoxError> {
        let mut looked = Instant::now();
        while !self.is_leaving() {
            let most = port.waiting();
            let is_busy = most == 0 || self.answers.len() >= MOST_REPLIES;
            let claim = if is_busy {
                port.idle.take(WAIT);
                if looked.elapsed() < LOOK {
                    continue;
                }
                end.claim(port.stage, 0, Duration::ZERO)?
            } else {
                end.claim(port.stage, most, WAIT)?
            };
            looked = Instant::now();
            match claim {
                Claim::Chunks(chunks) => {
                    for delivery in chunks {
                        self.hand_out(port, delivery)?;
                    }
                }
                Claim::Ended(None) => {
                    // The chunks that this process still works on were done by another.
                    self.is_done.store(true, Ordering::Release);
                    self.process.context.cancel();
                }
                Claim::Ended(Some(why)) => {
                    return Err(format!("the home of the job has ended it: {why}").into());
                }
                Claim::HomeIsGone => return Err("the home of the job is gone".into()),
            }
        }
        Ok(())
    }

    fn hand_out(&self, port: &PlacePort, delivery: Delivery) -> Result<(), BoxError> {
        if delivery.chunk.stage != port.stage {
            let stage = delivery.chunk.stage;
            let message =
                format!("the broker gave a chunk for `{stage}`, which it was not asked for");
            return Err(message.into());
        }
        lock(&self.claimed).insert(delivery.ticket.clone());
        port.push(delivery);
        Ok(())
    }

    /// Sends replies, and renews the lease of the chunks that have none yet.
    fn answer_all(&self, end: &dyn PlaceEnd) -> Result<(), BoxError> {
        let pause = end.lease() / 4;
        let mut renewed = Instant::now();
        loop {
            match self.answers.take(pause.min(WAIT)) {
                FromQueue::Item(_) if self.is_done() => {}
                FromQueue::Item((ticket, reply)) => {
                    match end.answer(&ticket, &reply)? {
                        Answered::Stored => lock(&self.claimed).remove(&ticket),
                        Answered::Refused(why) => {
                            self.refused(reply, &why);
                            return Ok(());
                        }
                    };
                    if self.answers.len() + 1 == MOST_REPLIES {
                        self.look_again();
                    }
                }
                FromQueue::Nothing => {}
                FromQueue::Closed => return Ok(()),
            }
            if renewed.elapsed() >= pause && !self.is_done() {
                renewed = Instant::now();
                let tickets = self.tickets();
                if !tickets.is_empty() {
                    end.renew(&tickets)?;
                }
            }
        }
    }

    /// Fails because the broker refuses a reply. It would refuse that of another process too, so
    /// the chunk must not go to one process after the other.
    fn refused(&self, reply: Chunk, why: &BoxError) {
        let bytes = reply.bytes.len();
        self.process.fail(Trouble::Item {
            stage: reply.stage,
            error: format!("its chunk has an answer of {bytes} bytes, which was refused: {why:#}")
                .into(),
        });
    }

    /// Makes the claiming threads look again, because there is room for replies.
    fn look_again(&self) {
        for port in &*lock(&self.ports) {
            port.idle.push_if_empty(());
        }
    }

    fn tickets(&self) -> Vec<String> {
        lock(&self.claimed).iter().cloned().collect()
    }

    /// Closes the ports: no further chunk comes, and workers end when they have done theirs.
    fn close_ports(&self) {
        let ports = lock(&self.ports).clone();
        for port in ports {
            port.close();
        }
    }

    /// Returns whether the home has ended the job well.
    pub(crate) fn is_done(&self) -> bool {
        self.is_done.load(Ordering::Acquire)
    }

    /// Returns whether each claimed chunk has its reply.
    pub(crate) fn has_answered_all(&self) -> bool {
        lock(&self.claimed).is_empty()
    }

    /// Takes the trouble outside of this process's stages, if there was any.
    pub(crate) fn take_trouble(&self) -> Option<Trouble> {
        self.process.take_trouble()
    }

    /// Ends the threads after the run, and gives back the chunks without a reply. If there is a
    /// `failure`, with the stage that failed, the job fails too.
    pub(crate) fn close(&self, failure: Option<(Option<&str>, String)>) {
        if !self.process.end() {
            return;
        }
        self.answers.close();
        self.process.join();
        if !self.is_done() {
            self.take_leave(failure);
        }
        // Ports and the run own each other, so this breaks the cycle.
        let ports = mem::take(&mut *lock(&self.ports));
        drop(ports);
    }

    fn take_leave(&self, failure: Option<(Option<&str>, String)>) {
        let mut end = lock(&self.end).take();
        // A process that fails before it has joined reports that too, if the job has a home.
        if end.is_none() && failure.is_some() {
            let membership = self.process.job.broker().join().ok().flatten();
            end = membership.map(|membership| membership.end.into());
        }
        let Some(end) = end else {
            return;
        };
        let told = match failure {
            Some((stage, message)) => {
                let failure = RemoteFailure {
                    stage: stage.map(str::to_owned),
                    host: end.name(),
                    message,
                };
                end.fail(&failure.to_bytes())
            }
            None => end.leave(&self.tickets()),
        };
        // If the broker is out of reach, others get the chunks when the lease is over.
        drop(told);
    }
}

/// Checks that the home and this process have the same declaration.
fn compare(home: &str, here: &str) -> Result<(), BoxError> {
    if home == here {
        return Ok(());
    }
    let mut lines = home.lines().zip(here.lines());
    let difference = match lines.find(|(home, here)| home != here) {
        Some((home, here)) => format!("it has `{home}`, and this process `{here}`"),
        None => format!(
            "its declaration has {} lines, and that of this process {}",
            home.lines().count(),
            here.lines().count()
        ),
    };
    Err(format!("the home of the job runs another build: {difference}").into())
}

/// A stage of the place, as its workers see it.
pub(crate) struct PlacePort {
    stage: &'static str,
    place: Arc<PlaceRun>,
    inbox: Mutex<ChunkInbox>,
    /// Tells the claiming thread that a worker waits for a chunk.
    idle: CallQueue<()>,
}

#[derive(Default)]
struct ChunkInbox {
    chunks: VecDeque<Delivery>,
    /// Workers that wait for a chunk and were not woken yet, by their numbers.
    waiting: BTreeMap<usize, Waker>,
    is_closed: bool,
}

impl PlacePort {
    /// Returns the number of workers that wait for a chunk.
    fn waiting(&self) -> usize {
        lock(&self.inbox).waiting.len()
    }

    fn push(&self, delivery: Delivery) {
        let woken = {
            let mut inbox = lock(&self.inbox);
            inbox.chunks.push_back(delivery);
            inbox.waiting.pop_first()
        };
        if let Some((_, waker)) = woken {
            waker.wake();
        }
    }

    fn close(&self) {
        let waiting = {
            let mut inbox = lock(&self.inbox);
            inbox.is_closed = true;
            mem::take(&mut inbox.waiting)
        };
        waiting.into_values().for_each(Waker::wake);
    }

    /// Returns the next chunk for the worker of that number, or `None` after the last one.
    pub(crate) fn poll_chunk(
        &self,
        worker: usize,
        waker: Option<&Waker>,
    ) -> Poll<Option<Delivery>> {
        // Wakers are foreign code: they are cloned and dropped without a lock.
        let waker = waker.cloned();
        let (polled, known) = {
            let mut inbox = lock(&self.inbox);
            let known = inbox.waiting.remove(&worker);
            let polled = match inbox.chunks.pop_front() {
                Some(delivery) => Poll::Ready(Some(delivery)),
                None if inbox.is_closed => Poll::Ready(None),
                None => Poll::Pending,
            };
            if let (Poll::Pending, Some(waker)) = (&polled, waker) {
                inbox.waiting.insert(worker, waker);
            }
            (polled, known)
        };
        drop(known);
        if polled.is_pending() {
            self.idle.push_if_empty(());
        }
        polled
    }

    /// Returns the number of this process.
    pub(crate) fn process(&self) -> u64 {
        self.place.id
    }

    pub(crate) fn answer(&self, ticket: String, number: u64, bytes: Vec<u8>) {
        let chunk = Chunk {
            stage: self.stage.to_owned(),
            number,
            bytes,
        };
        self.place.answers.push((ticket, chunk));
    }

    pub(crate) fn fail(&self, error: BoxError) {
        let stage = self.stage.to_owned();
        self.place.process.fail(Trouble::Item { stage, error });
    }
}
