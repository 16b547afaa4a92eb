fn expanded() {
    ::pipeline::__private::Segment::new(
        ::std::boxed::Box::new(move |run_, lines_, to_output_| {
            let (to_words_, words_) = run_.edge();
            let (to_known_, known_) = run_.edge();
            let (to_unknown_, unknown_) = (&run_.aside()).edge();
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_
                    .stage("words", lines_, to_words_)
                    .yields(|line, out_| {
                        for word in line.split(' ') {
                            if let ::core::result::Result::Err(_) = out_
                                .send(word.to_owned())
                            {
                                return;
                            }
                        }
                    });
                scope_
                    .split("known+unknown", words_, to_known_, to_unknown_)
                    .map(|word| dictionary.contains(word));
                scope_
                    .sink(
                        "for_each",
                        unknown_,
                        |unknown_| unknown_.for_each(|word| report(word)),
                    );
                scope_
                    .fan_out("output", 4, known_, to_output_)
                    .try_map(|word| ::core::result::Result::Ok(score(&word)?));
            })
        }),
        const {
            use ::pipeline::__private::graph::*;
            &Part {
                reader: "words",
                graph: Graph {
                    stages: &[
                        stage("words", "stage"),
                        stage("known+unknown", "split"),
                        stage("for_each", "for_each"),
                        stage("output", "fan_out"),
                    ],
                    edges: &[
                        edge("words", &["words"], "known+unknown", Window),
                        edge("known", &["known+unknown"], "output", Window),
                        edge("unknown", &["known+unknown"], "for_each", Window),
                    ],
                },
                fillers: &["output"],
                barred_from_loops: None,
            }
        },
    )
}
