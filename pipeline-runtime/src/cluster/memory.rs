//! A broker in this process, for tests. Items are sent as bytes here, too.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::task::Waker;
use std::time::Duration;

use super::broker::{
    Answered, Broker, Chunk, Claim, Delivery, HomeEnd, Membership, PlaceEnd, Reply,
};
use crate::run::error::BoxError;
use crate::sync::thread::{self, Instant};
use crate::sync::{Arc, Mutex, MutexGuard, lock};

/// A broker in this process, for tests. Threads of one process do the job together.
///
/// ```
/// # use pipeline_runtime as pipeline;
/// use pipeline::cluster::{Job, Memory};
///
/// let job = Job::new(Memory::new());
/// # drop(job);
/// ```
#[derive(Clone)]
pub struct Memory {
    shared: Arc<Store>,
}

struct Store {
    stored: Mutex<Stored>,
    /// Threads that wait for a change.
    waiting: Mutex<Vec<Waker>>,
    lease: Duration,
}

#[derive(Default)]
struct Stored {
    declaration: Option<String>,
    ended: Option<JobEnd>,
    home_was_seen: Option<Instant>,
    chunks: VecDeque<Chunk>,
    claimed: BTreeMap<String, (Chunk, Instant)>,
    replies: BTreeMap<String, Reply>,
    tickets: u64,
    /// How often a home has opened the job.
    generation: u64,
    /// Chooses the faults of a faulty broker.
    faults: Option<Random>,
}

/// How a job has ended.
enum JobEnd {
    Well,
    Failed(String),
}

impl Default for Memory {
    fn default() -> Self {
        Memory::new()
    }
}

impl Memory {
    /// Creates a broker that delivers everything once and in order. A lease is 10 s.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::cluster::{Job, Memory};
    ///
    /// let job = Job::new(Memory::new());
    /// # drop(job);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Memory::with(Duration::from_secs(10), None)
    }

    /// Creates a broker that does what brokers may do: it repeats chunks and replies, and delivers
    /// them late and in another order. `seed` chooses which.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use pipeline::cluster::{Job, Memory};
    ///
    /// // For a test that runs its pipeline with each of many seeds.
    /// let jobs = (0..100).map(|seed| Job::new(Memory::with_faults(seed)));
    /// assert_eq!(jobs.count(), 100);
    /// ```
    #[must_use]
    pub fn with_faults(seed: u64) -> Self {
        Memory::with(Duration::from_secs(10), Some(Random(seed | 1)))
    }

    /// Returns a broker like this one, with another lease.
    ///
    /// ```
    /// # use pipeline_runtime as pipeline;
    /// use std::time::Duration;
    ///
    /// use pipeline::cluster::{Job, Memory};
    ///
    /// let job = Job::new(Memory::new().with_lease(Duration::from_millis(500)));
    /// # drop(job);
    /// ```
    #[must_use]
    pub fn with_lease(self, lease: Duration) -> Self {
        let faults = lock(&self.shared.stored).faults.take();
        Memory::with(lease, faults)
    }

    fn with(lease: Duration, faults: Option<Random>) -> Self {
        let stored = Stored {
            faults,
            ..Stored::default()
        };
        Memory {
            shared: Arc::new(Store {
                stored: Mutex::new(stored),
                waiting: Mutex::default(),
                lease,
            }),
        }
    }
}

impl Store {
    /// Waits until `ready` returns true, but not longer than `wait`.
    fn wait(
        &self,
        wait: Duration,
        mut ready: impl FnMut(&mut Stored) -> bool,
    ) -> MutexGuard<'_, Stored> {
        let end = Instant::now() + wait;
        loop {
            let mut stored = lock(&self.stored);
            if ready(&mut stored) || Instant::now() >= end {
                return stored;
            }
            // Registered under the lock of `stored`, so that no change is missed.
            lock(&self.waiting).push(thread::waker());
            drop(stored);
            thread::park_until(Some(end));
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Stored) -> T) -> T {
        let changed = change(&mut lock(&self.stored));
        let waiting = mem::take(&mut *lock(&self.waiting));
        waiting.into_iter().for_each(Waker::wake);
        changed
    }
}

impl Stored {
    fn ticket(&mut self) -> String {
        self.tickets += 1;
        self.tickets.to_string()
    }

    /// Returns whether there is a fault now: one time in `one_in`.
    fn is_faulty(&mut self, one_in: u64) -> bool {
        let faults = self.faults.as_mut();
        faults.is_some_and(|random| random.below(one_in) == 0)
    }

    /// Takes back the chunks whose process was not seen for a lease, for another process to do.
    fn take_back(&mut self, lease: Duration) {
        let late = self
            .claimed
            .iter()
            .filter(|(_, (_, seen))| seen.elapsed() > lease);
        let late: Vec<String> = late.map(|(ticket, _)| ticket.clone()).collect();
        for ticket in late {
            self.give_up(&ticket);
        }
    }

    fn give_up(&mut self, ticket: &str) {
        if let Some((chunk, _)) = self.claimed.remove(ticket) {
            self.chunks.push_front(chunk);
        }
    }

    fn claim(&mut self, stage: &str, most: usize) -> Vec<Delivery> {
        let mut claimed = Vec::new();
        let mut at = 0;
        while at < self.chunks.len() && claimed.len() < most {
            let is_late = self.chunks.len() > 1 && self.is_faulty(4);
            if is_late || stage != self.chunks[at].stage {
                at += 1;
                continue;
            }
            let Some(chunk) = self.chunks.remove(at) else {
                break;
            };
            if self.is_faulty(8) {
                self.chunks.push_back(chunk.clone());
            }
            let ticket = self.ticket();
            let entry = (chunk.clone(), Instant::now());
            self.claimed.insert(ticket.clone(), entry);
            claimed.push(Delivery { chunk, ticket });
        }
        claimed
    }

    fn reply(&mut self, chunk: &Chunk) {
        let ticket = self.ticket();
        let reply = Reply::Made {
            chunk: chunk.clone(),
            ticket: ticket.clone(),
        };
        self.replies.insert(ticket, reply);
    }
}

impl Broker for Memory {
    fn open(&self, declaration: &str) -> Result<Box<dyn HomeEnd>, BoxError> {
        self.shared.change(|stored| {
            if stored.declaration.is_some() && stored.ended.is_none() {
                return Err("the job has another home".into());
            }
            *stored = Stored {
                declaration: Some(declaration.to_owned()),
                home_was_seen: Some(Instant::now()),
                tickets: stored.tickets,
                generation: stored.generation + 1,
                faults: stored.faults.take(),
                ..Stored::default()
            };
            let end = MemoryHome(Arc::clone(&self.shared));
            Ok(Box::new(end) as Box<dyn HomeEnd>)
        })
    }

    fn join(&self) -> Result<Option<Membership>, BoxError> {
        let stored = lock(&self.shared.stored);
        Ok(stored.declaration.clone().map(|declaration| Membership {
            declaration,
            end: Box::new(MemoryPlace {
                store: Arc::clone(&self.shared),
                generation: stored.generation,
            }),
        }))
    }
}

struct MemoryHome(Arc<Store>);

impl HomeEnd for MemoryHome {
    fn send(&self, chunk: &Chunk) -> Result<(), BoxError> {
        self.0
            .change(|stored| stored.chunks.push_back(chunk.clone()));
        Ok(())
    }

    fn receive(&self, wait: Duration) -> Result<Vec<Reply>, BoxError> {
        let mut stored = self.0.wait(wait, |stored| !stored.replies.is_empty());
        stored.home_was_seen = Some(Instant::now());
        let mut replies: Vec<Reply> = stored.replies.values().cloned().collect();
        replies.retain(|reply| matches!(reply, Reply::Failed { .. }) || !stored.is_faulty(4));
        if stored.is_faulty(2) {
            replies.reverse();
        }
        Ok(replies)
    }

    fn forget(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.0.change(|stored| {
            for ticket in tickets {
                if !stored.is_faulty(8) {
                    stored.replies.remove(ticket);
                }
            }
        });
        Ok(())
    }

    fn end(&self, failure: Option<&str>) -> Result<(), BoxError> {
        self.0.change(|stored| {
            stored.ended = Some(match failure {
                None => JobEnd::Well,
                Some(why) => JobEnd::Failed(why.to_owned()),
            });
            stored.chunks.clear();
            stored.replies.clear();
        });
        Ok(())
    }
}

struct MemoryPlace {
    store: Arc<Store>,
    /// Generation of the home that the process works for.
    generation: u64,
}

impl MemoryPlace {
    /// Changes what is stored, unless the job has another home by now, or has ended.
    fn change(&self, change: impl FnOnce(&mut Stored)) {
        self.store.change(|stored| {
            if stored.generation == self.generation && stored.ended.is_none() {
                change(stored);
            }
        });
    }
}

impl PlaceEnd for MemoryPlace {
    fn claim(&self, stage: &str, most: usize, wait: Duration) -> Result<Claim, BoxError> {
        let lease = self.store.lease;
        let mut stored = self.store.wait(wait, |stored| {
            stored.take_back(lease);
            let is_for = |chunk: &Chunk| stage == chunk.stage;
            let is_over = stored.ended.is_some() || stored.generation != self.generation;
            is_over || stored.chunks.iter().any(is_for)
        });
        if stored.generation != self.generation {
            return Ok(Claim::HomeIsGone);
        }
        match &stored.ended {
            Some(JobEnd::Well) => return Ok(Claim::Ended(None)),
            Some(JobEnd::Failed(why)) => return Ok(Claim::Ended(Some(why.clone()))),
            None => {}
        }
        if stored
            .home_was_seen
            .is_some_and(|seen| seen.elapsed() > lease)
        {
            return Ok(Claim::HomeIsGone);
        }
        Ok(Claim::Chunks(stored.claim(stage, most)))
    }

    fn renew(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.change(|stored| {
            for ticket in tickets {
                if let Some((_, seen)) = stored.claimed.get_mut(ticket) {
                    *seen = Instant::now();
                }
            }
        });
        Ok(())
    }

    fn lease(&self) -> Duration {
        self.store.lease
    }

    fn answer(&self, ticket: &str, reply: &Chunk) -> Result<Answered, BoxError> {
        self.change(|stored| {
            stored.reply(reply);
            if stored.is_faulty(8) {
                stored.reply(reply);
            }
            if stored.is_faulty(8) {
                stored.give_up(ticket);
            } else {
                stored.claimed.remove(ticket);
            }
        });
        Ok(Answered::Stored)
    }

    fn fail(&self, failure: &[u8]) -> Result<(), BoxError> {
        self.change(|stored| {
            let ticket = stored.ticket();
            let reply = Reply::Failed {
                failure: failure.to_vec(),
                ticket: ticket.clone(),
            };
            stored.replies.insert(ticket, reply);
        });
        Ok(())
    }

    fn leave(&self, tickets: &[String]) -> Result<(), BoxError> {
        self.change(|stored| {
            for ticket in tickets {
                stored.give_up(ticket);
            }
        });
        Ok(())
    }

    fn name(&self) -> String {
        format!("this process, {}", std::process::id())
    }
}

/// Pseudo-random numbers from a seed: xorshift64, of G. Marsaglia, "Xorshift RNGs" (2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
