pipeline!({
    let lines = generator(text.lines());
    lines >> stage(name = "trim" capacity = size., |line| line.trim().) >> count()
})
