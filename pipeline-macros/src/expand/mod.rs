//! Plan to tokens.

pub mod broken;
pub mod threads;
