pipeline!(async {
    let lines = generator(text.lines());
    lines >> stage(asyn |line| fetch(line.).await)
})
