pipeline!({
    let lines = generator();
    lines >> count()
})
