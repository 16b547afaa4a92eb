// The same as futures, with a body that may fail and one that each worker makes.
pipeline!(async move |ctx| {
    let paragraphs = generator(text.lines()) >> transform(async |mut lines| {
        let mut paragraph = Vec::new();
        while let Some(line) = lines.next().await {
            if line.is_empty() {
                yield std::mem::take(&mut paragraph);
            } else {
                paragraph.push(line);
            }
        }
        yield paragraph;
    });
    let stored = paragraphs >> fan_out(4, transform, {
        let store = open(ctx).await?;
        async move |mut paragraphs| {
            while let Some(lines) = paragraphs.next().await {
                yield store.put(lines).await?;
            }
        }
    });
    let longest = stored >> fan_out(2, transform, async |sizes| sizes.max().await);
    longest >> max()
})
