//! Spans and events for `tracing`, with the feature of that name. Without the feature, all of this is empty.
//!
//! Each run has the span `pipeline`, below the span in which it was started. Each worker has the span `stage`, below that
//! of its run. A worker's thread is in its span as long as it lives, and its task in each poll. So events of a body are in
//! the span of its stage, and in the span around the call that started the run.

#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::{Around, InSpan, RunSpan, WorkerSpan};
#[cfg(feature = "tracing")]
pub(crate) use self::on::{Around, InSpan, RunSpan, WorkerSpan};
