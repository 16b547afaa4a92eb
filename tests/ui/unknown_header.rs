//! Before its block, a pipeline has a header or nothing. What else stands there is one mistake, and
//! the declaration is read as without it.

use pipeline::pipeline;

fn a_word() {
    let _ = pipeline!(spawn async move {
        let open = generator(1..=9_u64) >> feedback(again, bound = 9, full = fail);
        let (again, passed) = open >> route(|n| if n < 3 { again(n) } else { passed(n) });
        passed >> count()
    });
}

fn an_argument() {
    let _ = pipeline!(run_with, { generator(0..3) >> count() });
}

fn a_value() {
    let context = pipeline::Context::new();
    let _ = pipeline!(&context, |ctx| { generator(0..3) >> for_each(|_| ctx.cancel()) });
}

fn behind_the_header() {
    let _ = pipeline!(|ctx|, { generator(0..3) >> for_each(|_| ctx.cancel()) });
}

fn an_option() {
    let _ = pipeline!(threads = 4; { generator(0..3) >> count() });
}

fn misspelt() {
    let _ = pipeline!(asnyc { generator(0..3) >> count() });
}

fn a_block_of_another_kind() {
    let _ = pipeline!(unsafe { generator(0..3) >> count() });
}

fn main() {}
