//! One mistake in each pipeline, and one message for each.

use pipeline::pipeline;

// Nothing is known of `words`, so nothing is said of what is done with it.
fn what_depends_on_an_unknown_stream() {
    let _ = pipeline!({
        let words = lines >> stage(|line: &str| line.len());
        let long = words >> filter(|n| *n > 3);
        let all = fan_in(words, long);
        (all >> count(), words, long)
    })
    .run();
}

// The line of `words` does not parse: all of its names are touched.
fn names_in_a_line_that_does_not_parse() {
    let _ = pipeline!({
        let lines = generator(["a b"]);
        let words = lines + stage(|line| line.len());
        words >> count()
    })
    .run();
}

// The name that was meant is not reported as unread.
fn the_stream_that_was_meant() {
    let _ = pipeline!({
        let words = generator(["a"]);
        let loud = wrods >> stage(|word| word.to_uppercase());
        loud >> count()
    })
    .run();
}

// The verb that was meant is clear: its stream is not unread, its output not unknown.
fn the_stream_of_an_unknown_verb() {
    let _ = pipeline!({
        let words = generator(["a"]);
        let loud = words >> stag(|word| word.to_uppercase());
        let louder = loud >> stage(|word| word + "!");
        louder >> collect::<Vec<String>>()
    })
    .run();
}

// What uses an error's pipeline is not judged, and no type is asked for.
fn what_uses_the_value() {
    let pipe = pipeline!({
        let words = generator(Vec::new());
        words >> map(|word| word.into()) >> for_each(drop::<String>);
        wrods
    });
    let value = pipe.run().unwrap();
    println!("{}", value.len());
}

fn main() {}
