fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                let output_ = scope_
                    .sink(
                        "output",
                        scope_.items(|| numbers),
                        |items_| items_.filter(|n| n % 3 == 0).take(limit).sum::<u64>(),
                    );
                scope_.join()?;
                ::core::result::Result::Ok(output_.get())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[stage("output", "generator")],
                edges: &[],
            }
        },
    )
}
