//! What a body captures goes to the stage's own thread.

use std::rc::Rc;

use pipeline::pipeline;

fn stage_behind_a_generator() {
    let one = Rc::new(1);
    let _ = pipeline!({ generator(0..3) >> stage(|n| n + *one) >> count() }).run();
}

fn stage_behind_an_edge() {
    let one = Rc::new(1);
    let _ =
        pipeline!({ generator(0..3) >> fan_out(2, |n| n) >> stage(|n| n + *one) >> count() }).run();
}

fn yielding_stage() {
    let one = Rc::new(1);
    let _ = pipeline!({
        generator(0..3)
            >> stage(|n| {
                yield n + *one;
            })
            >> count()
    })
    .run();
}

fn generator() {
    let one = Rc::new(1);
    let _ = pipeline!({ generator(0..*one) >> count() }).run();
}

fn generator_that_yields() {
    let one = Rc::new(1);
    let _ = pipeline!({
        generator({
            yield *one;
        }) >> count()
    })
    .run();
}

fn method() {
    let one = Rc::new(1);
    let _ = pipeline!({ generator(0..3) >> filter(|n| n < &*one) >> count() }).run();
}

fn sink() {
    let one = Rc::new(1);
    let _ = pipeline!({ generator(0..3) >> sink(|items| items.count() + *one) }).run();
}

fn moved() {
    let one = Rc::new(1);
    let _ = pipeline!(move || { generator(0..3) >> stage(|n| n + *one) >> count() }).run();
}

fn main() {}
