//! Workers that this process starts beside it.

use std::env;
use std::process::{Child, Command};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use pipeline::BoxError;

use crate::random::next;

/// How long it takes, at least and at most, until the next worker is killed, in milliseconds.
const PAUSES: (u64, u64) = (200, 800);

/// Processes that work for the home of a server. They end with the job.
pub(crate) struct Workers {
    url: String,
    job: String,
    processes: Vec<Child>,
}

impl Workers {
    pub(crate) fn start(count: usize, url: &str, job: &str) -> Result<Self, BoxError> {
        let mut workers = Workers {
            url: url.to_owned(),
            job: job.to_owned(),
            processes: Vec::new(),
        };
        (0..count).try_for_each(|_| workers.add())?;
        Ok(workers)
    }

    fn add(&mut self) -> Result<(), BoxError> {
        let mut worker = Command::new(env::current_exe()?);
        worker.args(["work", "--redis", &self.url, "--job", &self.job]);
        self.processes.push(worker.spawn()?);
        Ok(())
    }

    /// Kills one at a time, and starts another, until it is told to stop.
    pub(crate) fn kill_some(mut self) -> KilledWorkers {
        let (stop, stopped) = mpsc::channel();
        let killer = thread::spawn(move || {
            let mut killed = 0;
            let mut random = u64::from(std::process::id());
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(pause(&mut random)) {
                let number = usize::try_from(random >> 32)? % self.processes.len();
                let mut one = self.processes.remove(number);
                let told = one.kill();
                one.wait()?;
                told?;
                killed += 1;
                self.add()?;
            }
            self.join()?;
            Ok(killed)
        });
        KilledWorkers { stop, killer }
    }

    /// Waits until all have ended.
    pub(crate) fn join(self) -> Result<(), BoxError> {
        for mut worker in self.processes {
            worker.wait()?;
        }
        Ok(())
    }
}

/// Workers of which one is killed again and again.
pub(crate) struct KilledWorkers {
    stop: Sender<()>,
    killer: JoinHandle<Result<usize, BoxError>>,
}

impl KilledWorkers {
    /// Waits until all have ended; how many were killed.
    pub(crate) fn join(self) -> Result<usize, BoxError> {
        drop(self.stop);
        self.killer
            .join()
            .map_err(|_| "the thread that kills has panicked")?
    }
}

fn pause(random: &mut u64) -> Duration {
    *random = next(*random);
    let (least, most) = PAUSES;
    Duration::from_millis(least + (*random >> 33) % (most - least))
}
