pipeline!({
    let lines = generator(text.lines());
    long = lines >> stage(|line| line.trim().);
    long >> count()
})
