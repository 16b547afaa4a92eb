fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let (to_readings_, readings_) = run_.edge();
            let (to_work_, work_) = run_.edge_with_capacity(16);
            let (to_view_, view_) = run_.edge_dropping_oldest(16);
            let (to_sums_, sums_) = run_.edge_merging(most);
            let (to_shown_, shown_) = (::pipeline::__private::edge_of_values)(
                run_.edge_dropping_newest(1),
                0,
            );
            run_.scope(|scope_| {
                scope_.generator("readings", to_readings_).items(|| readings);
                scope_.tee("work+view", readings_, [to_work_, to_view_]);
                scope_.stage("sums", work_, to_sums_).map(|reading| reading.value);
                scope_.fan_out("shown", 2, view_, to_shown_).map(show);
                (&sums_).merge_when_full(|old, new| old + new);
                scope_.sink("sink", sums_, |items_| items_.consume(store));
                scope_.sink("sink.2", shown_, |items_| items_.consume(print));
                scope_.join()?;
                ::core::result::Result::Ok(())
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("readings", "generator"),
                    stage("work+view", "tee"),
                    stage("sums", "stage"),
                    stage("shown", "fan_out"),
                    stage("sink", "sink"),
                    stage("sink.2", "sink"),
                ],
                edges: &[
                    edge("readings", &["readings"], "work+view", Window),
                    edge("work", &["work+view"], "sums", Items(16)),
                    edge("view", &["work+view"], "shown", Items(16))
                        .when_full(DropOldest),
                    edge("sums", &["sums"], "sink", Code("most")).when_full(Merge),
                    edge("shown", &["shown"], "sink.2", Items(1)).when_full(DropNewest),
                ],
            }
        },
    )
}
