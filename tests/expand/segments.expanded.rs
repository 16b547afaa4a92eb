fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let (to_names_parts_generator_, names_parts_generator_) = run_.edge();
            let (to_names_, names_) = run_.edge_with_capacity(8);
            let (to_parts_, parts_) = run_.edge_with_capacity(8);
            let (to_names_2_, names_2_) = (::pipeline::__private::edge_of_values)(
                run_.edge_with_capacity(0),
                0,
            );
            let (to_scores_, scores_) = run_.edge();
            let (to_stored_, stored_) = run_.edge();
            let (to_failed_, failed_) = run_.edge();
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_
                    .generator("names+parts.generator", to_names_parts_generator_)
                    .items(|| requests);
                scope_
                    .tee("names+parts", names_parts_generator_, [to_names_, to_parts_]);
                scope_
                    .fan_out("scores", 4, parts_, to_scores_)
                    .ordered()
                    .retry_after(2, backoff)
                    .try_map(|part| ::core::result::Result::Ok(score(part)?));
                scope_
                    .stage("names", names_, to_names_2_)
                    .through(|names_| {
                        (::pipeline::__private::throttle)(names_, 100, SECOND)
                            .when_taken()
                            .map(name_of)
                    });
                scope_
                    .stage("stored+failed", (names_2_, scores_), to_stored_)
                    .dead_letters(to_failed_)
                    .stop_after(10)
                    .try_map(|(name, score)| ::core::result::Result::Ok(
                        store(name, score)?,
                    ));
                scope_.sink("for_each", failed_, |failed_| failed_.for_each(report));
                let output_ = scope_
                    .sink(
                        "output",
                        stored_,
                        |stored_| (::pipeline::__private::batch)(stored_, 50).collect(),
                    );
                scope_.join()?;
                ::core::result::Result::Ok(output_.get())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("names+parts.generator", "generator"),
                    stage("names+parts", "tee"),
                    stage("scores", "fan_out"),
                    stage("names", "map"),
                    stage("stored+failed", "stage"),
                    stage("for_each", "for_each"),
                    stage("output", "collect"),
                ],
                edges: &[
                    edge(
                        "names_parts_generator",
                        &["names+parts.generator"],
                        "names+parts",
                        Window,
                    ),
                    edge("names", &["names+parts"], "names", Items(8)),
                    edge("parts", &["names+parts"], "scores", Items(8)),
                    edge("names_2", &["names"], "stored+failed", Items(0)),
                    edge("scores", &["scores"], "stored+failed", Window),
                    edge("stored", &["stored+failed"], "output", Window),
                    edge("failed", &["stored+failed"], "for_each", Window),
                ],
            }
        },
    )
}
