package view

import (
	"context"
	"time"

	"github.com/pktscope/pktscope/internal/render"
)

// A Source is the capture that the screen shows. Its methods may be called from several
// goroutines; those with a context end early when it is cancelled. Texts come without
// control characters.
type Source interface {
	// Status is how far the capture is read, and filtered. It does not wait.
	Status() Status
	// Columns are the titles of the packet list.
	Columns() []Column
	// Rows are the displayed packets from the index first on, n at most.
	Rows(ctx context.Context, first, n int) ([]Row, error)
	// IndexOf is the index of the displayed packet with the number, or of the next one
	// behind it.
	IndexOf(number uint64) int
	// Peek is the packet with the number, dissected without those before it where that is
	// quicker: it is Provisional then.
	Peek(number uint64) (*Detail, error)
	// Detail is the dissected packet with the number.
	Detail(ctx context.Context, number uint64) (*Detail, error)

	// Check returns why text is no display filter, nil if it is one.
	Check(text string) error
	// Complete lists the names of fields and protocols that begin with prefix.
	Complete(prefix string) []Completion
	// Filter displays the packets that match text. It returns at the end of the pass.
	Filter(ctx context.Context, text string) error
	// Find returns the index of the first displayed packet from the index from on,
	// backward if back, in whose row or fields text is found, whatever the case; ok is false
	// without one.
	Find(ctx context.Context, text string, from int, back bool) (index int, ok bool, err error)

	// Follow is the innermost stream of TCP or UDP that the packet with the number is of.
	Follow(ctx context.Context, number uint64) (*Stream, error)

	// Mark marks the packet with the number, for filters, or takes the mark away.
	Mark(number uint64, marked bool)
	// SaveName is the file that packets are saved to, "" for none.
	SaveName() string
	// Save writes packets to that file: those with the numbers, or the displayed ones if
	// numbers is nil. It returns how many there were.
	Save(ctx context.Context, numbers []uint64) (int, error)
	// Stop ends a live capture.
	Stop()
	// NextTime changes the form of the time column, and names it.
	NextTime() string

	// Page is the content of a tab below Packets.
	Page(p PageKind) (*Page, error)
	// Ladder is the exchange behind an entry of the tunnels.
	Ladder(ctx context.Context, id string) (*Ladder, error)
}

// Status is how far a Source is.
type Status struct {
	Name      string // of the capture: a file or an interface
	Live      bool   // packets still arrive
	Reading   bool   // the pass through the capture has not ended, to which nothing is added
	Filtering bool
	Done      float64 // of the pass, 0 to 1; below 0: not known
	Tried     float64 // of the filter, of a search or of saving, likewise
	Packets   int     // that were read
	Displayed int     // that match the filter
	Dropped   int     // that an interface has lost
	Filter    string  // that the displayed packets match
	Version   uint64  // changes when rows change
	Notice    string  // of the source: an interface that went away, a bound that was reached
	Err       error   // why reading ended early
}

// A Column is one of the packet list.
type Column struct {
	Title string
	Right bool // its texts are set to the right
}

// A Row is a packet in the list.
type Row struct {
	Number      uint64
	Cells       []string // by Columns
	Hue         render.Hue
	Provisional bool // packets that are still to be read may change it
}

// A Detail is a dissected packet.
type Detail struct {
	Number      uint64
	Provisional bool
	Nodes       []Node // in the order of the tree
	Buffers     []Buffer
}

// A Node is a line of the tree.
type Node struct {
	Depth  int
	Label  string
	Field  string // its name in display filters, "" for none
	Filter string // field == value, "" if it has none
	Value  string // as it is copied
	Buffer int    // of Detail.Buffers
	Start  int    // of its bytes
	Length int    // 0: it has no bytes
	Bad    bool   // dissection failed here
}

// A Buffer is bytes that fields were read from.
type Buffer struct {
	Name  string // "Frame", "Decrypted ESP"
	Bytes []byte
}

// A Completion is what a word of a filter may become.
type Completion struct{ Name, Brief string }

// A PageKind is what a page is about.
type PageKind uint8

// The pages.
const (
	PageTunnels PageKind = iota
	PageNeighbors
	PageTranslations
	PageConversations
	PageStatistics
)

// A Page is sections one below the other.
type Page struct {
	Sections []Section
	Graph    *Graph // above the sections; nil for none
	// Alarms are the findings on each page, which the titles of the tabs tell; nil on a page
	// that knows only its own.
	Alarms map[PageKind]Alarms
}

// Alarms count findings by severity.
type Alarms struct{ Errors, Warnings int }

// A Section is a table, or lines.
type Section struct {
	Title   string
	Columns []Column // nil: each entry is one line
	Heading string   // above such lines, "" for none
	Entries []Entry
	Empty   string // what stands for no entries
}

// An Entry is a line that can be selected.
type Entry struct {
	Cells  []string
	Hue    render.Hue
	Ladder string // opened by Enter: a Ladder's id, "" for none
	Frame  uint64 // the packet that Enter goes to, 0 for none
	Filter string // of its packets, "" for none
	Name   string // that Opens of other entries finds it by, "" for none
	Opens  string // the Name of the entry that Enter goes to, "" for none
	Fixed  bool   // it cannot be selected: it belongs to the heading
}

// A Graph is packets over time.
type Graph struct {
	First, Last time.Time
	Counts      []int // in intervals of the same length
	Every       time.Duration
}

// A Ladder is the messages between two peers, and what is wrong with them.
type Ladder struct {
	Title    string
	Notes    []Note // above the messages
	Peers    [2]string
	Messages []Message
	More     []Note // below them
	Filter   string // of all its packets
}

// A Stream is what its two ends said.
type Stream struct {
	Filter string    // of its packets
	Peers  [2]string // the first sent the first packet
	Turns  []Turn
	Note   string // what is left out, "" for nothing
}

// A Turn is what one packet added to a Stream.
type Turn struct {
	Number uint64
	From   int    // of Stream.Peers
	Text   string // of lines
}

// A Note is a line of text about a Ladder.
type Note struct {
	Text  string // blanks before it are kept
	Hue   render.Hue
	Frame uint64 // that it is about, 0 for none
}

// A Message is a rung of a Ladder.
type Message struct {
	Number  uint64
	Time    time.Duration // since the first
	From    int           // of Ladder.Peers
	Label   string        // "Main Mode: SA, 6 VID"
	Meaning string
	Hue     render.Hue
}
