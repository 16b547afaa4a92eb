pipeline!({
    let lines = generator(text.lines());
    lines >> fan_out(4, ordered capacity = size., |line| line.trim().) >> count()
})
