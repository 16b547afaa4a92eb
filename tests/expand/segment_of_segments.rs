segment!(|numbers| {
    let open = numbers >> feedback(again, bound = 1000, full = fail);
    let (done, rest) = open >> split(|n| *n == 1);
    let again = rest >> segment(step());
    done >> batch(2)
})
