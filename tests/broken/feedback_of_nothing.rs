pipeline!({
    let lines = generator(text.lines());
    let open = lines >> feedback();
    open >> for_each(|line| line.)
})
