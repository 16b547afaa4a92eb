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
        call: impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<T, BoxError> {
        self.ask(call).map_err(|failed| self.named(&failed))
    }

    /// Returns what [`call`](Line::call) returns. Of an error, returns whether the server itself
    /// refuses the call. Otherwise, it was out of reach.
    pub(crate) fn call_or_refused<T>(
        &self,
        call: impl FnMut(&mut Connection) -> RedisResult<T>,
    ) -> Result<Result<T, BoxError>, BoxError> {
        match self.ask(call) {
            Ok(value) => Ok(Ok(value)),
            Err(failed) if is_refusal(&failed) => Ok(Err(self.named(&failed))),
            Err(failed) => Err(self.named(&failed)),
        }
    }

    fn named(&self, failed: &RedisError) -> BoxError {
        // The address does not contain the password.
        let server = &self.client.get_connection_info().addr;
        format!("the Redis server at {server}: {failed}").into()
    }

    fn ask<T>(&self, mut call: impl FnMut(&mut Connection) -> RedisResult<T>) -> RedisResult<T> {
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
                    return Err(error);
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

/// Returns whether the server has answered with an error, and would do so again.
fn is_refusal(error: &RedisError) -> bool {
    let refusals = [
        ErrorKind::ResponseError,
        ErrorKind::ExecAbortError,
        ErrorKind::ExtensionError,
    ];
    refusals.contains(&error.kind())
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
