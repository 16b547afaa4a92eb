segment!(async move |lines: String, ctx| -> Result<Score, MyError> {
    let words = lines >> stage(async |line| for word in line.split(' ') { yield word.to_owned(); });
    words >> fan_out(4, async |word| score(&word, ctx).await?)
})
