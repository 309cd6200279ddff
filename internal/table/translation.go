package table

// A Translation is a row of the table translations: what "show ip nat translations verbose" has of
// one in JSON.
type Translation struct {
	Place
	Protocol         string   `parquet:"protocol,optional,dict" json:"protocol"`
	InsideGlobal     string   `parquet:"inside_global,optional" json:"inside_global"`
	InsideLocal      string   `parquet:"inside_local,optional" json:"inside_local"`
	OutsideLocal     string   `parquet:"outside_local,optional" json:"outside_local"`
	OutsideGlobal    string   `parquet:"outside_global,optional" json:"outside_global"`
	Confidence       *float64 `parquet:"confidence,optional" json:"confidence"`
	FirstSeen        *Time    `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
	LastSeen         *Time    `parquet:"last_seen,optional,timestamp(nanosecond:local)" json:"last_seen"`
	Packets          *int64   `parquet:"packets,optional" json:"packets"`
	PacketsOut       *int64   `parquet:"packets_out,optional" json:"packets_out"`
	PacketsIn        *int64   `parquet:"packets_in,optional" json:"packets_in"`
	Bytes            *int64   `parquet:"bytes,optional" json:"bytes"`
	InsideInterface  string   `parquet:"inside_interface,optional,dict" json:"inside_interface"`
	OutsideInterface string   `parquet:"outside_interface,optional,dict" json:"outside_interface"`
	LongestIdle      *float64 `parquet:"longest_idle,optional" json:"longest_idle"`
	Delay            *float64 `parquet:"delay,optional" json:"delay"`
	Flags            []string `parquet:"flags,list" json:"flags"`
	Evidence         string   `parquet:"evidence,optional,dict" json:"evidence"`
}

// Table implements Row.
func (Translation) Table() string { return "translations" }

// Origin implements Row.
func (t Translation) Origin() (Place, *Time) { return t.Place, t.FirstSeen }

// fields implements flat.
func (t *Translation) fields(to []any) []any {
	return append(to,
		&t.File, &t.Frame, &t.Protocol, &t.InsideGlobal, &t.InsideLocal, &t.OutsideLocal, &t.OutsideGlobal, &t.Confidence,
		&t.FirstSeen, &t.LastSeen, &t.Packets, &t.PacketsOut, &t.PacketsIn, &t.Bytes, &t.InsideInterface,
		&t.OutsideInterface, &t.LongestIdle, &t.Delay, &t.Flags, &t.Evidence,
	)
}
