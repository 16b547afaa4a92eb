//! The guide, and a page for each verb of the language.
//!
//! Begin with the [tutorial](guide::tutorial). There are pages for readers who come [from
//! Go](guide::from_go), [from rayon](guide::from_rayon), or [from futures and
//! tokio](guide::from_tokio). Each of the [verbs] has a page, and [`pipeline!`](crate::pipeline!)
//! describes the whole language on one page.
//!
//! The [cookbook](guide::cookbook) has complete programs, [how it works](guide::how_it_works) explains what happens in a run, and
//! [when not](guide::when_not) says where another tool fits better.
//!
//! This module has no code.

/// A page for each verb of the language: its purpose, its options, how it ends, and what it costs.
pub mod verbs {
    /// Makes a page of a line that says what the verb does, the picture of the page's first
    /// example, and the text. The words in brackets are names from other libraries, under which the
    /// search finds the page.
    macro_rules! verb {
        ($($name:ident: $about:literal, [$($word:literal),* $(,)?];)*) => {
            $(
                pub mod $name {
                    // Inside the module, so that links to other pages are `super::tee`.
                    #![doc = $about]
                    #![doc(alias($($word),*))]
                    //!
                    #![doc = include_str!(concat!("../docs/pictures/verbs/", stringify!($name), ".svg"))]
                    //!
                    #![doc = include_str!(concat!("../docs/verbs/", stringify!($name), ".md"))]
                }
            )*
        };
    }

    verb! {
        generator: "`generator(items)` makes a stream of the items of an iterator, or of the items that a block yields.",
            ["source", "producer", "iter", "unfold", "from", "async-stream", "range"];
        receive: "`receive(channel)` makes a stream of the items of a channel that exists already.",
            ["channel", "ReceiverStream", "Subject", "queue", "for range"];
        stage: "`s >> stage(body)` calls the body for each item of a stream, one after the other, on a worker of its own.",
            ["goroutine", "then", "observeOn", "worker", "actor", "map_async"];
        fan_out: "`s >> fan_out(n, body)` shares the items of a stream among `n` workers, which call the body in parallel.",
            ["worker pool", "thread pool", "mapAsync", "mapAsyncUnordered", "par_bridge", "par_iter",
             "buffered", "buffer_unordered", "for_each_concurrent", "flatMap", "mergeMap", "groupBy",
             "JoinSet", "semaphore", "parallel", "concurrency limit"];
        fan_in: "`fan_in(a, b, …)` joins streams of one type into one stream, in any order.",
            ["merge", "select", "select_all", "mergePreferred", "mpsc", "join streams"];
        concat: "`concat(a, b, …)` yields all items of one stream, and then all items of the next.",
            ["chain", "concatAll"];
        merge_by: "`merge_by(a, b, …, |x, y| …)` merges sorted streams into one sorted stream.",
            ["mergeSorted", "kmerge_by", "merge sort"];
        latest: "`latest(a, b)` yields a tuple of the newest items of two streams, each time one of them has a new item.",
            ["combineLatest", "zipLatest", "withLatestFrom"];
        tee: "`let (a, b) = s >> tee()` sends each item of a stream into every branch.",
            ["broadcast", "share", "publish", "multicast", "copy"];
        split: "`let (yes, no) = s >> split(|item| …)` sends each item of a stream into one of two branches.",
            ["partition", "divertTo", "filter"];
        route: "`let (a, b) = s >> route(|item| …)` lets the body send items into branches, each with a type of its own.",
            ["switch", "demux", "dispatch", "router", "side output"];
        zip: "`zip(a, b, …)` yields tuples of the i-th items of several streams.",
            ["zipWith", "join"];
        failures: "`let (ok, failed) = s >> stage(|item| f(item)?)`, `on_error`, `stop_after`, `keep`, `timeout`: what happens when a body fails.",
            ["on_error", "stop_after", "keep", "retry", "retryWhen", "catch", "recover", "supervision",
             "dead letter", "timeout", "skip"];
        feedback: "`s >> feedback(back, bound = n, full = fail)` closes a loop: items come back and are read again, until none is left.",
            ["loop", "expand", "cycle", "work queue", "work list", "recursion"];
        batch: "`s >> batch(n)` and `s >> batch_within(n, time)` collect items into `Vec`s.",
            ["batch_within", "chunks", "ready_chunks", "chunks_timeout", "grouped", "groupedWithin",
             "bufferCount", "bufferTime", "buffer", "window"];
        throttle: "`s >> throttle(n, time)` lets the next stage begin at most `n` items in any stretch of `time`.",
            ["rate limit", "rate limiter", "RateLimiter", "token bucket", "leaky bucket", "delay"];
        debounce: "`s >> debounce(time)` lets an item pass if no other item follows within `time`.",
            ["debounceTime", "quiet"];
        sample: "`s >> sample(time)` lets the newest item pass at the end of each period of `time`.",
            ["sampleTime", "auditTime", "throttleTime", "conflate", "ticker"];
        distinct: "`s >> distinct()` lets each item pass once, and `s >> distinct(|item| key)` one item of each key.",
            ["unique", "unique_by", "dedup", "deduplicate"];
        transform: "`s >> transform(|items| …)` runs a loop of your own over the whole stream. The items that the loop yields are a new stream.",
            ["mapPartitions", "statefulMapConcat", "GraphStage", "group", "sort", "scan", "barrier"];
        segment: "`s >> segment(words())` puts the stages of a segment here: a part of a pipeline that a function returns.",
            ["Flow", "pipe", "operator", "compose", "subgraph"];
        sink: "`s >> sink(|items| …)` runs a loop of your own over the whole stream. Its result is a value of the pipeline.",
            ["for_each", "fold", "subscribe", "subscriber", "consumer"];
        methods: "`s >> map(f)`, `s >> collect()`: the methods of `Iterator`, which run in the stages beside them.",
            ["operator", "map", "filter", "filter_map", "flat_map", "take", "collect", "fold", "count",
             "StreamExt", "ParallelIterator"];
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
        #[doc(alias("goroutine", "go", "chan", "select", "errgroup", "WaitGroup", "context", "defer"))]
        from_go: "From Go: `go`, `chan`, `select`, `errgroup` and their like, and the patterns of *Concurrency in Go*.";
        #[doc(alias("par_iter", "par_bridge", "scope", "join", "ThreadPool"))]
        from_rayon: "From rayon: what is the same, what is not, and when rayon is better.";
        #[doc(alias("StreamExt", "JoinSet", "CancellationToken", "buffer_unordered", "select", "spawn", "mpsc", "futures"))]
        from_tokio: "From futures and tokio: streams, tasks and channels beside `pipeline!(async { … })`.";
        expansion: "The code that a declaration becomes, line by line.";
        how_it_works: "What happens when a pipeline runs: threads, streams, waits, ends, joins and drops.";
        #[cfg(feature = "testing")]
        testing: "How to test a pipeline: faults, leaks, conservation, a clock, and schedules.";
        #[cfg(feature = "cluster")]
        scale: "From 10 to 1,000 worker processes: which limit comes first, and how to go past it.";
        when_not: "When another tool fits better, and what this crate cannot do.";
    }

    /// The programs in the directory `examples`, and what to learn from each of them.
    ///
    #[doc = include_str!("../docs/guide/cookbook.md")]
    pub mod cookbook {
        /// Makes a page of a line about the program, what to learn from it, its pictures, and its
        /// source. If the program is a package of its own, its source is only in the repository.
        macro_rules! recipe {
            ($($name:ident: $about:literal, [$($picture:literal),*], $where:tt $source:literal;)*) => {
                $(
                    #[doc = $about]
                    ///
                    #[doc = include_str!(concat!("../docs/guide/cookbook/", stringify!($name), ".md"))]
                    ///
                    $(
                        #[doc = include_str!(concat!("../docs/pictures/", $picture, ".svg"))]
                        ///
                    )*
                    #[doc = recipe!(@begin $where $source)]
                    #[doc = recipe!(@source $where $source)]
                    #[doc = recipe!(@end $where)]
                    pub mod $name {}
                )*
            };
            (@begin here $source:literal) => { "````ignore" };
            (@begin package $source:literal) => { concat!("The source is `examples/", $source, "` in the repository.") };
            (@source here $source:literal) => { include_str!(concat!("../examples/", $source)) };
            (@source package $source:literal) => { "" };
            (@end here) => { "````" };
            (@end package) => { "" };
        }

        recipe! {
            digest_tree: "The md5 of every file in a folder.",
                ["digest_tree"], here "digest_tree.rs";
            word_count: "The words of some files, counted in constant memory.",
                ["word_count"], here "word_count.rs";
            fibonacci: "A stream without an end, of which only as much is made as is read.",
                ["fibonacci"], here "fibonacci.rs";
            primes: "The primes up to a number, by workers that borrow, in order.",
                ["primes"], here "primes.rs";
            grep_tree: "The lines in a folder that hold a text, in sorted order.",
                ["grep_tree"], here "grep_tree.rs";
            search: "A library that gives an iterator.",
                ["search"], here "search/library.rs";
            purchases: "Many buyers, and one stage that owns the stock.",
                ["purchases"], here "purchases.rs";
            segments: "The parts of a request, checked side by side.",
                ["segments"], here "segments.rs";
            dedupe: "Equal files, found in two phases.",
                ["dedupe"], here "dedupe.rs";
            crawl: "The broken links of a site: a loop that finds its own end.",
                ["crawl"], here "crawl/main.rs";
            deadline: "One time limit for a request and the pipelines inside its bodies.",
                ["deadline-ask_all", "deadline-ask"], here "deadline.rs";
            sessions: "Several users at the same time, each in a session that can end alone.",
                ["sessions-run_sessions", "sessions-session", "sessions-search"], here "sessions.rs";
            quit: "Live input, a drain and a cancel.",
                ["quit"], here "quit.rs";
            line_server: "A TCP server with an order for each user.",
                ["line_server-read_clients", "line_server-answer", "line_server-run_clients"], here "line_server.rs";
            thumbnails: "Small copies of pictures, on all cores.",
                ["thumbnails-make_thumbnails", "thumbnails-write_samples"], package "thumbnails/src/main.rs";
            progress: "A live report, as bars.",
                ["progress"], package "progress/src/main.rs";
            top: "A live report, as a whole screen.",
                ["top"], package "top/src/main.rs";
            metered: "A live report, as metrics.",
                ["metered"], package "metered/src/main.rs";
            testing: "A pipeline and its tests.",
                ["testing"], package "testing/src/lib.rs";
            word_count_cluster: "Words, counted by several processes.",
                ["word_count_cluster"], package "word_count_cluster/src/main.rs";
            fetch: "Many HTTP requests, with retries and a deadline.",
                ["fetch"], package "async/src/bin/fetch.rs";
            crawl_async: "The broken links of a site, over HTTP.",
                ["crawl_async"], package "async/src/bin/crawl_async.rs";
            chat_fan_in: "A chat server whose connections are a stream.",
                ["chat_fan_in-serve", "chat_fan_in-run_clients"], package "async/src/bin/chat_fan_in.rs";
            two_worlds: "Threads that compute, and futures that talk.",
                ["two_worlds-digest_lines", "two_worlds-ask", "two_worlds-print_new"], package "async/src/bin/two_worlds.rs";
        }
    }
}
