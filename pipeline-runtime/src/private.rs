//! Everything an expansion of `pipeline!` may name.
//!
//! Not for use by hand, but meant to be read: `cargo expand` shows these words, and their docs show
//! the loop that each stands for.

pub use crate::body::{Body, Out, Setup};
pub use crate::edge::{Closed, Receiver, Sender};
pub use crate::fan_out::FanOut;
pub use crate::generator::Generator;
pub use crate::inbox::{Receive, Received};
pub use crate::pipeline::{Pipeline, Returned};
pub use crate::run::{Run, Worker};
pub use crate::scope::Scope;
pub use crate::sink::Value;
pub use crate::source::{Inline, Items, Source, Through, TryInline, TryMap};
pub use crate::stage::Stage;
