// Nothing but methods: one thread, no edge.
pipeline!({ generator(numbers) >> filter(|n| n % 3 == 0) >> take(limit) >> sum::<u64>() })
