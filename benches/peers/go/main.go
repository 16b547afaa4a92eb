// The programs in Go: `peers WORK VARIANT SIZE ITEMS TREE` does it once, and prints how long it took
// and what came of it.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

// What a program is to do: as in the programs in Rust.
type task struct {
	items uint64
	size  int
	tree  string
}

var programs = map[string]map[string]func(task){
	"light":        {"ranged": timed(lightRanged), "select": timed(lightSelect)},
	"one_to_one":   {"ranged": timed(oneToOne)},
	"fan_in_2":     {"ranged": timed(func(t task) uint64 { return fanIn(t, 2) })},
	"fan_in_4":     {"ranged": timed(func(t task) uint64 { return fanIn(t, 4) })},
	"fan_out":      {"ranged": timed(fanOut)},
	"ordered":      {"ranged": timed(ordered)},
	"latency":      {"ranged": latency},
	"sixteen":      {"ranged": timed(sixteen)},
	"heavy_tree":   {"ranged": timed(treeOnWorkers), "plain": timed(treePlain)},
	"heavy_blocks": {"ranged": blocksOnWorkers, "plain": blocksPlain},
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		fmt.Println(runtime.Version())
		return
	}
	if len(os.Args) != 6 {
		fail("usage: peers WORK VARIANT SIZE ITEMS TREE")
	}
	program := programs[os.Args[1]][os.Args[2]]
	if program == nil {
		fail("no such program")
	}
	size, err := strconv.Atoi(os.Args[3])
	check(err)
	items, err := strconv.ParseUint(os.Args[4], 10, 64)
	check(err)
	program(task{items: items, size: size, tree: os.Args[5]})
}

// A program that times all of its work.
func timed(work func(task) uint64) func(task) {
	return func(t task) {
		start := time.Now()
		result := work(t)
		report(time.Since(start), result)
	}
}

func report(elapsed time.Duration, result uint64) {
	fmt.Printf("nanoseconds=%d result=%d\n", elapsed.Nanoseconds(), result)
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}
