package lldp_test

import (
	"testing"

	"github.com/pktscope/pktscope/dissect/dissecttest"
	"github.com/pktscope/pktscope/dissect/lldp"
	"github.com/pktscope/pktscope/internal/cli"
)

// otherLabels are the fields whose lines are not tshark's, and why.
var otherLabels = map[string]string{
	"lldp.mgn.obj.id": "tshark adds the name of the object identifier",
	"lldp.orgtlv.oui": "names of organizations are 4.6's, and whole",

	"lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_a": "the lines of 802.3bt, of the pair and of the priority are 4.6's",
	"lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_b": "likewise",
	"lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_a": "likewise",
	"lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_b": "likewise",
	"lldp.ieee.802_3.bt_ds_pwr_class_ext_a":                 "likewise",
	"lldp.ieee.802_3.bt_ds_pwr_class_ext_b":                 "likewise",
	"lldp.ieee.802_3.bt_pd_powered_status":                  "likewise",
	"lldp.ieee.802_3.bt_power_type_ext":                     "likewise",
	"lldp.ieee.802_3.bt_pse_maximum_available_power_value":  "likewise",
	"lldp.ieee.802_3.bt_pse_power_pairs_ext":                "likewise",
	"lldp.ieee.802_3.bt_pse_powering_status":                "likewise",
	"lldp.ieee.802_3.bt_pwr_class_ext_":                     "likewise",
	"lldp.ieee.802_3.mdi_power_priority":                    "likewise",
	"lldp.ieee.802_3.mdi_pse_pair":                          "likewise",

	"lldp.media.loc.lat_resolution":  "Wireshark 4.6 says what a resolution is in degrees, 4.0 does not",
	"lldp.media.loc.long_resolution": "likewise",
	"lldp.media.loc.alt_resolution":  "likewise, in meters or floors",
	"lldp.media.loc.latitude":        "Wireshark 4.0 leaves out the fraction; the line is 4.6's",
	"lldp.media.loc.longitude":       "likewise",
	"lldp.media.loc.altitude":        "Wireshark 4.0 shows the number as it is on the wire; the line is 4.6's",
	"lldp.media.civic.length":        "in 4.0 also that of an element, which is lldp.media.civic.addr_length in 4.6",
	"lldp.media.loc.datum":           "Wireshark 4.0 takes the whole byte and does not name it; value and line are 4.6's",
}

// otherPlaces are the fields whose place or value is not that of tshark 4.0.
var otherPlaces = map[string]bool{
	"lldp.media.loc.datum":    true, // its value is 4.6's
	"lldp.media.civic.length": true, // not of elements, as in 4.6
}

// TestFields runs the seeds through tshark and through pktscope: what we have
// of Wireshark's fields is equal wherever it occurs.
func TestFields(t *testing.T) {
	const head = "\x01\x80\xc2\x00\x00\x0e\x00\x19\x06\xea\xb8\x80\x88\xcc"
	var frames [][]byte
	for _, s := range seeds(t) {
		frames = append(frames, append([]byte(head), s.Bytes...))
	}
	own := map[string]bool{}
	for _, f := range lldp.Proto.Fields {
		own[f.Name] = true
	}
	fields := dissecttest.TsharkFrames(t, cli.Main, "lldp.", 1, frames...)
	reached := 0
	for _, v := range fields {
		if !own[v.Name] || !v.Reached {
			continue
		}
		reached++
		if _, known := otherLabels[v.Name]; !v.Equal && !otherPlaces[v.Name] || v.Labels == known {
			t.Errorf("%s: equal: %v, with its lines: %v%s", v.Name, v.Equal, v.Labels, v.Difference)
		}
	}
	t.Logf("%d fields of Wireshark's %d are declared, %d are reached", len(own), len(fields), reached)
}
