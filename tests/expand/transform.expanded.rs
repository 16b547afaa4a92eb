fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let (to_paragraphs_generator_, paragraphs_generator_) = run_.edge();
            let (to_paragraphs_, paragraphs_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            let (to_longest_, longest_) = run_.edge();
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_
                    .generator("paragraphs.generator", to_paragraphs_generator_)
                    .items(|| text.lines());
                scope_
                    .stage("paragraphs", paragraphs_generator_, to_paragraphs_)
                    .transform()
                    .yields(|lines, out_| {
                        let mut paragraph = Vec::new();
                        for line in lines {
                            if line.is_empty() {
                                if let ::core::result::Result::Err(_) = out_
                                    .send(std::mem::take(&mut paragraph))
                                {
                                    return;
                                }
                            } else {
                                paragraph.push(line);
                            }
                        }
                        if let ::core::result::Result::Err(_) = out_.send(paragraph) {
                            return;
                        }
                    });
                scope_
                    .fan_out("longest", 4, paragraphs_, to_longest_)
                    .transform()
                    .map(|paragraphs| { paragraphs.map(|lines| lines.len()).max() });
                let output_ = scope_
                    .sink(
                        "output",
                        longest_,
                        |longest_| {
                            ::pipeline::__private::until_stopped(longest_.flatten())
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
                    stage("paragraphs.generator", "generator"),
                    stage("paragraphs", "transform"),
                    stage("longest", "fan_out"),
                    stage("output", "max"),
                ],
                edges: &[
                    edge(
                        "paragraphs_generator",
                        &["paragraphs.generator"],
                        "paragraphs",
                        Window,
                    ),
                    edge("paragraphs", &["paragraphs"], "longest", Window),
                    edge("longest", &["longest"], "output", Window),
                ],
            }
        },
    )
}
