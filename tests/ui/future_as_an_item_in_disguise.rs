//! A future does not become an item unnoticed: in a variable, or out of a method that has the name of one of `std`.

use pipeline::pipeline;

async fn fetch(n: u32) -> u32 {
    n
}

struct Store;

impl Store {
    async fn push(&self, _: u32) {}

    async fn size(&self) -> usize {
        0
    }
}

fn method_with_the_name_of_another() {
    let store = Store;
    let _ = pipeline!(async { generator(0..3) >> stage(async |n| store.push(n)) >> count() });
}

fn method_in_a_fan_out_on_threads() {
    let store = Store;
    let _ = pipeline!({ generator(0..3) >> fan_out(2, |_| store.size()) >> count() });
}

fn variable() {
    let _ = pipeline!(async {
        generator(0..3)
            >> stage(|n| {
                let page = fetch(n);
                page
            })
            >> count()
    });
}

fn variable_in_a_branch_on_threads() {
    let _ = pipeline!({
        let pages = generator(0..3)
            >> stage(|n| {
                let page = fetch(n);
                if n == 0 {
                    todo!()
                } else {
                    page
                }
            });
        pages >> count()
    });
}

fn variable_that_is_yielded() {
    let _ = pipeline!(async {
        generator({
            for n in 0..3 {
                let page = fetch(n);
                yield page;
            }
        }) >> count()
    });
}

fn variable_in_a_route() {
    let _ = pipeline!(async {
        let (small, large) = generator(0..3)
            >> route(async |n| {
                let page = fetch(n);
                if n == 0 {
                    small(n).await;
                } else {
                    large(page).await;
                }
            });
        (small >> count(), large >> count())
    });
}

fn main() {}
