pipeline!({
    let lines = generator(text.lines());
    lines >> stage(capacity = , |line| line.trim().) >> count()
})
