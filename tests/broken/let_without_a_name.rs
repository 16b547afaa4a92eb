pipeline!({
    let lines = generator(text.lines());
    let = lines >> stage(|line| line.trim().);
})
