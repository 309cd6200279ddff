package session

import (
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/internal/capture"
	"github.com/pktscope/pktscope/internal/crypt"
	"github.com/pktscope/pktscope/internal/render"
)

// Options are the inputs, keys and outputs of a session, which never writes to them.
type Options struct {
	Files []string // captures, read in turn; "-" is standard input
	Merge bool     // the packets of all Files in the order of their times
	Live  Live     // interfaces, in place of Files

	CaptureFilter    string            // in libpcap's language; "": every packet is read
	DisplayFilter    string            // "": every packet is displayed
	Names            *field.Names      // in the columns that DisplayFilter may name; nil: none
	Resolved         *field.Names      // in fields such as eth.src_resolved, where filters and statistics read them
	Time             render.TimeFormat // of the Time column there
	DecodeAs         []string          // rules such as "udp.port==10000,isakmp"
	OnlyProtocols    []string          // lists of the protocols that are dissected; nil: all
	WithoutProtocols []string          // lists of protocols that are not dissected
	Count            uint64            // packets that are read at most; 0: all
	Stop             capture.Ring
	Again            bool // Files are read more than once: see Session.Again

	KeyFiles  []string
	KeyTexts  []KeyText      // keys on the command line
	PSKs      []crypt.Secret // tried in place of all pre-shared keys of KeyFiles; nil: the keys of KeyFiles
	NullESP   bool           // SAs of ESP that encrypt nothing are recognised
	FollowIKE bool           // IKE SAs are kept, as far as the tracker's own bound, without keys too
	Services  []string       // files of port names: read by the command, and not to be overwritten

	Save    Save
	Export  string       // the folder in which files are made from packets; "": none
	Tree    bool         // in Export, folders are made as well, and files get other names
	Outputs func() error // makes what is written beside Save; nil: nothing is
	Metrics string       // the address on which metrics are told; "": none
	Events  string       // the file that events are told in; "": none
	Output  string       // the file that the answer is written in; "" and "-": standard output
	User    string       // that the process becomes before the first output is made; "": none
	Sandbox string       // one of Sandboxes; "": SandboxAuto
}

// What Options.Sandbox asks for.
const (
	SandboxRequire = "require" // the whole confinement, or no run
	SandboxAuto    = "auto"    // as much as the system gives
	SandboxOff     = "off"     // none
)

// Sandboxes lists what Options.Sandbox can be.
var Sandboxes = []string{SandboxRequire, SandboxAuto, SandboxOff}

// A KeyText is the text of a key file that is none.
type KeyText struct {
	Name string // in messages
	Text string
}

// Live are the options of capturing on interfaces.
type Live struct {
	Interfaces []string // names, numbers, or "any"; nil: Files are read
	Link       string   // the link type's name; "": the interface's own
	SnapLen    int      // bytes of a packet, 0: all
	Buffer     int      // the kernel's, in MiB; 0: its own size
	NoPromisc  bool
	Monitor    bool
	Immediate  bool // packets are read one by one as they arrive
	Piped      bool // Files are pipes in which other programs capture
}

// Save are the options of saving.
type Save struct {
	Name        string // "-" is standard output, "" saves nothing
	Format      string // one of capture.SaveFormats
	Compression string // one of capture.Compressions; "": Name's
	Application string // shb_userappl
	Ring        capture.Ring
	Packets     Packets
}

// Packets chooses the packets that are saved.
type Packets int

const (
	AsRead   Packets = iota // the packets that pass the display filter
	WithKeys                // the same, behind the keys that Session.Embed is given
	ByOthers                // what the command hands to Session.Saver
	Later                   // what the command saves in Session.Save
)
