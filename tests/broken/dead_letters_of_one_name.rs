pipeline!({
    let lines = generator(text.lines());
    let (ok, ) = lines >> stage(|line| parse(line.)?);
    ok >> count()
})
