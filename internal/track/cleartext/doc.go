// Package cleartext counts the packets between each two addresses on each interface, in
// the clear and decrypted, beside those of ESP and AH: what is outside of a tunnel shows
// there, and what is in one.
package cleartext
