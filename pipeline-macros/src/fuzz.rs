//! Declarations made of whatever bytes a fuzzer gives, and what holds of the answer to each. The
//! package `fuzz` looks for bytes; the tests in `replay` give those again that it has kept.

pub mod grammar;
pub mod growth;
pub mod mistakes;
pub mod properties;
pub mod text;
pub mod tokens;

#[cfg(test)]
mod replay;
