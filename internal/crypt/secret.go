package crypt

import (
	"fmt"
	"io"
	"strconv"
)

// A Secret is key bytes. However it is printed, logged or marshalled, the text is its
// length and nothing else: a key must not leave by an error text. Code that needs the
// bytes converts it to []byte, which can be searched for.
//
// A struct must hold it in an exported field or have a String of its own: fmt
// does not ask unexported fields how they want to be printed.
type Secret []byte

// String returns the length as text.
func (s Secret) String() string { return "(" + strconv.Itoa(len(s)) + " secret bytes)" }

// GoString is String: %#v would print the bytes.
func (s Secret) GoString() string { return s.String() }

// Format is String under every verb: %x and %q would print the bytes.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// MarshalText is String: JSON and slog would print the bytes in base64.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
