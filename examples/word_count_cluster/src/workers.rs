//! Worker processes that `home` starts.

use std::env;
use std::process::{Child, Command};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use pipeline::BoxError;

use crate::random::next;

/// The shortest and the longest time between two kills, in milliseconds.
const PAUSES: (u64, u64) = (200, 800);

/// Worker processes of one job. They end when the job ends.
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

    /// Starts a thread that kills a worker and starts another, again and again, until the result is
    /// joined.
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

    /// Waits until all workers have ended.
    pub(crate) fn join(self) -> Result<(), BoxError> {
        for mut worker in self.processes {
            worker.wait()?;
        }
        Ok(())
    }
}

/// Workers of which a thread kills one again and again.
pub(crate) struct KilledWorkers {
    stop: Sender<()>,
    killer: JoinHandle<Result<usize, BoxError>>,
}

impl KilledWorkers {
    /// Stops the kills and waits until all workers have ended. Returns how many were killed.
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
