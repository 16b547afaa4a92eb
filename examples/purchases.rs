//! Many buyers and one till: orders from two sources are merged into the one stage that owns the
//! stock.
//!
//! ```text
//! cargo run --release --example purchases [BUYERS [PIECES]]
//! ```
//!
//! Each of the BUYERS (10) orders a dozen pieces. Half of them buy at the counter, half online.
//! There are PIECES (15) of each product. The program prints each sale and each refusal when it
//! happens, and at the end, for each product, how many pieces were sold, refused and left. Which
//! buyer gets a product depends on the schedule. The totals do not: pieces are sold as long as
//! there are any.
//!
//! What to look at: the stock is a `HashMap` in the block of the stage `till`, so it has one owner
//! and needs no lock. Look-up and sale are one step, because the stage takes one order at a time.
//! `fan_in` merges the two streams of orders without a thread of its own. The `sink` gets the
//! answers in the order of the sales, so the last sale of a product says how many pieces are left.

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use pipeline::{Error, pipeline};

type Product = &'static str;

const PRODUCTS: [Product; 6] = ["apples", "bread", "cheese", "honey", "olives", "tea"];

/// Number of pieces that a buyer orders.
const BASKET: usize = 12;

/// The largest number of buyers who order online at the same time.
const CONNECTIONS: usize = 4;

/// An order of one piece.
struct Order {
    buyer: usize,
    product: Product,
}

/// The sales of a product.
#[derive(Default)]
struct Total {
    sold: usize,
    refused: usize,
    left: usize,
}

type Totals = BTreeMap<Product, Total>;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let number = |text: &OsString| text.to_str()?.parse().ok();
    let (buyers, pieces) = match &arguments[..] {
        [] => (Some(10), Some(15)),
        [buyers] => (number(buyers), Some(15)),
        [buyers, pieces] => (number(buyers), number(pieces)),
        _ => (None, None),
    };
    let (Some(buyers), Some(pieces)) = (buyers, pieces) else {
        eprintln!("usage: purchases [BUYERS [PIECES]]");
        return ExitCode::from(2);
    };
    match sell(buyers, pieces) {
        Ok(totals) => {
            print(&totals, pieces);
            ExitCode::SUCCESS
        }
        // The reader of standard output has closed it: not an error.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("purchases: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Sells to all buyers and prints each answer. Returns the totals.
fn sell(buyers: usize, pieces: usize) -> Result<Totals, Error<io::Error>> {
    pipeline!(|| -> Result<Totals, io::Error> {
        let counter = generator(0..buyers / 2) >> flat_map(basket);
        let visits = generator(buyers / 2..buyers);
        let online = visits
            >> fan_out(CONNECTIONS, |buyer| {
                for order in basket(buyer) {
                    yield order;
                }
            });
        let orders = fan_in(counter, online);
        let answers = orders
            >> stage(name = "till", {
                let mut stock = HashMap::from(PRODUCTS.map(|product| (product, pieces)));
                move |order: Order| {
                    let left = stock.entry(order.product).or_default();
                    let sold = left.checked_sub(1);
                    *left = sold.unwrap_or(0);
                    (order, sold)
                }
            });
        answers
            >> sink(|answers| {
                let mut totals =
                    Totals::from(PRODUCTS.map(|product| (product, Total::full(pieces))));
                let mut out = io::stdout().lock();
                for (Order { buyer, product }, sold) in answers {
                    let total = totals.entry(product).or_default();
                    if let Some(left) = sold {
                        writeln!(out, "buyer {buyer} gets {product}")?;
                        total.sold += 1;
                        total.left = left;
                    } else {
                        writeln!(out, "buyer {buyer} is refused {product}")?;
                        total.refused += 1;
                    }
                }
                totals
            })
    })
    .run()
}

impl Total {
    fn full(left: usize) -> Self {
        Total {
            left,
            ..Total::default()
        }
    }
}

/// Returns the orders of a buyer, which are the same in each run.
fn basket(buyer: usize) -> impl Iterator<Item = Order> {
    (0..BASKET).map(move |thing| Order {
        buyer,
        product: PRODUCTS[(buyer + thing * thing) % PRODUCTS.len()],
    })
}

fn print(totals: &Totals, pieces: usize) {
    let mut out = io::stdout().lock();
    for (product, total) in totals {
        let Total {
            sold,
            refused,
            left,
        } = total;
        assert_eq!(sold + left, pieces, "{product} were lost or sold twice");
        // `println!` would panic if standard output is closed.
        let _ = writeln!(
            out,
            "{product}: {sold} sold, {refused} refused, {left} left"
        );
    }
}
