fn expanded() {
    ::pipeline::__private::Pipeline::new(
        |run_| {
            let (to_old_, old_) = run_.edge();
            let (to_new_, new_) = run_.edge();
            let (to_lines_, lines_) = run_.edge();
            let (to_other_, other_) = run_.edge();
            let (to_events_, events_) = run_.edge();
            let (to_ticks_, ticks_) = run_.edge();
            let (to_urgent_, urgent_) = run_.edge();
            let (to_all_, all_) = run_.edge();
            let (to_settings_, settings_) = run_.edge();
            let (to_set_latest_, set_latest_) = run_.edge();
            let (to_set_, set_) = (::pipeline::__private::edge_of_values)(
                run_.edge(),
                0,
            );
            run_.scope(|scope_| {
                use ::core::iter::Iterator as _;
                scope_.generator("old", to_old_).items(|| archive);
                scope_.generator("new", to_new_).receive(lines);
                scope_.generator("other", to_other_).items(|| other);
                scope_
                    .stage("lines", scope_.concat([old_, new_]), to_lines_)
                    .through(|items_| items_);
                scope_
                    .route(
                        "events+ticks",
                        scope_.merge_by([lines_, other_], |x, y| x.time.cmp(&y.time)),
                    )
                    .to(&to_events_)
                    .to(&to_ticks_)
                    .on_worker(|route_| {
                        let events = (&route_).branch(to_events_);
                        let ticks = (&route_).branch(to_ticks_);
                        route_
                            .map(|line| {
                                if line.is_tick { ticks(line) } else { events(line) }
                            })
                    });
                scope_.generator("urgent", to_urgent_).receive(urgent);
                scope_.generator("settings", to_settings_).receive(settings);
                scope_
                    .stage("all", scope_.prefer([urgent_, events_]), to_all_)
                    .through(|items_| items_);
                scope_
                    .stage("set.latest", scope_.latest(all_, settings_), to_set_latest_)
                    .through(|items_| items_);
                scope_
                    .fan_out("set", 4, set_latest_, to_set_)
                    .map(|(event, settings)| event.apply(&settings));
                let output_0_ = scope_.sink("output_0", set_, |set_| set_.count());
                let output_1_ = scope_
                    .sink("output_1", ticks_, |ticks_| ticks_.for_each(drop));
                scope_.join()?;
                ::core::result::Result::Ok((output_0_.get(), output_1_.get()))
            })
        },
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("old", "generator"),
                    stage("new", "receive"),
                    stage("other", "generator"),
                    stage("lines", "concat"),
                    stage("events+ticks", "route"),
                    stage("urgent", "receive"),
                    stage("settings", "receive"),
                    stage("all", "fan_in"),
                    stage("set.latest", "latest"),
                    stage("set", "fan_out"),
                    stage("output_0", "count"),
                    stage("output_1", "for_each"),
                ],
                edges: &[
                    edge("old", &["old"], "lines", Window),
                    edge("new", &["new"], "lines", Window),
                    edge("lines", &["lines"], "events+ticks", Window),
                    edge("other", &["other"], "events+ticks", Window),
                    edge("events", &["events+ticks"], "all", Window),
                    edge("ticks", &["events+ticks"], "output_1", Window),
                    edge("urgent", &["urgent"], "all", Window),
                    edge("all", &["all"], "set.latest", Window),
                    edge("settings", &["settings"], "set.latest", Window),
                    edge("set_latest", &["set.latest"], "set", Window),
                    edge("set", &["set"], "output_0", Window),
                ],
            }
        },
    )
}
