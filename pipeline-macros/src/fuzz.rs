//! Turns the bytes of a fuzzer into declarations, and checks the macro's answer to each. The package `fuzz`
//! searches for bytes; the tests in `replay` run those again that it kept.

pub mod grammar;
pub mod growth;
pub mod mistakes;
pub mod properties;
pub mod text;
pub mod tokens;

#[cfg(test)]
mod replay;
