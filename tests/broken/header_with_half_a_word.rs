pipeline!(async mov {
    let lines = generator(text.lines());
    lines >> for_each(async |line| line.)
})
