// Package ike follows negotiations of IKE as the two peers do: from the first
// message of a security association to its deletion, in both versions.
//
// A Tracker stands in the order of the capture. What it learns of an SA is in
// an SA; a first message that nobody answered costs no more than its bytes.
package ike
