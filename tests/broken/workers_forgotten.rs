pipeline!({
    let lines = generator(text.lines());
    lines >> fan_out(|line| line.trim().) >> count()
})
