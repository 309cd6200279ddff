package table

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A Finding is a row of the table findings: what "pktscope diagnose" has of one in JSON. Its frame is
// that of the first evidence.
type Finding struct {
	Place
	Rule      string         `parquet:"rule,optional,dict" json:"rule"`
	Severity  string         `parquet:"severity,optional,dict" json:"severity"`
	Certainty string         `parquet:"certainty,optional,dict" json:"certainty"`
	Tunnel    *FindingTunnel `parquet:"tunnel,optional" json:"tunnel"`
	Summary   string         `parquet:"summary,optional" json:"summary"`
	Initiator Values         `parquet:"initiator,list" json:"initiator"`
	Responder Values         `parquet:"responder,list" json:"responder"`
	Evidence  []Evidence     `parquet:"evidence,list" json:"evidence"`
	Remedy    []Remedy       `parquet:"remedy,list" json:"remedy"`
	Reference string         `parquet:"reference,optional,dict" json:"reference"`
	Count     *int64         `parquet:"count,optional" json:"count"`
	FirstSeen *Time          `parquet:"first_seen,optional,timestamp(nanosecond:local)" json:"first_seen"`
	LastSeen  *Time          `parquet:"last_seen,optional,timestamp(nanosecond:local)" json:"last_seen"`
}

// A FindingTunnel is what two gateways have between them.
type FindingTunnel struct {
	Initiator    string   `parquet:"initiator,optional" json:"initiator"`
	Responder    string   `parquet:"responder,optional" json:"responder"`
	InitiatorSPI string   `parquet:"initiator_spi,optional" json:"initiator_spi"`
	ResponderSPI string   `parquet:"responder_spi,optional" json:"responder_spi"`
	Spis         []string `parquet:"spis,list" json:"spis"`
}

// Evidence is a field of a frame, by the number within its capture.
type Evidence struct {
	File  string `parquet:"file,optional" json:"file"`
	Frame *int64 `parquet:"frame,optional" json:"frame"`
	Field string `parquet:"field,optional" json:"field"`
	Value string `parquet:"value,optional" json:"value"`
	Text  string `parquet:"text,optional" json:"text"`
}

// A Remedy is what to type on a platform.
type Remedy struct {
	Platform string `parquet:"platform,optional" json:"platform"`
	Text     string `parquet:"text,optional" json:"text"`
}

// A Value is what one side said of a setting, null where that is not known. Several are one text,
// with commas between.
type Value struct {
	Name  string `parquet:"name,optional" json:"name"`
	Value string `parquet:"value,optional" json:"value"`
}

// Values are settings with what one side said of them, in the order of the finding.
type Values []Value

// UnmarshalJSON implements json.Unmarshaler: a report has an object whose keys are names.
func (v *Values) UnmarshalJSON(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	if _, err := in.Token(); err != nil { // the brace
		return err
	}
	for in.More() {
		name, err := in.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return err
		}
		key, _ := name.(string)
		*v = append(*v, Value{key, plain(value)})
	}
	return nil
}

// plain is a value of JSON as text: a string without quotes, "" for null, a list with commas
// between.
func plain(value json.RawMessage) string {
	var one string
	var list []json.RawMessage
	switch {
	case json.Unmarshal(value, &one) == nil:
		return one
	case json.Unmarshal(value, &list) == nil:
		var parts []string
		for _, v := range list {
			parts = append(parts, plain(v))
		}
		return strings.Join(parts, ", ")
	}
	return string(value)
}

// Table implements Row.
func (Finding) Table() string { return "findings" }

// Origin implements Row.
func (f Finding) Origin() (Place, *Time) { return f.Place, f.FirstSeen }

// locate takes the frame of the first evidence that has one: its number is its capture's.
func (f *Finding) locate(Locator) {
	for i := range f.Evidence {
		if e := &f.Evidence[i]; e.Frame != nil {
			f.Place = Place{e.File, e.Frame}
			return
		}
	}
}
