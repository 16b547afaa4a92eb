//! A pipeline and its tests, as one would write them: `cargo test -p testing-example`.
//!
//! What to look at: the pipeline takes what it depends on, its lines and its price list, from its caller.
//! So its tests, in `tests/every_end.rs`, hand it lines that break off and a list that fails, and no code
//! of a test is in what ships.

use std::io;

use pipeline::{BoxError, Pipeline, pipeline};

/// What all orders cost together, in cents; an order is a line such as `3 apples`.
///
/// `price` is asked by several threads at once.
pub fn total<'p, L, P>(lines: L, price: P) -> Pipeline<'p, u64>
where
    L: IntoIterator<Item = io::Result<String>> + Send + 'p,
    P: Fn(&str) -> Result<u64, BoxError> + Send + Sync + 'p,
{
    pipeline!(move || {
        let orders = generator({
            for line in lines {
                yield line?;
            }
        });
        let parsed = orders >> stage(|order: String| parse(&order)?);
        let costs = parsed >> fan_out(2, |(count, thing)| count * price(&thing)?);
        costs >> sum::<u64>()
    })
}

fn parse(order: &str) -> Result<(u64, String), BoxError> {
    let (count, thing) = order.split_once(' ').ok_or("an order has two words")?;
    Ok((count.parse()?, thing.to_owned()))
}
