pipeline!({
    let lines = generator(text.lines());
    let long = lines >> ;
    long >> count()
})
