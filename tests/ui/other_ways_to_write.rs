//! Ways to write a declaration that one may expect from elsewhere: the message says how it is
//! written here, and nothing else is reported.

use pipeline::pipeline;

fn several_streams() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        [a, b] >> count()
    });
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        (a, b) >> fan_in() >> count()
    });
    let _ = pipeline!({
        let (a, b) = (generator(0..3), generator(3..6));
        (a >> count(), b >> count())
    });
}

fn a_copy() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = a.clone();
        (a >> count(), b >> count())
    });
}

fn a_stream_in_a_method() {
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        a >> zip(b) >> count()
    });
    let _ = pipeline!({
        let a = generator(0..3);
        let b = generator(3..6);
        a >> chain(b) >> count()
    });
}

fn a_path_and_a_macro() {
    let _ = pipeline!({ pipeline::generator(0..3) >> count() });
    let _ = pipeline!({ generator!(0..3) >> count() });
}

fn an_async_block() {
    let _ = pipeline!({
        let a = async { 3 };
        a >> count()
    });
}

fn semicolons() {
    let _ = pipeline!({ generator(0..3) >> stage(|n| n;) >> count() });
    let _ = pipeline!({ generator(0..3) >> map(|n| n;) >> count() });
}

fn literals_before_the_body() {
    let _ = pipeline!({ generator(0..3) >> stage(4, |n| n) >> count() });
    let _ = pipeline!({ generator(0..3) >> stage("copy", |n| n) >> count() });
    let _ = pipeline!({ generator("numbers", 0..3) >> count() });
}

fn values_of_options() {
    let _ = pipeline!({ generator(0..3) >> stage(name = copy, |n| n) >> count() });
    let _ = pipeline!({ generator(0..3) >> fan_out(4, by = key(3), |n| n) >> count() });
}

fn misspelt() {
    let _ = pipeline!(async { generator(0..3) >> filtr(async |n| *n > 1) >> count() });
    let _ = pipeline!({
        let (low, high) = generator(0..3) >> roue(|n| if n > 1 { high(n) } else { low(n) });
        (low >> count(), high >> count())
    });
}

fn a_result_around_the_tail() {
    let _ = pipeline!({
        let a = generator(0..3);
        Ok(a >> count())
    });
    let _ = pipeline!({
        let a = generator(0..3);
        Some((a >> count(), 3))
    });
}

fn key(n: u32) -> impl Fn(&u32) -> u32 {
    move |m| n + m
}

fn main() {}
