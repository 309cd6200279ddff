//go:build race

package isakmp_test

// raced is whether the race detector slows the program down.
const raced = true
