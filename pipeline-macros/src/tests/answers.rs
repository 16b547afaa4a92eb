//! The macro's answer to a declaration: an expansion that is an expression, or one with errors.

use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use proc_macro2::{TokenStream, TokenTree};

use super::expanded;
use crate::ast::{Call, Chain, Declaration, Kind, Let, Statement, Tail};
use crate::report::Errors;
use crate::scan::{Closure, Piece};
use crate::{parse, scan};

/// The answer to `declaration`, checked.
pub(super) fn answer(declaration: &TokenStream) -> Result<String, String> {
    let expand = AssertUnwindSafe(|| expanded(declaration.clone()));
    let expansion = panic::catch_unwind(expand).map_err(|_| "panics".to_owned())?;
    let text = expansion.to_string();
    if text.is_empty() {
        return Err("gives nothing".to_owned());
    }
    let reported = text.contains("compile_error");
    if !reported && syn::parse2::<syn::Expr>(expansion).is_err() && is_rust(declaration) {
        return Err(format!("gives what is no expression: {text}"));
    }
    Ok(text)
}

/// Whether the user's own code in a declaration is Rust: if not, no expansion can be.
pub(super) fn is_rust(declaration: &TokenStream) -> bool {
    let Declaration {
        header,
        statements,
        tail,
    } = parse::parse(declaration.clone(), &mut Errors::default()).declaration;
    let mut types: Vec<TokenStream> = header.returns.into_iter().collect();
    let mut chains: Vec<Chain> = match tail {
        Tail::Nothing => Vec::new(),
        Tail::One(chain) => vec![chain],
        Tail::Tuple(chains) => chains.into_iter().flatten().collect(),
    };
    for statement in statements {
        match statement {
            Statement::Let(Let { names, chain, .. }) => {
                types.extend(names.into_iter().filter_map(|name| name.ty));
                chains.extend(chain);
            }
            Statement::Chain(chain) => chains.push(chain),
            Statement::Kept(_) => {}
        }
    }
    let mut calls = chains.iter().flat_map(|chain| &chain.calls);
    types.into_iter().all(is_type) && calls.all(is_rust_call)
}

fn is_type(tokens: TokenStream) -> bool {
    syn::parse2::<syn::Type>(tokens).is_ok()
}

fn is_rust_call(call: &Call) -> bool {
    let code = call.code();
    match &call.kind {
        Kind::Method {
            generics,
            arguments,
        } => {
            let verb = &call.verb;
            syn::parse2::<syn::Expr>(quote::quote!(x.#verb #generics #arguments)).is_ok()
        }
        _ => code.into_iter().all(is_rust_code),
    }
}

fn is_rust_code(code: TokenStream) -> bool {
    code.is_empty()
        || are_items(&scan::tokens(code.clone())) && syn::parse2::<syn::Expr>(code).is_ok()
}

/// Whether what is yielded in `code` are expressions: `yield > 1` is Rust, but yields nothing.
fn are_items(code: &[TokenTree]) -> bool {
    scan::pieces(code).iter().all(|piece| match piece {
        Piece::Try(_) | Piece::Plain(_) | Piece::Yield { operand: [], .. } => true,
        Piece::Yield { operand, .. } => is_rust_code(operand.iter().cloned().collect()),
        Piece::Group(group) => are_items(&scan::tokens(group.stream())),
        Piece::Nested(code) => Closure::parse(code).is_none_or(|closure| are_items(closure.body)),
    })
}

/// Many answers, and the first of those that are wrong.
pub(super) struct Answers {
    wrong: Vec<String>,
    watchdog: Sender<String>,
}

impl Answers {
    pub(super) fn new() -> Self {
        let wrong = Vec::new();
        let watchdog = watchdog();
        Answers { wrong, watchdog }
    }

    pub(super) fn check(&mut self, declaration: &TokenStream) {
        let text = declaration.to_string();
        self.watchdog.send(text.clone()).expect("it watches");
        if let Err(what) = answer(declaration)
            && self.wrong.len() < 10
        {
            self.wrong.push(format!("{text}\n  {what}"));
        }
    }

    pub(super) fn assert_all_are_right(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n\n"));
    }
}

/// Ends the process with the declaration it was told of last, should that get no answer: a loop in
/// the macro can be ended in no other way.
fn watchdog() -> Sender<String> {
    let (tell, told) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        let mut last = String::new();
        loop {
            match told.recv_timeout(Duration::from_secs(10)) {
                Ok(text) => last = text,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    // Not `eprintln!`, which the test runner would keep to itself.
                    let _ = writeln!(std::io::stderr(), "no answer, it loops: {last}");
                    std::process::abort();
                }
            }
        }
    });
    tell
}
