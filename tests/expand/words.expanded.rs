fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let ctx = run_.context();
            let (to_lines_, lines_) = run_.edge::<String>();
            let (to_words_, words_) = run_.edge();
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_
                    .stage("lines", scope_.receive(rx), to_lines_)
                    .through(|items_| items_.skip_while(String::is_empty));
                scope_
                    .stage("split", lines_, to_words_)
                    .yields(|line, out_| {
                        for word in line.split(' ') {
                            if let ::core::result::Result::Err(_) = out_
                                .send(word.to_owned())
                            {
                                return;
                            }
                        }
                    });
                let output_ = scope_
                    .sink(
                        "lengths",
                        scope_
                            .through(
                                words_,
                                |words_| words_.filter(|word| !word.is_empty()),
                            ),
                        |words_| {
                            words_
                                .try_map({
                                    let mut seen = HashSet::new();
                                    move |word| ::core::result::Result::Ok({
                                        ctx.check()?;
                                        let new = seen.insert(word.clone());
                                        (word.len(), new)
                                    })
                                })
                                .map(|(length, _)| length)
                                .max()
                        },
                    );
                scope_.join()?;
                ::core::result::Result::Ok(output_.get())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("lines", "receive"),
                    stage("split", "stage"),
                    stage("lengths", "stage"),
                ],
                edges: &[
                    edge("lines", &["lines"], "split", Window),
                    edge("words", &["split"], "lengths", Window),
                ],
            }
        },
    )
}
