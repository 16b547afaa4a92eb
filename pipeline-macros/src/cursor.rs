//! A cursor over a list of tokens, for the parser.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::scan::{generics_end, is_ident, is_punct};

/// Reads tokens from front to back, and knows the span for error messages.
pub struct Cursor<'a> {
    tokens: &'a [TokenTree],
    /// The span for error messages at the end of the tokens.
    end: Span,
}

impl<'a> Cursor<'a> {
    pub fn new(tokens: &'a [TokenTree], end: Span) -> Self {
        Cursor { tokens, end }
    }

    pub fn rest(&self) -> &'a [TokenTree] {
        self.tokens
    }

    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Returns the span of the next token, or of the end.
    pub fn span(&self) -> Span {
        self.tokens.first().map_or(self.end, TokenTree::span)
    }

    pub fn take(&mut self, count: usize) -> &'a [TokenTree] {
        let (taken, rest) = self.tokens.split_at(count);
        self.tokens = rest;
        if let Some(last) = taken.last() {
            self.end = last.span();
        }
        taken
    }

    pub fn peek_punct(&self, mark: char) -> bool {
        self.tokens
            .first()
            .is_some_and(|token| is_punct(token, mark))
    }

    /// Takes the punctuation `marks`, glued or not, if it comes next.
    pub fn punct(&mut self, marks: &str) -> bool {
        let comes = marks.chars().enumerate().all(|(at, mark)| {
            self.tokens
                .get(at)
                .is_some_and(|token| is_punct(token, mark))
        });
        if comes {
            self.take(marks.len());
        }
        comes
    }

    pub fn peek_word(&self, word: &str) -> bool {
        self.tokens
            .first()
            .is_some_and(|token| is_ident(token, word))
    }

    pub fn word(&mut self, word: &str) -> Option<Ident> {
        if self.peek_word(word) {
            self.ident()
        } else {
            None
        }
    }

    pub fn ident(&mut self) -> Option<Ident> {
        match self.tokens.first() {
            Some(TokenTree::Ident(ident)) => {
                self.take(1);
                Some(ident.clone())
            }
            _ => None,
        }
    }

    pub fn group(&mut self, delimiter: Delimiter) -> Option<&'a Group> {
        match self.tokens.first() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                self.take(1);
                Some(group)
            }
            _ => None,
        }
    }

    /// Takes `::<…>` if it comes next.
    pub fn generics(&mut self) -> TokenStream {
        let length = if self.peek_punct(':') {
            generics_end(self.tokens, 0)
        } else {
            None
        };
        self.take(length.unwrap_or(0)).iter().cloned().collect()
    }
}
