pipeline!({
    let lines = generator(text.lines());
    let (ok, failed) = lines >> stage(|line| parse(line));
    (ok >> count(), failed >> count())
})
