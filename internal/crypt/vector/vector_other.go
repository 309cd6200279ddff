//go:build !amd64

package vector

// Available reports whether the processor has what this package needs.
func Available() bool { return false }

func decryptGCM(*GCM, *Sum, []byte, []byte) {}

func decryptCBC(*schedule, []byte, []byte, []byte) {}
