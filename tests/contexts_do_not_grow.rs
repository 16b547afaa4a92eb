//! A context forgets its children: contexts and runs that come and go below it leave no memory
//! behind.

use std::env;
use std::process::{Command, ExitCode};

use pipeline::{Context, pipeline};
use pipeline_tests::{Cases, Counting};

#[global_allocator]
static MEMORY: Counting = Counting::new();

/// Set in the child process that drops a long chain of contexts.
const LONG_CHAIN: &str = "CONTEXTS_LONG_CHAIN";

fn main() -> ExitCode {
    if env::var_os(LONG_CHAIN).is_some() {
        a_long_chain();
        return ExitCode::SUCCESS;
    }
    let mut cases = Cases::from_arguments();
    cases.run("a million dropped children", a_million_dropped_children);
    cases.run("children that are dropped out of order", out_of_order);
    cases.run("children of children", children_of_children);
    cases.run("runs below one context", runs);
    cases.run("runs inside a body", runs_inside_a_body);
    cases.run("a chain of contexts is dropped at any length", in_a_child);
    cases.end()
}

/// Asserts that calls of `again` do not allocate more and more.
fn does_not_grow(times: usize, mut again: impl FnMut()) {
    again();
    let before = MEMORY.live();
    for _ in 0..times {
        again();
    }
    // The thread that called `run` may begin to wait in a `select!` meanwhile, and keeps these
    // allocations.
    const A_SELECT: isize = 3;
    assert!(
        MEMORY.live() <= before + A_SELECT,
        "{} > {before}",
        MEMORY.live()
    );
}

fn a_million_dropped_children() {
    let parent = Context::new();
    does_not_grow(1_000_000, || drop(parent.child()));
    let last = parent.child();
    parent.cancel();
    assert!(last.is_cancelled());
}

fn out_of_order() {
    let parent = Context::new();
    does_not_grow(100, || {
        let mut children: Vec<Context> = (0..100).map(|_| parent.child()).collect();
        while !children.is_empty() {
            let at = children.len() * 2 / 3;
            children.swap_remove(at);
        }
    });
}

fn children_of_children() {
    let parent = Context::new();
    does_not_grow(1000, || {
        let child = parent.child();
        let grandchild = child.child();
        drop(child);
        // The middle of the three contexts stays alive in the last.
        drop(grandchild.clone());
        drop(grandchild);
    });
}

fn runs() {
    let parent = Context::new();
    does_not_grow(200, || {
        let sum = pipeline!({ generator(0..10) >> stage(|x| x) >> sum::<u32>() });
        assert_eq!(sum.run_with(&parent).unwrap(), 45);
        let failing = pipeline!({
            generator(0..10)
                >> stage(|x: u32| {
                    Err("failed")?;
                    x
                })
                >> count()
        });
        assert!(failing.run_with(&parent).is_err());
    });
    assert!(!parent.is_cancelled());
}

fn runs_inside_a_body() {
    pipeline!({
        generator([()])
            >> for_each(|()| {
                does_not_grow(100, || {
                    let sum = pipeline!({ generator(0..10) >> fan_out(2, |x| x) >> sum::<u32>() });
                    assert_eq!(sum.run().unwrap(), 45);
                });
            })
    })
    .run()
    .unwrap();
}

/// A child process, because a stack overflow would abort it.
fn in_a_child() {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new(program).env(LONG_CHAIN, "").output();
    let output = output.expect("this program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", output.status);
}

/// Each context owns the one above it, so dropping the last one drops all.
fn a_long_chain() {
    let mut context = Context::new();
    for _ in 0..1_000_000 {
        context = context.child();
    }
    drop(context);
}
