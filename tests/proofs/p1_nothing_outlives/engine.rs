//! Ways to run pipelines of threads.

use std::sync::Mutex;

use pipeline::{Context, Graph, pipeline};
use pipeline_tests::{Act, By, Engine, From, Reported, Way, wait_until};

use crate::declared::Declared;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// With `run`, on the calling thread.
    Run,
    /// With `spawn`.
    Spawned,
    /// In a body of another pipeline.
    InABody,
}

pub const ENGINES: &[Threads] = &[Threads::Run, Threads::Spawned, Threads::InABody];

impl Engine for Threads {
    type Pipeline = Box<dyn Declared>;

    fn graph(pipeline: &Box<dyn Declared>) -> &'static Graph {
        pipeline.graph()
    }

    fn run(self, pipeline: Box<dyn Declared>, context: &Context) -> Option<Reported> {
        match self {
            Threads::Run => Some(pipeline.run_with(context)),
            Threads::Spawned => Some(pipeline.spawn_with(context).join()),
            Threads::InABody => in_a_body(pipeline, context),
        }
    }

    fn run_until(
        self,
        pipeline: Box<dyn Declared>,
        context: &Context,
        is_ready: &dyn Fn() -> bool,
        act: Act<'_>,
    ) -> Option<Reported> {
        let running = pipeline.spawn_with(context);
        wait_until(is_ready);
        match act {
            Act::Say(order) => running.say(order),
            Act::Call(call) => call(),
            Act::Drop(holds) => {
                drop(running);
                holds();
                return None;
            }
        }
        Some(running.join())
    }

    fn ways(self) -> Vec<Way> {
        let all = [By::Context, By::ContextAbove, By::Message, By::HangUp];
        match self {
            Threads::Run => Way::told(&all, From::AnotherThread),
            Threads::Spawned => {
                let mut ways = Way::told(&all, From::Here);
                ways.extend(Way::told(&[By::Handle], From::Here));
                ways.push(Way::Dropped);
                ways
            }
            // A drain does not end a body that has begun, so it does not end the inner run.
            Threads::InABody => {
                let mut ways = Way::told(&all, From::AnotherThread);
                ways.retain(|way| !way.is_drain());
                ways
            }
        }
    }

    fn can_block(self, _: bool) -> bool {
        // If a body of the inner run blocks, the body around that run blocks too.
        self != Threads::InABody
    }

    fn tells_of_all(self) -> bool {
        true
    }

    fn has_threads(self) -> bool {
        true
    }

    fn starts_first(self) -> bool {
        self == Threads::Run
    }
}

/// Runs `inner` without passing `context` to it. It is a child of `context` because it runs inside
/// the outer pipeline.
fn in_a_body(inner: Box<dyn Declared>, context: &Context) -> Option<Reported> {
    let reported = Mutex::new(None);
    let outer = pipeline!({
        generator([inner])
            >> stage(|inner| {
                *reported.lock().expect("nothing panics while it is held") = Some(inner.run());
            })
            >> for_each(drop)
    });
    // If the outer run was cancelled first, the outcome of the inner run says so.
    let _ = outer.run_with(context);
    let reported = reported
        .into_inner()
        .expect("nothing panics while it is held");
    assert!(
        reported.is_some() || context.is_cancelled(),
        "the body is called"
    );
    reported
}
