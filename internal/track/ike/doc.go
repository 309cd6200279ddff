// Package ike follows negotiations of IKE as the two peers do: from the first
// message of a security association to its deletion, in both versions.
//
// A Tracker observes messages in the order of the capture. It keeps an SA once both
// peers have sent a message, before that a half-open SA, which costs little more
// than its bytes. The state of an SA is that of a table, one for each version: to
// add a state, add its name to State and its rows to ikev1 or ikev2.
package ike
