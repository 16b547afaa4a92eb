fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let (to_requests_, requests_) = run_.edge();
            let (to_answers_, answers_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_.generator("requests", to_requests_).items(|| requests);
                scope_
                    .fan_out("answers", workers, requests_, to_answers_)
                    .by(|request, hash_| hash_.of(&(&request.user)))
                    .ordered()
                    .each_worker(|worker_| {
                        worker_
                            .map({
                                let mut seen = HashMap::new();
                                move |request| seen.entry(request.user).or_insert(0)
                            })
                    });
                let output_ = scope_
                    .sink("output", answers_, |answers_| answers_.for_each(send));
                scope_.join()?;
                ::core::result::Result::Ok(output_.get())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("requests", "generator"),
                    stage("answers", "fan_out"),
                    stage("output", "for_each"),
                ],
                edges: &[
                    edge("requests", &["requests"], "answers", Window),
                    edge("answers", &["answers"], "output", Window),
                ],
            }
        },
    )
}
