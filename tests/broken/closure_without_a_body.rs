pipeline!({
    let lines = generator(text.lines());
    lines >> fan_out(4, |line|) >> count()
})
