//! Valid declarations compile without a warning on both engines. Most of this test is over when it
//! has compiled.

#![deny(warnings)]

mod one_line;
mod reach;
