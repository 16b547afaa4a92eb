pipeline!({
    let lines = gener
    lines >> count()
})
