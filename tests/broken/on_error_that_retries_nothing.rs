pipeline!({
    let lines = generator(text.lines());
    lines >> stage(on_error = retry(), |line| parse(line.)?) >> count()
})
