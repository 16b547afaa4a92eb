pipeline!({
    let lines = generator(text.lines());
    lines >> stage(on_error = retry(3 Duration::), |line| parse(line.)?) >> count()
})
