pipeline!({
    let lines = generator(text.lines());
    let long: Vec< = lines >> stage(|line| line.trim().);
    long >> count()
})
