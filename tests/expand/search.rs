// A tail that is a stream: the pipeline yields it.
pipeline!(move |ctx| -> Result<Hit, Failed> {
    let files = generator(walk(&folder));
    let hits = files >> fan_out(4, |path| {
        for line in read(&path)? {
            if line.contains(&word) {
                yield Hit::new(&path, line);
            }
        }
    });
    hits >> filter(|hit| !ctx.is_cancelled() && hit.is_text())
})
