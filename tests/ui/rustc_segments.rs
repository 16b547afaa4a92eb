//! What rustc says of segments whose types or borrows do not fit.

use std::rc::Rc;

use pipeline::{AsyncSegment, Segment, pipeline, segment};

fn words() -> Segment<'static, String, u32> {
    segment!(|lines| lines >> stage(|line| line.len()))
}

fn lengths() -> Segment<'static, String, usize> {
    segment!(|lines| lines >> stage(|line| line.len()))
}

fn async_lengths() -> AsyncSegment<'static, String, usize> {
    segment!(async |lines| lines >> stage(async |line| line.len()))
}

fn other_items() {
    let _ = pipeline!({ generator(0..3) >> segment(lengths()) >> count() }).run();
}

fn other_engine() {
    let _ = pipeline!({ generator([String::new()]) >> segment(async_lengths()) >> count() }).run();
    let _ = pipeline!(async { generator([String::new()]) >> segment(lengths()) >> count() }).run();
}

fn no_segment() {
    let _ = pipeline!({ generator([String::new()]) >> segment(3) >> count() }).run();
}

fn not_a_result() -> Segment<'static, String, usize> {
    segment!(|lines| -> usize { lines >> stage(|line| line.len()) })
}

fn borrows() -> Segment<'static, String, String> {
    let suffix = String::from("!");
    segment!(|lines| lines >> stage(|line| line + &suffix))
}

fn borrows_in_a_future() -> AsyncSegment<'static, String, String> {
    let suffix = String::from("!");
    segment!(async |lines| lines >> stage(async |line| line + &suffix))
}

fn not_send() -> Segment<'static, String, usize> {
    let suffix = Rc::new(String::from("!"));
    segment!(move |lines| lines >> stage(|line| line.len() + suffix.len()))
}

async fn fetch(line: String) -> usize {
    line.len()
}

fn future_as_an_item() -> AsyncSegment<'static, String, impl Future<Output = usize>> {
    segment!(async |lines| lines >> stage(fetch))
}

fn unknown_type() {
    let _ = segment!(|lines| lines >> stage(|line| line.len()));
}

fn main() {}
