//! What is nearly right: the message says what is.

use pipeline::pipeline;

fn fat_arrow() {
    let _ = pipeline!({ generator(0..3) => count() });
}

fn thin_arrow() {
    let _ = pipeline!({ generator(0..3) -> count() });
}

fn one_sign() {
    let _ = pipeline!({ generator(0..3) > count() });
}

fn pipe() {
    let _ = pipeline!({ generator(0..3) |> count() });
}

fn plus() {
    let _ = pipeline!({ generator(0..3) + count() });
}

fn types_without_colons() {
    let _ = pipeline!({ generator(0..3) >> collect<Vec<_>>() });
}

fn types_without_colons_in_a_let() {
    let _ = pipeline!({
        let all = generator(0..3) >> collect<Vec<_>>();
        all
    });
}

fn misspelt_word() {
    let _ = pipeline!({ generator(0..3) >> fan_out(2, order, |n| n) >> count() });
}

fn misspelt_word_of_an_async_stage() {
    let _ = pipeline!(async { generator(0..3) >> stage(block, |n| n) >> count() });
}

fn workers_behind_the_body() {
    let _ = pipeline!({ generator(0..3) >> fan_out(|n| n + 1, 4) >> count() });
}

fn names_without_parentheses() {
    let _ = pipeline!({
        let ok, failed = generator(["1"]) >> stage(|text| text.parse::<u32>()?);
        (ok >> count(), failed >> count())
    });
}

fn misspelt_even() {
    let second = std::time::Duration::from_secs(1);
    let _ = pipeline!({ generator(0..3) >> throttle(evenly, 3, second) >> count() });
    let _ = pipeline!({ generator(0..3) >> throttle(3, second, evenly) >> count() });
}

fn misspelt_weight() {
    let _ = pipeline!({
        let texts = generator(capacity = wieght(3, |text: &&str| text.len()), ["a"]);
        texts >> fan_out(2, |text| text) >> batch(weigth(3, |text| text.len())) >> count()
    });
}

fn number() {
    let _ = pipeline!({ generator(3) >> count() });
}

fn option() {
    let _ = pipeline!({
        generator(["1"])
            >> stage(|text: &str| -> Option<char> {
                let first = text.chars().next()?;
                Some(first)
            })
            >> count()
    });
}

fn question_mark_in_a_method() {
    let _ = pipeline!({
        generator(["1"]) >> for_each(|text: &str| {
            text.parse::<u32>()?;
        });
    });
}

fn question_mark_in_a_test() {
    let _ = pipeline!(async { generator(["1"]) >> filter(|text| text.parse::<bool>()?) >> count() });
}

fn question_mark_in_a_map() {
    let _ = pipeline!({
        let a = generator(["1"]) >> map(|text| (text, text.parse::<u32>()?));
        let b = a >> map(|(text, n)| {
            let m = text.parse::<u32>()?;
            format!("{n}{m}")
        });
        b >> count()
    });
}

fn main() {}
