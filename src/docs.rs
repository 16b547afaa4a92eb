//! The guide, and a page for each verb of the language.
//!
//! Begin with the [tutorial](guide::tutorial). If you come from Go, from rayon or from tokio, there is a page for you:
//! [from Go](guide::from_go), [from rayon](guide::from_rayon), [from futures and tokio](guide::from_tokio). The
//! [verbs] have a page each, and [`pipeline!`](crate::pipeline!) is the whole language on one page.
//!
//! This module has no code.

/// A page for each verb of the language: what it is for, its options, how it ends, and what it costs.
pub mod verbs {
    /// A page: a line that says what the verb does, the picture of the page's first example, and the page.
    macro_rules! verb {
        ($($name:ident: $about:literal;)*) => {
            $(
                pub mod $name {
                    // Inside, so that links to other pages are `super::tee`.
                    #![doc = $about]
                    //!
                    #![doc = include_str!(concat!("../docs/pictures/verbs/", stringify!($name), ".svg"))]
                    //!
                    #![doc = include_str!(concat!("../docs/verbs/", stringify!($name), ".md"))]
                }
            )*
        };
    }

    verb! {
        generator: "`generator(items)` makes a stream of the items of an iterator, or of those that a block yields.";
        receive: "`receive(channel)` makes a stream of the items of a channel that exists already.";
        stage: "`s >> stage(body)` calls the body for each item of a stream, one after the other, on one worker.";
        fan_out: "`s >> fan_out(n, body)` gives the items of a stream to `n` workers, which call the body side by side.";
        fan_in: "`fan_in(a, b, …)` joins streams of one type into one stream, in any order.";
        concat: "`concat(a, b, …)` gives all items of one stream, then those of the next.";
        merge_by: "`merge_by(a, b, …, |x, y| …)` merges sorted streams into one sorted stream.";
        latest: "`latest(a, b)` gives the newest item of each of two streams as a tuple, whenever one of them changes.";
        tee: "`let (a, b) = s >> tee()` gives each item of a stream to every branch.";
        split: "`let (yes, no) = s >> split(|item| …)` gives each item of a stream to one of two branches.";
        route: "`let (a, b) = s >> route(|item| …)` lets the body send items into branches, each with a type of its own.";
        zip: "`zip(a, b, …)` gives the i-th items of several streams as a tuple.";
        failures: "`let (ok, failed) = s >> stage(|item| f(item)?)`, `on_error`, `stop_after`, `keep`, `timeout`: what becomes of failures.";
        feedback: "`s >> feedback(back, bound = n, full = fail)` closes a loop, whose items come back, and which finds its own end.";
        batch: "`s >> batch(n)` and `s >> batch_within(n, time)` give several items together, as a `Vec`.";
        throttle: "`s >> throttle(n, time)` lets the next stage begin at most `n` items in any stretch of `time`.";
        debounce: "`s >> debounce(time)` lets an item pass when no further one has come for `time`.";
        sample: "`s >> sample(time)` lets the newest item pass at the end of each period of `time`.";
        distinct: "`s >> distinct()` lets each item pass once, and `s >> distinct(|item| key)` one item of each key.";
        transform: "`s >> transform(|items| …)` gives a loop of your own the whole stream, and makes a stream of what it yields.";
        segment: "`s >> segment(words())` puts the stages of a segment here: a part of a pipeline that a function returns.";
        sink: "`s >> sink(|items| …)` gives a loop of your own the whole stream, and makes a value of its result.";
        methods: "`s >> map(f)`, `s >> collect()`: the methods of `Iterator`, which run in the stages beside them.";
    }
}

/// How to learn the language, to use it, and to know when not to.
pub mod guide {
    macro_rules! page {
        ($($(#[$gate:meta])* $name:ident: $about:literal;)*) => {
            $(
                $(#[$gate])*
                #[doc = $about]
                ///
                #[doc = include_str!(concat!("../docs/guide/", stringify!($name), ".md"))]
                pub mod $name {}
            )*
        };
    }

    page! {}
}
