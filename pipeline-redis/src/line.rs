//! A connection that is made again when it breaks.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use redis::{Client, Connection, ErrorKind, RedisError, RedisResult};

/// How long a call tries to find a connection.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

/// A connection for one kind of call, so that a call that waits holds up no other.
pub(crate) struct Line {
    client: Client,
    connection: Mutex<Option<Connection>>,
}

impl Line {
    pub(crate) fn new(client: &Client) -> Self {
        Line {
            client: client.clone(),
            connection: Mutex::default(),
        }
    }

    /// What `call` gives. If the connection breaks, it is called again on another: it has to be right to do it twice.
    pub(crate) fn call<T>(
        &self,
        mut call: impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<T, BoxError> {
        let mut kept = lock(&self.connection);
        let began = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(began.elapsed());
            let called = match kept.as_mut() {
                Some(connection) => call(connection),
                None => match self.client.get_connection_with_timeout(left.max(PAUSE)) {
                    Ok(connection) => {
                        *kept = Some(connection);
                        continue;
                    }
                    Err(error) => Err(error),
                },
            };
            match called {
                Ok(value) => return Ok(value),
                Err(error) if is_passing(&error) && !left.is_zero() => {
                    *kept = None;
                    thread::sleep(PAUSE);
                }
                Err(error) => {
                    *kept = None;
                    return Err(error.into());
                }
            }
        }
    }
}

/// Locks, whatever a panicking holder left: nothing panics under these locks.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether it may work later: the connection broke, or the server is starting.
fn is_passing(error: &RedisError) -> bool {
    let is_starting = error.kind() == ErrorKind::BusyLoadingError;
    error.is_io_error() || error.is_connection_dropped() || is_starting
}
