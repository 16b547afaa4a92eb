//! Valid declarations compile, without a warning, on both engines: most of what is tested here has happened
//! when the tests run.

#![deny(warnings)]

mod one_line;
mod reach;
