pipeline!({
    let lines = generator(text.lines());
    let () = lines >> split(|line| line.);
})
