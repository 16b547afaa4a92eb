//! The guide, and a page for each verb of the language.
//!
//! Begin with the [tutorial](guide::tutorial). If you come from Go, from rayon or from tokio, there is a page for you:
//! [from Go](guide::from_go), [from rayon](guide::from_rayon), [from futures and tokio](guide::from_tokio). The
//! [verbs] have a page each, and [`pipeline!`](crate::pipeline!) is the whole language on one page.
//!
//! The [cookbook](guide::cookbook) has complete programs, [how it works](guide::how_it_works) explains what happens in a run, and
//! [when not](guide::when_not) says where another tool fits better.
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
        #[cfg(feature = "testing")]
        testing: "How to test a pipeline: faults, leaks, conservation, a clock, and schedules.";
        when_not: "When another tool fits better, and what this crate cannot do.";
    }

    /// The programs of the folder `examples`, and what to learn from each.
    ///
    #[doc = include_str!("../docs/guide/cookbook.md")]
    pub mod cookbook {
        /// A page: a line about the program, what to learn from it, its pictures, and its source.
        macro_rules! recipe {
            ($($name:ident: $about:literal, [$($picture:literal),*], $source:literal;)*) => {
                $(
                    #[doc = $about]
                    ///
                    #[doc = include_str!(concat!("../docs/guide/cookbook/", stringify!($name), ".md"))]
                    ///
                    $(
                        #[doc = include_str!(concat!("../docs/pictures/", $picture, ".svg"))]
                        ///
                    )*
                    #[doc = "````ignore"]
                    #[doc = include_str!(concat!("../examples/", $source))]
                    #[doc = "````"]
                    pub mod $name {}
                )*
            };
        }

        recipe! {
            digest_tree: "The md5 of every file in a folder.",
                ["digest_tree"], "digest_tree.rs";
            word_count: "The words of some files, counted in constant memory.",
                ["word_count"], "word_count.rs";
            fibonacci: "A stream without an end, of which only as much is made as is read.",
                ["fibonacci"], "fibonacci.rs";
            primes: "The primes up to a number, by workers that borrow, in order.",
                ["primes"], "primes.rs";
            grep_tree: "The lines in a folder that hold a text, in sorted order.",
                ["grep_tree"], "grep_tree.rs";
            search: "A library that gives an iterator.",
                ["search"], "search/library.rs";
            purchases: "Many buyers, and one stage that owns the stock.",
                ["purchases"], "purchases.rs";
            segments: "The parts of a request, checked side by side.",
                ["segments"], "segments.rs";
            dedupe: "Equal files, found in two phases.",
                ["dedupe"], "dedupe.rs";
            crawl: "The broken links of a site: a loop that finds its own end.",
                ["crawl"], "crawl/main.rs";
            deadline: "One time limit for a request and the pipelines inside its bodies.",
                ["deadline-ask_all", "deadline-ask"], "deadline.rs";
            sessions: "Several users at the same time, each in a session that can end alone.",
                ["sessions-run_sessions", "sessions-session", "sessions-search"], "sessions.rs";
            quit: "Live input, a drain and a cancel.",
                ["quit"], "quit.rs";
            line_server: "A TCP server with an order for each user.",
                ["line_server-read_clients", "line_server-answer", "line_server-run_clients"], "line_server.rs";
            thumbnails: "Small copies of pictures, on all cores.",
                ["thumbnails-make_thumbnails", "thumbnails-write_samples"], "thumbnails/src/main.rs";
            progress: "A live report, as bars.",
                ["progress"], "progress/src/main.rs";
            top: "A live report, as a whole screen.",
                ["top"], "top/src/main.rs";
            metered: "A live report, as metrics.",
                ["metered"], "metered/src/main.rs";
            testing: "A pipeline and its tests.",
                ["testing"], "testing/src/lib.rs";
            fetch: "Many HTTP requests, with retries and a deadline.",
                ["fetch"], "async/src/bin/fetch.rs";
            crawl_async: "The broken links of a site, over HTTP.",
                ["crawl_async"], "async/src/bin/crawl_async.rs";
            chat_fan_in: "A chat server whose connections are a stream.",
                ["chat_fan_in-serve", "chat_fan_in-run_clients"], "async/src/bin/chat_fan_in.rs";
            two_worlds: "Threads that compute, and futures that talk.",
                ["two_worlds-digest_lines", "two_worlds-ask", "two_worlds-print_new"], "async/src/bin/two_worlds.rs";
        }
    }
}
