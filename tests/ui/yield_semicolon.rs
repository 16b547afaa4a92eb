//! A `yield` ends with a `;`, unless it is the last statement.

use pipeline::pipeline;

fn before_another() {
    let _ = pipeline!({
        let numbers = generator(0..2);
        let both = numbers
            >> stage(|n| {
                yield n
                yield n + 1;
            });
        both >> count()
    });
}

fn before_a_let() {
    let _ = pipeline!({
        let numbers = generator(0..2);
        let both = numbers
            >> stage(|n| {
                yield n + 1
                let half = n / 2;
                yield half;
            });
        both >> count()
    });
}

fn before_a_call() {
    let _ = pipeline!(async {
        let numbers = generator({
            let first = 3;
            yield first
            drop(first);
        });
        numbers >> count()
    });
}

fn main() {}
