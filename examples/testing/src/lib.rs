//! A pipeline and its tests, as a user of the crate would write them: `cargo test -p
//! testing-example`.
//!
//! What to look at: the caller passes in everything that the pipeline depends on, the lines and the
//! price list. So the tests in `tests/every_end.rs` can pass lines that break off and a price list
//! that fails. The pipeline itself has no code for tests.

use std::io;

use pipeline::{BoxError, Pipeline, pipeline};

/// Returns a pipeline that computes the total of all orders, in cents. An order is a line such as
/// `3 apples`.
///
/// Several threads may call `price` at the same time.
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
