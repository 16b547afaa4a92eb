//! Declarations that are mostly valid.

#![no_main]

use pipeline_macros::{grammar, properties};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(declaration) = grammar::declaration(bytes) {
        properties::assert_soon(declaration);
    }
});
