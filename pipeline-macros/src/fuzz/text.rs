//! Text, as it is typed.

use proc_macro2::TokenStream;

/// The declaration that the bytes spell, if they are tokens.
pub fn declaration(bytes: &[u8]) -> Option<TokenStream> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}
