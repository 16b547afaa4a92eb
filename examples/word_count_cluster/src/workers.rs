//! Workers that are killed while they work.

use std::env;
use std::process::{Child, Command};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use pipeline::BoxError;

/// How many there are at a time.
const WORKERS: usize = 3;

/// How long it takes, at least and at most, until the next one is killed.
const PAUSES: (u64, u64) = (200, 800);

/// Workers of which one is killed again and again, and replaced by another.
pub(crate) struct KilledWorkers {
    stop: Sender<()>,
    killer: JoinHandle<Result<usize, BoxError>>,
}

impl KilledWorkers {
    pub(crate) fn start(url: &str) -> Result<Self, BoxError> {
        let url = url.to_owned();
        let mut workers = (0..WORKERS)
            .map(|_| start_one(&url))
            .collect::<Result<Vec<_>, _>>()?;
        let (stop, stopped) = mpsc::channel();
        let killer = thread::spawn(move || {
            let mut killed = 0;
            let mut random = u64::from(std::process::id());
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(pause(&mut random)) {
                let mut one = workers.remove(usize::try_from(random >> 32)? % WORKERS);
                one.kill()?;
                one.wait()?;
                killed += 1;
                workers.push(start_one(&url)?);
            }
            // The job has ended, so they end by themselves.
            for mut worker in workers {
                worker.wait()?;
            }
            Ok(killed)
        });
        Ok(KilledWorkers { stop, killer })
    }

    /// Waits for all of them; how many were killed.
    pub(crate) fn stop(self) -> Result<usize, BoxError> {
        drop(self.stop);
        self.killer
            .join()
            .map_err(|_| "the thread that kills has panicked")?
    }
}

fn start_one(url: &str) -> Result<Child, BoxError> {
    let program = env::current_exe()?;
    Ok(Command::new(program)
        .args(["work", "--redis", url])
        .spawn()?)
}

fn pause(random: &mut u64) -> Duration {
    *random = random
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let (least, most) = PAUSES;
    Duration::from_millis(least + (*random >> 33) % (most - least))
}
