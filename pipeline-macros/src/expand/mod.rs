//! Quotes plans as tokens.

pub mod broken;
pub mod futures;
mod graph;
mod methods;
pub mod threads;
mod wiring;
