pipeline!({
    let old = generator(archive);
    let new = receive(lines);
    let lines = concat(old, new);
    let other = generator(other);
    let sorted = merge_by(lines, other, |x, y| x.time.cmp(&y.time));
    let (events, ticks) = sorted >> route(|line| if line.is_tick { ticks(line) } else { events(line) });
    let urgent = receive(urgent);
    let all = fan_in(urgent, events, prefer);
    let settings = receive(settings);
    let set = latest(all, settings) >> fan_out(4, |(event, settings)| event.apply(&settings));
    (set >> count(), ticks >> for_each(drop))
})
