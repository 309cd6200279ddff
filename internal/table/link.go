package table

// A Link is a row of the table links: what "show cdp topology" has of a link in JSON.
type Link struct {
	Place
	Kind       string    `parquet:"kind,optional,dict" json:"kind"` // links: between two devices, a and b; stubs: of one known device; segments: of several
	A          *LinkEnd  `parquet:"a,optional" json:"a"`
	B          *LinkEnd  `parquet:"b,optional" json:"b"`
	Device     string    `parquet:"device,optional" json:"device"`
	Port       string    `parquet:"port,optional" json:"port"`
	Ends       []LinkEnd `parquet:"ends,list" json:"ends"`
	Mixed      *bool     `parquet:"mixed,optional" json:"mixed"` // several links were captured at one place
	Interface  string    `parquet:"interface,optional,dict" json:"interface"`
	Interfaces []string  `parquet:"interfaces,list" json:"interfaces"`
	DLCI       *int64    `parquet:"dlci,optional" json:"dlci"`
	FirstSeen  *Time     `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
}

// A LinkEnd is a device and its port.
type LinkEnd struct {
	Device string `parquet:"device,optional" json:"device"`
	Port   string `parquet:"port,optional" json:"port"`
}

// Table implements Row.
func (Link) Table() string { return "links" }

// Origin implements Row.
func (l Link) Origin() (Place, *Time) { return l.Place, l.FirstSeen }
