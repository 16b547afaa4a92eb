fn expanded() {
    ::pipeline::__private::Pipeline::new(
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
                    rings(
                        "names_parts_generator",
                        &["names+parts.generator"],
                        "names+parts",
                        Window,
                    ),
                    rings("names", &["names+parts"], "names", Items(8)),
                    rings("parts", &["names+parts"], "scores", Items(8)),
                    rendezvous("names_2", &["names"], "stored+failed"),
                    rings("scores", &["scores"], "stored+failed", Window),
                    rings("stored", &["stored+failed"], "output", Window),
                    rings("failed", &["stored+failed"], "for_each", Window),
                ],
            }
        },
        ::pipeline::__private::Box::new(|run| {
            let (to_names_parts_generator, names_parts_generator) = run.edge();
            let (to_names, names) = run.edge_with_capacity(8);
            let (to_parts, parts) = run.edge_with_capacity(8);
            let (to_names_2, names_2) = (::pipeline::__private::edge_of_values)(
                run.edge_with_capacity(0),
                0,
            );
            let (to_scores, scores) = run.edge();
            let (to_stored, stored) = run.edge();
            let (to_failed, failed) = run.edge();
            run.scope(|scope| {
                scope
                    .generator("names+parts.generator", to_names_parts_generator)
                    .items(|| requests);
                scope.tee("names+parts", names_parts_generator, [to_names, to_parts]);
                scope
                    .fan_out("scores", 4, parts, to_scores)
                    .ordered()
                    .retry_after(2, backoff)
                    .try_map(|part| ::core::result::Result::Ok(score(part)?));
                scope
                    .stage("names", names, to_names_2)
                    .through(|names| {
                        ::pipeline::__private::throttle(names, 100, SECOND)
                            .when_taken()
                            .map(name_of)
                    });
                scope
                    .stage("stored+failed", (names_2, scores), to_stored)
                    .dead_letters(to_failed)
                    .stop_after(10)
                    .try_map(|(name, score)| ::core::result::Result::Ok(
                        store(name, score)?,
                    ));
                scope.sink("for_each", failed, |failed| failed.for_each(report));
                let output = scope
                    .sink(
                        "output",
                        stored,
                        |stored| ::pipeline::__private::batch(stored, 50).collect(),
                    );
                scope.join()?;
                ::core::result::Result::Ok(output.get())
            })
        }),
    )
}
