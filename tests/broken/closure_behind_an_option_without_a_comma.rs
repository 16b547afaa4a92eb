pipeline!({
    let lines = generator(text.lines());
    lines >> stage(capacity = 8 |line| line.trim().) >> count()
})
