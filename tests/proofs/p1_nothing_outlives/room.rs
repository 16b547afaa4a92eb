//! Runs for which the system has too few threads.
//!
//! They are in a process of its own, whose address space holds the stacks of so many threads and not
//! of one more. The stacks are large, so that nothing else decides which thread it is.

use std::collections::HashSet;
use std::env;
use std::io::{Write as _, stdin};
use std::process::{Command, Stdio};

use pipeline_tests::baseline::wait_once;
use pipeline_tests::strikes::in_all_sizes;
use pipeline_tests::{Cases, Strike};

use crate::engine::Threads;
use crate::shapes::Shape;
use crate::{Case, MEMORY, know_graphs};

/// Says to that process for how many threads there is room, beside its own two.
const ROOM: &str = "ROOM_FOR_THREADS";

const STACK: usize = 512 << 20;

pub fn of_this_process() -> Option<usize> {
    let room = env::var(ROOM).ok()?;
    Some(room.parse().expect("a number"))
}

/// The cases whose names come in.
pub fn run_here(cases: &mut Cases, room: usize, shapes: impl Iterator<Item = &'static Shape>) {
    wait_once();
    let shapes: Vec<&'static Shape> = shapes.collect();
    know_graphs(shapes.iter().copied());
    let chosen: HashSet<String> = stdin()
        .lines()
        .map(|name| name.expect("it is text"))
        .collect();
    for (shape, size) in in_all_sizes(shapes.into_iter()) {
        let case = Case {
            shape,
            size,
            engine: Threads::Run,
            strike: Strike::Room(room),
        };
        if chosen.contains(&case.to_string()) {
            cases.run(case.to_string(), || case.run(&MEMORY));
        }
    }
}

/// This program again, which is told the cases by name.
pub fn run_in_a_child(cases: &mut Cases, room: usize, names: &[String]) {
    // Half a stack is for all else: the program, its libraries and its heap.
    let kibibytes = (room * STACK + STACK / 2) / 1024;
    let program = env::current_exe().expect("this program has a path");
    cases.unwatched();
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {kibibytes}; exec \"$0\"")])
        .arg(program)
        .env(ROOM, room.to_string())
        .env("RUST_MIN_STACK", STACK.to_string())
        // A thread's own heap would take its share of the address space.
        .env("MALLOC_ARENA_MAX", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("a shell is there");
    let mut told = child.stdin.take().expect("it is asked for");
    // Who has died will say so.
    let _ = told.write_all(names.join("\n").as_bytes());
    drop(told);
    let status = child.wait().expect("it was started");
    cases.add(names.len(), status.success());
}
