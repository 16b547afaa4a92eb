//! A connection that is opened again when it breaks.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use pipeline::BoxError;
use redis::{Client, Connection, ErrorKind, RedisError, RedisResult};

/// How long a call tries to connect, and how long it waits for the server's answer.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

/// A connection for one kind of call, so that a call that waits does not delay others.
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

    /// Returns the result of `call`. If the connection breaks, `call` is called again on a new
    /// connection, so it must be idempotent.
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
                    // The address does not contain the password.
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

/// Locks `mutex`, even if it is poisoned. No code panics while it holds one of these locks.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns whether a retry may succeed: the connection broke, the server is starting, or another
/// server is about to replace it.
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
