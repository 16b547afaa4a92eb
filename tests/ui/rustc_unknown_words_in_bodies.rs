//! Mistakes inside a body are rustc's to report, also beside a mistake of the pipeline.

use pipeline::pipeline;

fn in_a_closure() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + missing) >> count() }).run();
}

// rustc suggests no macro of this crate.
fn names_of_options() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + capacity + scope + flow) >> count() }).run();
}

fn path() {
    let _ = pipeline!({ generator(0..lenght) >> stage(missing_function) >> count() }).run();
}

// The context has a name only if the header gives it one.
fn context() {
    let _ = pipeline!({
        generator(0..3)
            >> stage(|n| {
                ctx.check()?;
                n
            })
            >> count()
    })
    .run();
}

// A stream is no variable.
fn stream() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        let more = numbers >> stage(|n| n + numbers.len());
        more >> count()
    })
    .run();
}

fn main() {}
