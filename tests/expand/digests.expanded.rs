fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let (to_paths_, paths_) = run_.edge();
            let (to_sums_, sums_) = run_.edge();
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_.generator("paths", to_paths_).items(|| walk(&root));
                scope_
                    .fan_out("sums", 8, paths_, to_sums_)
                    .try_map(|path| ::core::result::Result::Ok({
                        let sum = md5(&fs::read(&path)?);
                        (path, sum)
                    }));
                let output_ = scope_.sink("output", sums_, |sums_| sums_.collect());
                scope_.join()?;
                ::core::result::Result::Ok(output_.get())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("paths", "generator"),
                    stage("sums", "fan_out"),
                    stage("output", "collect"),
                ],
                edges: &[
                    edge("paths", &["paths"], "sums", Window),
                    edge("sums", &["sums"], "output", Window),
                ],
            }
        },
    )
}
