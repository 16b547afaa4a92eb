//! Turns the bytes of a fuzzer into declarations, and checks the macro's answer to each. The
//! package `fuzz` searches for bytes. The tests in `replay` run the bytes that it has kept again.

pub mod grammar;
pub mod growth;
pub mod mistakes;
pub mod properties;
pub mod text;
pub mod tokens;

#[cfg(test)]
mod replay;
