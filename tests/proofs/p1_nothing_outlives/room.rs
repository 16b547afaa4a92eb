//! Runs that cannot start all their threads.
//!
//! These cases run in a child process with a limited address space. The stacks of `room` threads
//! fit into it, and not those of one more. The stacks are so large that nothing else affects which
//! thread is the first that cannot be started.

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

/// Tells the child process how many threads it may start, in addition to its own two.
const ROOM: &str = "ROOM_FOR_THREADS";

const STACK: usize = 512 << 20;

pub fn of_this_process() -> Option<usize> {
    let room = env::var(ROOM).ok()?;
    Some(room.parse().expect("a number"))
}

/// Runs the cases whose names are read from standard input.
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

/// Starts this program as a child process, and writes the names of the cases to its standard input.
pub fn run_in_a_child(cases: &mut Cases, room: usize, names: &[String]) {
    // Half a stack is for everything else: the program, its libraries and its heap.
    let kibibytes = (room * STACK + STACK / 2) / 1024;
    let program = env::current_exe().expect("this program has a path");
    cases.unwatched();
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {kibibytes}; exec \"$0\"")])
        .arg(program)
        .env(ROOM, room.to_string())
        .env("RUST_MIN_STACK", STACK.to_string())
        // Otherwise, each thread's heap would take a part of the address space.
        .env("MALLOC_ARENA_MAX", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("a shell is there");
    let mut told = child.stdin.take().expect("it is asked for");
    // If the child has died already, its exit status says so.
    let _ = told.write_all(names.join("\n").as_bytes());
    drop(told);
    let status = child.wait().expect("it was started");
    cases.add(names.len(), status.success());
}
