pipeline!(async {
    let paths = generator(walk(&root));
    let sums = paths >> fan_out(8, async |path| {
        let text = tokio::fs::read(&path).await?;
        (path, md5(&text))
    });
    sums >> collect()
})
