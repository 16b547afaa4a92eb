//! The macro's answers to many declarations.

use std::io::Write;
use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use proc_macro2::TokenStream;

use crate::fuzz::properties;

/// Returns the answer to `declaration`, after it was checked.
pub(super) fn answer(declaration: &TokenStream) -> Result<TokenStream, String> {
    let check = || properties::check(declaration);
    panic::catch_unwind(panic::AssertUnwindSafe(check)).map_err(|_| "panics".to_owned())?
}

/// Checks many answers, and keeps the first wrong ones.
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

/// Makes a thread that ends the process if a declaration gets no answer, and prints that
/// declaration. An endless loop in the macro cannot be ended in another way.
fn watchdog() -> Sender<String> {
    let (tell, told) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        let mut last = String::new();
        loop {
            match told.recv_timeout(Duration::from_mins(1)) {
                Ok(text) => last = text,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    // Not `eprintln!`, whose output the test runner would capture.
                    let _ = writeln!(std::io::stderr(), "no answer, it loops: {last}");
                    std::process::abort();
                }
            }
        }
    });
    tell
}
