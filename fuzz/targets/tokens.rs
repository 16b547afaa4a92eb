//! Tokens, including some that no text produces: raw names, groups without delimiters, deep
//! nesting.

#![no_main]

use pipeline_macros::{properties, tokens};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(declaration) = tokens::declaration(bytes) {
        properties::assert_soon(declaration);
    }
});
