package main

import (
	"fmt"
	"sort"
	"time"
)

// One item at a time, there and back: median and 99th percentile.
func latency(t task) {
	there := make(chan uint64, t.size)
	replies := make(chan uint64, 1)
	go func() {
		for x := range there {
			replies <- x
		}
		close(replies)
	}()
	trips := make([]int64, 0, t.items)
	for x := uint64(0); x < t.items; x++ {
		start := time.Now()
		there <- x
		if <-replies != x {
			fail("another item came back")
		}
		trips = append(trips, time.Since(start).Nanoseconds())
	}
	close(there)
	sort.Slice(trips, func(a, b int) bool { return trips[a] < trips[b] })
	count := len(trips)
	fmt.Printf("nanoseconds=%d result=%d tail=%d\n", trips[count/2], count, trips[count*99/100])
}
