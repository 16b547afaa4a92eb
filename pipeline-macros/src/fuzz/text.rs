//! Declarations from text.

use proc_macro2::TokenStream;

/// Returns the declaration whose text the bytes are, if they can be parsed to tokens.
pub fn declaration(bytes: &[u8]) -> Option<TokenStream> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}
