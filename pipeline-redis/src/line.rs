//! A connection that is made again when it breaks.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use redis::{Client, Connection, ErrorKind, RedisError, RedisResult};

/// How long a call tries to find a connection, and how long it waits for a server that says nothing.
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
                None => match self.connect(left.max(PAUSE)) {
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
                    // The address has no password.
                    let server = &self.client.get_connection_info().addr;
                    return Err(format!("the Redis server at {server}: {error}").into());
                }
            }
        }
    }

    fn connect(&self, patience: Duration) -> RedisResult<Connection> {
        let connection = self.client.get_connection_with_timeout(patience)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.set_write_timeout(Some(PATIENCE))?;
        Ok(connection)
    }
}

/// Locks, whatever a panicking holder left: nothing panics under these locks.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether it may work later: the connection broke, or the server is starting, or another is about to take its place.
fn is_passing(error: &RedisError) -> bool {
    let passing = [
        ErrorKind::BusyLoadingError,
        ErrorKind::ReadOnly,
        ErrorKind::MasterDown,
        ErrorKind::ClusterDown,
        ErrorKind::TryAgain,
    ];
    error.is_io_error() || error.is_connection_dropped() || passing.contains(&error.kind())
}
