//! Only streams are declared in a pipeline: other code stands before it, or in a body.

use pipeline::pipeline;

fn a_let() {
    let _ = pipeline!({
        let n = 3;
        let numbers = generator(0..n);
        numbers >> count()
    });
}

fn lets_that_bodies_use() {
    let k = 3;
    let _ = pipeline!({
        let mut names = vec![String::from("a")];
        let path = std::env::args().next().unwrap();
        let workers = k + 1;
        let double = |n: u32| n * 2;
        let words = generator(names.iter().map(|name| path.len() + name.len()));
        words >> fan_out(workers, |n| double(n as u32)) >> map(|n| format!("{path}{n}")) >> count()
    });
}

fn a_value_that_is_printed() {
    let _ = pipeline!({
        let total = generator(0..3) >> count();
        println!("{total}");
    });
}

fn a_call() {
    let _ = pipeline!({
        drop(3);
        generator(0..3) >> count()
    });
}

fn a_macro() {
    let _ = pipeline!({
        println!("hi");
        generator(0..3) >> count()
    });
}

fn a_loop() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        for n in numbers {
            println!("{n}");
        }
    });
}

fn a_condition() {
    let _ = pipeline!({
        let numbers = generator(0..3);
        if true { numbers >> count() } else { numbers >> sum() }
    });
}

fn an_item() {
    let _ = pipeline!({
        use std::fmt;
        generator(0..3) >> count()
    });
}

fn a_vector() {
    let _ = pipeline!({
        let numbers = vec![1, 2] >> map(|n| n + 1);
        numbers >> count()
    });
}

fn an_array() {
    let _ = pipeline!({ [1, 2] >> count() });
}

fn a_range() {
    let _ = pipeline!({ (0..3) >> count() });
}

fn a_reference() {
    let v = vec![1];
    let _ = pipeline!({ &v >> count() });
}

fn an_attribute() {
    let _ = pipeline!({
        #[allow(unused_variables)]
        let numbers = generator(0..3);
        numbers >> count()
    });
}

fn main() {}
