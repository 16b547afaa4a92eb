pipeline!(async {
    let lines = generator(text.lines());
    lines >> stage(blocking |line| read(line.)?) >> count()
})
