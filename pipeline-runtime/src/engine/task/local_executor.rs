//! Runs all workers of a run in one task. Each worker is polled when it is woken, in the order of
//! the wakes.

use std::collections::VecDeque;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use super::worker_task::WorkerTask;
use crate::run::budget::TURN;
use crate::sync::thread::Instant;
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

pub(crate) struct LocalExecutor<'p, E> {
    members: Vec<PolledTask<'p, E>>,
    /// Number of workers that have not ended.
    left: usize,
    woken: Arc<Mutex<WokenTasks>>,
    /// Number of polls for each read of the clock: one if polls take long, up to [`STRIDE`] if they
    /// are short.
    stride: u32,
}

/// The most polls between two reads of the clock. If long polls follow short ones, as many of them
/// may pass before the run checks its deadlines. Reading the clock takes as long as a fifth of a
/// short poll.
const STRIDE: u32 = 8;

struct PolledTask<'p, E> {
    worker: WorkerTask<'p, E>,
    flag: Arc<TaskWaker>,
    /// The waker made from `flag`.
    waker: Waker,
}

/// The workers to poll.
#[derive(Default)]
struct WokenTasks {
    queue: VecDeque<usize>,
    /// Waker of the task that polls the workers.
    task: Option<Waker>,
}

/// Wakes one worker.
struct TaskWaker {
    member: usize,
    /// Whether the worker is in the queue of workers to poll.
    is_queued: AtomicBool,
    woken: Arc<Mutex<WokenTasks>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_queued.swap(true, Ordering::AcqRel) {
            let task = {
                let mut woken = lock(&self.woken);
                woken.queue.push_back(self.member);
                woken.task.take()
            };
            task.into_iter().for_each(Waker::wake);
        }
    }
}

impl<'p, E> LocalExecutor<'p, E> {
    pub(crate) fn new(workers: Vec<WorkerTask<'p, E>>) -> Self {
        let woken = Arc::new(Mutex::new(WokenTasks {
            queue: (0..workers.len()).collect(),
            task: None,
        }));
        let flag = |member| TaskWaker {
            member,
            is_queued: AtomicBool::new(true),
            woken: Arc::clone(&woken),
        };
        let members = workers.into_iter().enumerate().map(|(member, worker)| {
            let flag = Arc::new(flag(member));
            let waker = Waker::from(Arc::clone(&flag));
            PolledTask {
                worker,
                flag,
                waker,
            }
        });
        let members: Vec<_> = members.collect();
        LocalExecutor {
            left: members.len(),
            members,
            woken,
            stride: 1,
        }
    }

    /// Polls the workers that were woken, and those that they wake in turn, until all have ended.
    /// Yields after as many polls as there are workers, and after the time of one turn, so that the
    /// executor can serve its timers and the run can check its deadlines.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.poll_until(cx, || false)
    }

    /// Like [`poll`](LocalExecutor::poll), but also returns when `is_enough` does. The caller must
    /// then call it again without being woken.
    pub(crate) fn poll_until(
        &mut self,
        cx: &mut Context<'_>,
        is_enough: impl Fn() -> bool,
    ) -> Poll<()> {
        let start = Instant::now();
        let mut now = start;
        let mut left_of_stride = self.stride;
        for _ in 0..self.members.len() {
            if self.left == 0 || now.saturating_duration_since(start) >= TURN {
                break;
            }
            let Some(next) = self.next(cx.waker()) else {
                return Poll::Pending;
            };
            let member = &mut self.members[next];
            // Clear `is_queued` before the poll. The acquire pairs with the release of the swap in
            // `wake_by_ref`: the poll sees everything done before each wake that found the flag
            // set. A wake during the poll finds the flag cleared, and queues the worker again. If
            // the flag were cleared after the poll, that wake would be lost.
            member.flag.is_queued.swap(false, Ordering::AcqRel);
            if member.worker.has_ended() {
                continue;
            }
            let cx = &mut Context::from_waker(&member.waker);
            if member.worker.poll(cx, now).is_ready() {
                self.left -= 1;
            }
            if is_enough() {
                return Poll::Pending;
            }
            left_of_stride -= 1;
            if left_of_stride == 0 {
                let before = now;
                now = Instant::now();
                self.adapt(now.saturating_duration_since(before));
                left_of_stride = self.stride;
            }
        }
        if self.left == 0 {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Adapts the stride to the time that the last one took.
    fn adapt(&mut self, took: Duration) {
        if took > TURN / 4 {
            self.stride = 1;
        } else if took < TURN / 16 {
            self.stride = (2 * self.stride).min(STRIDE);
        }
    }

    /// Returns the worker that was woken first. If there is none, the next wake wakes `task`.
    fn next(&self, task: &Waker) -> Option<usize> {
        let next = lock(&self.woken).queue.pop_front();
        if next.is_some() {
            return next;
        }
        // A waker's clone and drop run foreign code, so they stay outside of the lock.
        let mut known = Some(task.clone());
        let mut woken = lock(&self.woken);
        let next = woken.queue.pop_front();
        if next.is_none() {
            std::mem::swap(&mut woken.task, &mut known);
        }
        drop(woken);
        next
    }
}
