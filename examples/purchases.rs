//! Many buyers, one till: orders from everywhere are fanned in to the one stage that has the stock.
//!
//! ```text
//! cargo run --release --example purchases [BUYERS [PIECES]]
//! ```
//!
//! BUYERS (10) buyers, half of them at the counter and half online, order a dozen things each; of
//! each product there are PIECES (15). It prints who gets what and who is refused, as it comes, and
//! then of each product what was sold, refused and left. Who is first is a matter of luck, but the
//! totals are not: what is asked for is sold while it lasts.
//!
//! What to look at: the stock is a `HashMap` in the stage's block, so it has one owner, and there is
//! no lock and nothing to forget to lock. Look-up and sale are one step, as that stage takes one
//! order at a time. `fan_in` makes one stream of both kinds of orders, at no cost; the `sink` hears
//! the answers in the order of the sales, so a product's last sale says what is left of it.

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use pipeline::{Error, pipeline};

type Product = &'static str;

const PRODUCTS: [Product; 6] = ["apples", "bread", "cheese", "honey", "olives", "tea"];

/// How many things a buyer orders.
const BASKET: usize = 12;

/// How many buyers order online at the same time.
const CONNECTIONS: usize = 4;

/// One piece for one buyer.
struct Order {
    buyer: usize,
    product: Product,
}

/// What became of a product.
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
        // Whoever read the output has seen enough.
        Err(Error::Failed { source, .. }) if source.kind() == ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("purchases: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Sells to all buyers, and prints each answer.
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

/// What a buyer orders: the same at each run.
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
        // Not `println!`, which would panic if nobody reads.
        let _ = writeln!(
            out,
            "{product}: {sold} sold, {refused} refused, {left} left"
        );
    }
}
