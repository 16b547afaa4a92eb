fn expanded() {
    ::pipeline::__private::Pipeline::returning::<
        Result<(usize, Vec<u64>), MyError>,
        _,
        _,
    >(
        0,
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("odd", "generator"),
                    stage("squares", "generator"),
                    stage("some.take", "take"),
                    stage("some", "fan_out"),
                    stage("most", "stage"),
                    stage("log", "generator"),
                    stage("count", "sink"),
                ],
                edges: &[
                    rendezvous("all", &["odd", "squares"], "some.take"),
                    rings("some_take", &["some.take"], "some", Window),
                    channel("some", &["some"], "most", Items(2)),
                    rings("log", &["log"], "count", Window),
                ],
            }
        },
        ::pipeline::__private::Box::new(move |run| {
            let (to_all, all) = run.edge_with_capacity(0);
            let (to_some_take, some_take) = run.edge();
            let (to_some, some) = (::pipeline::__private::edge_of_values)(
                run.channel_with_capacity(2),
                0,
            );
            let (to_log, log) = run.edge();
            let to_odd = ::core::clone::Clone::clone(&to_all);
            let to_squares = to_all;
            run.scope(|scope| {
                scope.generator("odd", to_odd).items(|| (0..).filter(|n| n % 2 == 1));
                scope
                    .generator("squares", to_squares)
                    .yields(|out| {
                        let mut n: u64 = 0;
                        loop {
                            if let ::core::result::Result::Err(_) = out.send(n * n) {
                                return;
                            }
                            n += 1;
                        }
                    });
                scope
                    .stage("some.take", all, to_some_take)
                    .through(|all| all.take(1000));
                scope.fan_out("some", workers, some_take, to_some).map(check);
                let most = scope
                    .sink(
                        "most",
                        some,
                        |some| {
                            some
                                .try_map(|n| ::core::result::Result::Ok(u64::try_from(n)?))
                                .take(100)
                                .collect()
                        },
                    );
                scope.generator("log", to_log).items(|| messages);
                let count = scope
                    .sink("count", log, |messages| messages.map(print).count());
                scope.join()?;
                ::core::result::Result::Ok((count.get(), most.get()))
            })
        }),
    )
}
