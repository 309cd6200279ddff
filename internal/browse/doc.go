// Package browse gives random access to the packets of captures, for a screen: the rows
// of the table, the detail and the bytes of a packet, display filters, searches, saving,
// and reports over what has been read so far.
//
// Open opens everything and confines the process; Capture.Start begins the one pass that
// reads the packets through the ordinary pipeline and indexes them. The rows go into a
// spool: a file without a name, in blocks that are compressed, so that a jump reads one
// block and memory does not grow with the capture. Whatever else needs all packets, a
// display filter or the detail of one packet with what others tell of it, is a pass of its
// own over the same files, that its context ends.
//
// All methods of a Capture may be called by any goroutine, at any time after Open.
package browse
