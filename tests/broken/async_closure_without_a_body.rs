pipeline!(async {
    let lines = generator(text.lines());
    lines >> fan_out(8, async |line|) >> coun
})
