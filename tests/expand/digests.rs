pipeline!({
    let paths = generator(walk(&root));
    let sums = paths >> fan_out(8, |path| {
        let sum = md5(&fs::read(&path)?);
        (path, sum)
    });
    sums >> collect()
})
