//! All workers of a run in one task: each is polled when it is woken, in the order of that.

use std::collections::VecDeque;
use std::task::{Context, Poll, Wake, Waker};

use super::worker_task::WorkerTask;
use crate::run::budget::TURN;
use crate::sync::thread::Instant;
use crate::sync::{Arc, AtomicBool, Mutex, Ordering, lock};

pub(crate) struct LocalExecutor<'p, E> {
    members: Vec<PolledTask<'p, E>>,
    /// How many have not ended.
    left: usize,
    calls: Arc<Mutex<WokenTasks>>,
}

struct PolledTask<'p, E> {
    job: WorkerTask<'p, E>,
    call: Arc<TaskWaker>,
    /// Makes that call.
    waker: Waker,
}

/// Who is to be polled.
#[derive(Default)]
struct WokenTasks {
    called: VecDeque<usize>,
    /// The task that polls them.
    task: Option<Waker>,
}

/// What wakes one member.
struct TaskWaker {
    member: usize,
    /// It is among those called already.
    is_called: AtomicBool,
    calls: Arc<Mutex<WokenTasks>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_called.swap(true, Ordering::AcqRel) {
            let task = {
                let mut calls = lock(&self.calls);
                calls.called.push_back(self.member);
                calls.task.take()
            };
            task.into_iter().for_each(Waker::wake);
        }
    }
}

impl<'p, E> LocalExecutor<'p, E> {
    pub(crate) fn new(jobs: Vec<WorkerTask<'p, E>>) -> Self {
        let calls = Arc::new(Mutex::new(WokenTasks {
            called: (0..jobs.len()).collect(),
            task: None,
        }));
        let call = |member| TaskWaker {
            member,
            is_called: AtomicBool::new(true),
            calls: Arc::clone(&calls),
        };
        let members = jobs.into_iter().enumerate().map(|(member, job)| {
            let call = Arc::new(call(member));
            let waker = Waker::from(Arc::clone(&call));
            PolledTask { job, call, waker }
        });
        let members: Vec<_> = members.collect();
        LocalExecutor {
            left: members.len(),
            members,
            calls,
        }
    }

    /// Polls those that were woken, and those that they wake, until all have ended. After as many
    /// polls as there are members, and after the time of one turn, the executor gets its turn: its timers
    /// and the run's deadlines are looked at then.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.poll_until(cx, || false)
    }

    /// [`poll`](LocalExecutor::poll), which ends when it is enough. It then is to be called again, without being woken.
    pub(crate) fn poll_until(
        &mut self,
        cx: &mut Context<'_>,
        is_enough: impl Fn() -> bool,
    ) -> Poll<()> {
        let start = Instant::now();
        let mut now = start;
        for _ in 0..self.members.len() {
            if self.left == 0 || now.saturating_duration_since(start) >= TURN {
                break;
            }
            let Some(next) = self.next(cx.waker()) else {
                return Poll::Pending;
            };
            let PolledTask { job, call, waker } = &mut self.members[next];
            // Before the poll, which sees what was done before the call, and may be called again.
            call.is_called.swap(false, Ordering::AcqRel);
            if job.has_ended() {
                continue;
            }
            if job.poll(&mut Context::from_waker(waker), now).is_ready() {
                self.left -= 1;
            }
            if is_enough() {
                return Poll::Pending;
            }
            now = Instant::now();
        }
        if self.left == 0 {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// The member that was called first; without one, `task` is woken by the next call.
    fn next(&self, task: &Waker) -> Option<usize> {
        let next = lock(&self.calls).called.pop_front();
        if next.is_some() {
            return next;
        }
        // A waker is foreign code: made and dropped outside of the lock.
        let mut known = Some(task.clone());
        let mut calls = lock(&self.calls);
        let next = calls.called.pop_front();
        if next.is_none() {
            std::mem::swap(&mut calls.task, &mut known);
        }
        drop(calls);
        next
    }
}
