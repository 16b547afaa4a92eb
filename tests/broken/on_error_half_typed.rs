pipeline!({
    let lines = generator(text.lines());
    lines >> stage(on_error = re, |line| parse(line.)?) >> count()
})
