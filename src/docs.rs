//! The guide, and a page for each verb of the language.
//!
//! Begin with the [tutorial](guide::tutorial). If you come from Go, from rayon or from tokio, there is a page for you:
//! [from Go](guide::from_go), [from rayon](guide::from_rayon), [from futures and tokio](guide::from_tokio). The
//! [verbs](verbs) have a page each, and [`pipeline!`](crate::pipeline!) is the whole language on one page.
//!
//! This module has no code.

/// A page for each verb of the language: what it is for, its options, how it ends, and what it costs.
pub mod verbs {
    /// A page: a line that says what the verb does, the picture of the page's first example, and the page.
    macro_rules! verb {
        ($($name:ident: $about:literal;)*) => {
            $(
                #[doc = $about]
                ///
                #[doc = include_str!(concat!("../docs/pictures/verbs/", stringify!($name), ".svg"))]
                ///
                #[doc = include_str!(concat!("../docs/verbs/", stringify!($name), ".md"))]
                pub mod $name {}
            )*
        };
    }

    verb! {
        fan_out: "`s >> fan_out(n, body)` gives the items of a stream to `n` workers, which call the body side by side.";
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

    page! {
        tutorial: "A log analyser that grows in eight steps, from a loop to a service that is reported, stopped and tested.";
        from_go: "From Go: `go`, `chan`, `select`, `errgroup` and their like, and the patterns of *Concurrency in Go*.";
        from_rayon: "From rayon: what is the same, what is not, and when rayon is better.";
        from_tokio: "From futures and tokio: streams, tasks and channels beside `pipeline!(async { … })`.";
        how_it_works: "What happens when a pipeline runs: threads, streams, waits, ends, joins and drops.";
    }
}
