pipeline!(asyn {
    let lines = generator(text.lines());
    lines >> for_each(|line| line.)
})
