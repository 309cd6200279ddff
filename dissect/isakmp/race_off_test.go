//go:build !race

package isakmp_test

const raced = false
