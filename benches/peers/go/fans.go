package main

import "sync"

// Of a fan-out.
const workers = 4

func fanIn(t task, n uint64) uint64 {
	out := make(chan uint64, t.size)
	var generators sync.WaitGroup
	for i := uint64(0); i < n; i++ {
		generators.Add(1)
		go func(from, to uint64) {
			defer generators.Done()
			for x := from; x < to; x++ {
				out <- x
			}
		}(t.items*i/n, t.items*(i+1)/n)
	}
	go func() {
		generators.Wait()
		close(out)
	}()
	return addUp(out)
}

// What `n` workers make of `in`, in any order.
func onWorkers[I, O any](n int, body func() func(I) O, in <-chan I, size int) <-chan O {
	out := make(chan O, size)
	var working sync.WaitGroup
	for i := 0; i < n; i++ {
		working.Add(1)
		go func() {
			defer working.Done()
			each := body()
			for x := range in {
				out <- each(x)
			}
		}()
	}
	go func() {
		working.Wait()
		close(out)
	}()
	return out
}

func fanOut(t task) uint64 {
	body := func() func(uint64) uint64 { return first }
	return addUp(onWorkers(workers, body, generate(0, t.items, t.size), t.size))
}

// An item and its place.
type numbered struct{ place, number uint64 }

// Sequence numbers and a map of those that came too early, which nothing bounds.
func ordered(t task) uint64 {
	in := make(chan numbered, t.size)
	go func() {
		defer close(in)
		for x := uint64(0); x < t.items; x++ {
			in <- numbered{x, x}
		}
	}()
	body := func() func(numbered) numbered {
		return func(x numbered) numbered { return numbered{x.place, first(x.number)} }
	}
	return inOrder(onWorkers(workers, body, in, t.size))
}

func inOrder(in <-chan numbered) uint64 {
	early := make(map[uint64]uint64)
	var hash, next uint64
	for x := range in {
		if x.place != next {
			early[x.place] = x.number
			continue
		}
		number, found := x.number, true
		for found {
			hash = hash*31 + number
			next++
			if number, found = early[next]; found {
				delete(early, next)
			}
		}
	}
	return hash
}
