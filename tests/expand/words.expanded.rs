fn expanded() {
    ::pipeline::__private::Pipeline::new(
        const {
            use ::pipeline::__private::graph::*;
            &Graph {
                stages: &[
                    stage("lines", "receive"),
                    stage("split", "stage"),
                    stage("lengths", "stage"),
                ],
                edges: &[
                    rings("lines", &["lines"], "split", Window),
                    rings("words", &["split"], "lengths", Window),
                ],
            }
        },
        ::pipeline::__private::Box::new(|run| {
            let ctx = run.context();
            let (to_lines, lines) = run.edge::<String>();
            let (to_words, words) = run.edge();
            run.scope(|scope| {
                scope
                    .stage("lines", scope.receive(rx), to_lines)
                    .through(|items| items.skip_while(String::is_empty));
                scope
                    .stage("split", lines, to_words)
                    .yields(|line, out| {
                        for word in line.split(' ') {
                            if let ::core::result::Result::Err(_) = out
                                .send(word.to_owned())
                            {
                                return;
                            }
                        }
                    });
                let output = scope
                    .sink(
                        "lengths",
                        scope
                            .through(
                                words,
                                |words| words.filter(|word| !word.is_empty()),
                            ),
                        |words| {
                            words
                                .try_map({
                                    let mut seen = HashSet::new();
                                    move |word| ::core::result::Result::Ok({
                                        ctx.check()?;
                                        let new = seen.insert(word.clone());
                                        (word.len(), new)
                                    })
                                })
                                .map(|(length, _)| length)
                                .max()
                        },
                    );
                scope.join()?;
                ::core::result::Result::Ok(output.get())
            })
        }),
    )
}
