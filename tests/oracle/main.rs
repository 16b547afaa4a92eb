//! Runs the compiled declarations, each in many cases.
//!
//! `oracle` runs 20 cases of each declaration, `oracle run CASES` runs CASES cases of each, and
//! `oracle run SEED CASE` runs one case of one declaration.

use std::cell::RefCell;
use std::env;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use pipeline_oracle::{Declaration, run, write};
use pipeline_tests::Watchdog;

mod declared {
    #![allow(unused, deprecated)]
    include!(env!("DECLARATIONS"));
}

fn main() -> ExitCode {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let numbers: Vec<u64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if is_sample() && !is_up_to_date() {
        println!("tests/oracle/sample.rs is not what is written now: bash .ci/oracle sample");
        return ExitCode::FAILURE;
    }
    let wrong = match (words.first().map(String::as_str), &numbers[..]) {
        (Some("run"), [seed, case]) => run_all(|declared| declared.seed == *seed, *case, 1),
        (Some("run"), [cases]) => run_all(|_| true, 0, *cases),
        _ => run_all(|_| true, 0, 20),
    };
    if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Returns whether the compiled declarations are the sample beside this file.
fn is_sample() -> bool {
    option_env!("ORACLE").is_none()
}

fn is_up_to_date() -> bool {
    include_str!("sample.rs") == write::file(declared::FIRST, declared::COUNT)
}

/// Runs cases of all declarations that `wants` selects. Returns how many declarations failed.
fn run_all(wants: impl Fn(&Declaration) -> bool, first: u64, cases: u64) -> usize {
    run::prepare();
    let watchdog = Watchdog::new();
    let (mut runs, mut wrong) = (0, 0);
    for declared in declared::ALL {
        if !wants(declared) {
            continue;
        }
        for case in first..first + cases {
            let now = RefCell::default();
            let begin = |case: String| {
                now.replace(case.clone());
                watchdog.begin(case);
            };
            let checked = panic::catch_unwind(AssertUnwindSafe(|| declared.check(case, begin)));
            if let Ok(count) = checked {
                runs += count;
                continue;
            }
            println!("{}", now.take());
            wrong += 1;
            break;
        }
    }
    println!(
        "{runs} runs of {} declarations, {wrong} of which went wrong",
        declared::ALL.len()
    );
    wrong
}
