// A body that is given the stream: the lines of each paragraph, and the longest of each worker.
pipeline!({
    let paragraphs = generator(text.lines()) >> transform(|lines| {
        let mut paragraph = Vec::new();
        for line in lines {
            if line.is_empty() {
                yield std::mem::take(&mut paragraph);
            } else {
                paragraph.push(line);
            }
        }
        yield paragraph;
    });
    let longest = paragraphs >> fan_out(4, transform, |paragraphs| {
        paragraphs.map(|lines| lines.len()).max()
    });
    longest >> flatten() >> max()
})
