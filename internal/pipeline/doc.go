// Package pipeline takes packets from a Source to the output, with every core
// and in the order of the capture.
//
// A packet goes through seven stages: read, scan, order, decrypt, inner, open,
// settle. Read, order, inner and settle need the capture's order and hold no packet back for long;
// scan and open are where the time goes and need no order. So a stage is not a
// goroutine but a turn: each worker takes a batch of packets through all,
// and for a stage in order it waits until the batch before has been through.
// A batch stays with one worker, in one core's cache, and is given to no one
// until its rows are written and it is filled again.
package pipeline
