pipeline!({
    let lines = generator(text.lines());
    let open = lines >> feedback(back, bound = 100, full = );
    let (back, done) = open >> split(|line| line.);
    done >> count()
})
