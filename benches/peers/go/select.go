package main

// The same with a quit channel that each send and receive minds, as it has to be where a pipeline can
// end early.

func lightSelect(t task) uint64 {
	quit := make(chan struct{})
	defer close(quit)
	numbers := generateUntil(quit, t.items, t.size)
	firsts := applyUntil(quit, first, numbers, t.size)
	return addUpUntil(quit, applyUntil(quit, second, firsts, t.size))
}

func generateUntil(quit <-chan struct{}, items uint64, size int) <-chan uint64 {
	out := make(chan uint64, size)
	go func() {
		defer close(out)
		for x := uint64(0); x < items; x++ {
			select {
			case out <- x:
			case <-quit:
				return
			}
		}
	}()
	return out
}

func applyUntil(quit <-chan struct{}, body func(uint64) uint64, in <-chan uint64, size int) <-chan uint64 {
	out := make(chan uint64, size)
	go func() {
		defer close(out)
		for {
			select {
			case x, more := <-in:
				if !more {
					return
				}
				select {
				case out <- body(x):
				case <-quit:
					return
				}
			case <-quit:
				return
			}
		}
	}()
	return out
}

func addUpUntil(quit <-chan struct{}, in <-chan uint64) uint64 {
	var sum uint64
	for {
		select {
		case x, more := <-in:
			if !more {
				return sum
			}
			sum += x
		case <-quit:
			return sum
		}
	}
}
