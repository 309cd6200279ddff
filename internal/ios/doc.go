// Package ios has the words and the layout that Cisco IOS uses in its reports:
// the names of algorithms, states and capabilities, how it writes SPIs, times and
// networks, and text in columns. Where IOS has no word, Wireshark's stands in.
//
// It turns values into text and keeps nothing. Reports print with it; trackers
// know nothing of it.
package ios
