// Package pipeline takes packets from a Source to the output, on all cores and
// in the order of the capture.
//
// A packet goes through ten stages: read, scan, order, decrypt, track decrypted,
// filter, displayed, sample, render, write. Read, order, track decrypted,
// displayed and write run in the capture's order and are short; scan, decrypt, filter, sample
// and render take most of the time and run in any order. A stage is therefore a
// turn and not a goroutine: each worker takes one batch of packets through one
// stage after another. Before a stage that runs in order a batch waits until the
// previous batch has been through; its worker goes on with another batch
// meanwhile, and comes to rest only where there is nothing to do.
package pipeline
