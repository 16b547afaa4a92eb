fn expanded() {
    ::pipeline::__private::Pipeline::new(
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("paths", "generator"),
                    stage("sums", "fan_out"),
                    stage("output", "collect"),
                ],
                edges: &[
                    rings("paths", &["paths"], "sums", Window),
                    rings("sums", &["sums"], "output", Window),
                ],
            }
        },
        ::pipeline::__private::Box::new(|run| {
            let (to_paths, paths) = run.edge();
            let (to_sums, sums) = run.edge();
            run.scope(|scope| {
                scope.generator("paths", to_paths).items(|| walk(&root));
                scope
                    .fan_out("sums", 8, paths, to_sums)
                    .try_map(|path| ::core::result::Result::Ok({
                        let sum = md5(&fs::read(&path)?);
                        (path, sum)
                    }));
                let output = scope.sink("output", sums, |sums| sums.collect());
                scope.join()?;
                ::core::result::Result::Ok(output.get())
            })
        }),
    )
}
