fn expanded() {
    ::pipeline::__private::Pipeline::new(
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[stage("output", "generator")],
                edges: &[],
            }
        },
        ::pipeline::__private::Box::new(|run| {
            run.scope(|scope| {
                let output = scope
                    .sink(
                        "output",
                        scope.items(|| numbers),
                        |items| items.filter(|n| n % 3 == 0).take(limit).sum::<u64>(),
                    );
                scope.join()?;
                ::core::result::Result::Ok(output.get())
            })
        }),
    )
}
