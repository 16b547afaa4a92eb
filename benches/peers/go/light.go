package main

// Too cheap to matter, too odd for a closed formula.
func first(x uint64) uint64 { return x * 3 }

func second(x uint64) uint64 { return x ^ (x >> 1) }

func generate(from, to uint64, size int) <-chan uint64 {
	out := make(chan uint64, size)
	go func() {
		defer close(out)
		for x := from; x < to; x++ {
			out <- x
		}
	}()
	return out
}

func apply(body func(uint64) uint64, in <-chan uint64, size int) <-chan uint64 {
	out := make(chan uint64, size)
	go func() {
		defer close(out)
		for x := range in {
			out <- body(x)
		}
	}()
	return out
}

func addUp(in <-chan uint64) uint64 {
	var sum uint64
	for x := range in {
		sum += x
	}
	return sum
}

func lightRanged(t task) uint64 {
	numbers := generate(0, t.items, t.size)
	return addUp(apply(second, apply(first, numbers, t.size), t.size))
}

func oneToOne(t task) uint64 {
	return addUp(generate(0, t.items, t.size))
}

func sixteen(t task) uint64 {
	numbers := generate(0, t.items, t.size)
	for pair := 0; pair < 8; pair++ {
		numbers = apply(second, apply(first, numbers, t.size), t.size)
	}
	return addUp(numbers)
}
