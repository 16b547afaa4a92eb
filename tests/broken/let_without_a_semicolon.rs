pipeline!({
    let lines = generator(text.lines());
    let long = lines >> stage(|line| line.trim().)
    long >> count()
})
