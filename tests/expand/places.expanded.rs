fn expanded() {
    ::pipeline::__private::Pipeline::returning::<
        Result<usize, MyError>,
        _,
        _,
        _,
        _,
    >(
        0,
        move |run_| {
            let (to_paths_, paths_) = run_.edge();
            let (to_words_, words_) = run_.edge();
            let (to_lengths_, lengths_) = run_.edge();
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_.generator("paths", to_paths_).items(|| files);
                scope_
                    .fan_out("words", 8, paths_, to_words_)
                    .at("workers")
                    .try_yields(|path: PathBuf, out_| ::core::result::Result::Ok({
                        for word in fs::read_to_string(&path)?.split_whitespace() {
                            if let ::core::result::Result::Err(_) = out_
                                .send(word.to_owned())
                            {
                                return ::core::result::Result::Ok(());
                            }
                        }
                    }));
                scope_
                    .fan_out("lengths", 1, words_, to_lengths_)
                    .at("counters")
                    .ordered()
                    .map(|word: String| word.len());
                let output_ = scope_.sink("output", lengths_, |lengths_| lengths_.sum());
                scope_.join()?;
                ::core::result::Result::Ok(output_.get())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("paths", "generator"),
                    stage("words", "fan_out").at("workers"),
                    stage("lengths", "stage").at("counters"),
                    stage("output", "sum"),
                ],
                edges: &[
                    edge("paths", &["paths"], "words", Window),
                    edge("words", &["words"], "lengths", Window),
                    edge("lengths", &["lengths"], "output", Window),
                ],
            }
        },
    )
}
