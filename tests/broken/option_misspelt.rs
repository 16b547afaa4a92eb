pipeline!({
    let lines = generator(text.lines());
    lines >> stage(capcity = size., |line| line.trim().) >> count()
})
