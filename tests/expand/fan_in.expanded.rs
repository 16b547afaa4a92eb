fn expanded() {
    ::pipeline::__private::Pipeline::returning::<
        Result<(usize, Vec<u64>), MyError>,
        _,
        _,
        _,
        _,
    >(
        0,
        move |run_| {
            let (to_all_, all_) = run_.edge_with_capacity(0);
            let (to_some_take_, some_take_) = run_.edge();
            let (to_some_, some_) = (::pipeline::__private::edge_of_values)(
                run_.edge_with_capacity(2),
                0,
            );
            let (to_log_, log_) = run_.edge();
            let to_odd_ = ::core::clone::Clone::clone(&to_all_);
            let to_squares_ = to_all_;
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_.generator("odd", to_odd_).items(|| (0..).filter(|n| n % 2 == 1));
                scope_
                    .generator("squares", to_squares_)
                    .yields(|out_| {
                        let mut n: u64 = 0;
                        loop {
                            if let ::core::result::Result::Err(_) = out_.send(n * n) {
                                return;
                            }
                            n += 1;
                        }
                    });
                scope_
                    .stage("some.take", all_, to_some_take_)
                    .through(|all_| all_.take(1000));
                scope_.fan_out("some", workers, some_take_, to_some_).map(check);
                let most_ = scope_
                    .sink(
                        "most",
                        some_,
                        |some_| {
                            some_
                                .try_map(|n| ::core::result::Result::Ok(u64::try_from(n)?))
                                .take(100)
                                .collect()
                        },
                    );
                scope_.generator("log", to_log_).items(|| messages);
                let count_ = scope_
                    .sink("count", log_, |messages| messages.map(print).count());
                scope_.join()?;
                ::core::result::Result::Ok((count_.get(), most_.get()))
            })
        },
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
                    edge("all", &["odd", "squares"], "some.take", Items(0)),
                    edge("some_take", &["some.take"], "some", Window),
                    edge("some", &["some"], "most", Items(2)),
                    edge("log", &["log"], "count", Window),
                ],
            }
        },
    )
}
