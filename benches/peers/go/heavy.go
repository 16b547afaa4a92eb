package main

import (
	"crypto/md5"
	"encoding/binary"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

const (
	// Enough to make reads rare, small enough to stay in a core's cache; and a block's length.
	buffer = 64 * 1024
	// How many blocks there are. The items go round in them.
	blocks = 1024
)

// The first half of a digest.
func half(digest []byte) uint64 { return binary.BigEndian.Uint64(digest) }

func walk(tree string, each func(path string)) {
	check(filepath.WalkDir(tree, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			each(path)
		}
		return err
	}))
}

// Digests files, with a buffer and a hash of its own.
func fileDigester() func(string) uint64 {
	space := make([]byte, buffer)
	hash := md5.New()
	return func(path string) uint64 {
		file, err := os.Open(path)
		check(err)
		defer file.Close()
		hash.Reset()
		for {
			n, err := file.Read(space)
			hash.Write(space[:n])
			if err == io.EOF {
				return half(hash.Sum(nil))
			}
			check(err)
		}
	}
}

func treeOnWorkers(t task) uint64 {
	paths := make(chan string, t.size)
	go func() {
		defer close(paths)
		walk(t.tree, func(path string) { paths <- path })
	}()
	return addUp(onWorkers(runtime.NumCPU(), fileDigester, paths, t.size))
}

func treePlain(t task) uint64 {
	var sum uint64
	digest := fileDigester()
	walk(t.tree, func(path string) { sum += digest(path) })
	return sum
}

func blockDigester() func([]byte) uint64 {
	return func(block []byte) uint64 {
		digest := md5.Sum(block)
		return half(digest[:])
	}
}

// The bytes that the programs in Rust digest too.
func makeBlocks() [][]byte {
	state := uint64(1)
	made := make([][]byte, blocks)
	for i := range made {
		block := make([]byte, buffer)
		for at := 0; at < buffer; at += 8 {
			state = state*6364136223846793005 + 1442695040888963407
			binary.LittleEndian.PutUint64(block[at:], state)
		}
		made[i] = block
	}
	return made
}

func blocksOnWorkers(t task) {
	made := makeBlocks()
	start := time.Now()
	in := make(chan []byte, t.size)
	go func() {
		defer close(in)
		for i := uint64(0); i < t.items; i++ {
			in <- made[i%blocks]
		}
	}()
	sum := addUp(onWorkers(runtime.NumCPU(), blockDigester, in, t.size))
	report(time.Since(start), sum)
}

func blocksPlain(t task) {
	made := makeBlocks()
	start := time.Now()
	var sum uint64
	digest := blockDigester()
	for i := uint64(0); i < t.items; i++ {
		sum += digest(made[i%blocks])
	}
	report(time.Since(start), sum)
}
