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

// column implements flat.
func (t *Translation) column(key string) any {
	switch key {
	case "frame":
		return &t.Frame
	case "protocol":
		return &t.Protocol
	case "inside_global":
		return &t.InsideGlobal
	case "inside_local":
		return &t.InsideLocal
	case "outside_local":
		return &t.OutsideLocal
	case "outside_global":
		return &t.OutsideGlobal
	case "confidence":
		return &t.Confidence
	case "first_seen":
		return &t.FirstSeen
	case "last_seen":
		return &t.LastSeen
	case "packets":
		return &t.Packets
	case "packets_out":
		return &t.PacketsOut
	case "packets_in":
		return &t.PacketsIn
	case "bytes":
		return &t.Bytes
	case "inside_interface":
		return &t.InsideInterface
	case "outside_interface":
		return &t.OutsideInterface
	case "longest_idle":
		return &t.LongestIdle
	case "delay":
		return &t.Delay
	case "flags":
		return &t.Flags
	case "evidence":
		return &t.Evidence
	}
	return nil
}
