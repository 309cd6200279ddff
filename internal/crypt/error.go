package crypt

import "errors"

// ErrShort is what was to be decrypted and is shorter than IV and ICV together.
var ErrShort = errors.New("shorter than its IV and ICV")

// ErrPartialBlock is a ciphertext that is no whole number of blocks.
var ErrPartialBlock = errors.New("no whole number of cipher blocks")
