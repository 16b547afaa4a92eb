pipeline!({
    let lines = generator(text.lines());
    let open = lines >> feedback(back);
    let (back, done) = open >> split(|line| line.);
    done >> count()
})
