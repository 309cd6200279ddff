package oui

import (
	"strings"
	"testing"
)

func TestShort(t *testing.T) {
	for name, want := range map[string]string{
		"Cisco Systems, Inc":                    "Cisco",
		"Intel Corporate":                       "Intel",
		"VMware, Inc.":                          "VMware",
		"Hewlett Packard Enterprise":            "HewlettPacka",
		"Raspberry Pi Foundation":               "RaspberryPi",
		"HUAWEI TECHNOLOGIES CO.,LTD":           "Huawei",
		"TP-LINK TECHNOLOGIES CO.,LTD.":         "TPLink",
		"IBM Corp":                              "IBM",
		"Technologies, Inc.":                    "Technologies",
		"Nokia Shanghai Bell Co., Ltd. (Nokia)": "NokiaShangha",
		"(Private)":                             "Private",
		"Société Générale":                      "SocitGnrale",
		"zte corporation":                       "zte",
		"":                                      "",
		"日本":                                    "",
	} {
		if got := Short(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestLong(t *testing.T) {
	for name, want := range map[string]string{
		"Cisco Systems, Inc": "Cisco Systems, Inc", "D-LINK SYSTEMS, INC.": "D-Link Systems, Inc.", "3COM": "3Com", "zte corporation": "zte corporation", "": "",
	} {
		if got := Long(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestName: a block names its addresses, and of one that is divided its parts.
func TestName(t *testing.T) {
	table, err := Encode("2026-01-02", []Block{
		{24, [6]byte{0x00, 0x00, 0x0c}, "Cisco Systems, Inc"},
		{24, [6]byte{0x74, 0x1a, 0xe0}, ""},
		{28, [6]byte{0x74, 0x1a, 0xe0, 0x90}, "Smaller"},
		{24, [6]byte{0x70, 0xb3, 0xd5}, ""},
		{36, [6]byte{0x70, 0xb3, 0xd5, 0xf2, 0xf0}, "Smallest"},
		{24, [6]byte{0xff, 0xff, 0xfe}, "Cisco Systems, Inc"},
	})
	if err != nil {
		t.Fatal(err)
	}
	names := read(string(table))
	if names.Date() != "2026-01-02" || names.Len() != 6 {
		t.Errorf("date %q, %d blocks", names.Date(), names.Len())
	}
	for a, want := range map[[6]byte]string{
		{0x00, 0x00, 0x0c, 0xab, 0xcd, 0xef}: "Cisco_ab:cd:ef",
		{0xff, 0xff, 0xfe, 0x00, 0x00, 0x01}: "Cisco_00:00:01",
		{0x74, 0x1a, 0xe0, 0x9b, 0xcd, 0xef}: "Smaller_b:cd:ef",
		{0x74, 0x1a, 0xe0, 0x8b, 0xcd, 0xef}: "",
		{0x70, 0xb3, 0xd5, 0xf2, 0xfa, 0xbc}: "Smallest_a:bc",
		{0x70, 0xb3, 0xd5, 0xf2, 0xea, 0xbc}: "",
		{0x02, 0x00, 0x5e, 0x01, 0x00, 0x01}: "",
		{}:                                   "",
	} {
		if got := names.Name(a); got != want {
			t.Errorf("% x: %q, want %q", a, got, want)
		}
	}
	for a, want := range map[[6]byte]string{
		{0x00, 0x00, 0x0c, 0xab, 0xcd, 0xef}: "Cisco Systems, Inc",
		{0x74, 0x1a, 0xe0, 0x9b, 0xcd, 0xef}: "Smaller",
		{0x74, 0x1a, 0xe0, 0x8b, 0xcd, 0xef}: "",
		{0x02, 0x00, 0x5e, 0x01, 0x00, 0x01}: "",
	} {
		if got := names.Organisation(a); got != want {
			t.Errorf("% x: of %q, want %q", a, got, want)
		}
	}
	if _, err := Encode("today", nil); err == nil {
		t.Error("a table without a date")
	}
}

// TestEmbedded: blocks that IEEE's registry has had for long, and nothing that would not
// fit an address.
func TestEmbedded(t *testing.T) {
	table := Embedded()
	if table.Len() < 50000 {
		t.Errorf("%d blocks", table.Len())
	}
	for a, want := range map[[6]byte][2]string{
		{0x00, 0x00, 0x0c, 0x01, 0x02, 0x03}: {"Cisco_01:02:03", "Cisco Systems, Inc"},
		{0x00, 0x1b, 0x21, 0xab, 0xcd, 0xef}: {"Intel_ab:cd:ef", "Intel Corporate"},
		{0x00, 0x0c, 0x29, 0x00, 0x00, 0x01}: {"VMware_00:00:01", "VMware, Inc."},
		{0x02, 0x00, 0x5e, 0x01, 0x00, 0x01}: {},
	} {
		if got := [2]string{table.Name(a), table.Organisation(a)}; got != want {
			t.Errorf("% x: %q, want %q", a, got, want)
		}
	}
	for i := range len(table.places)/placeSize - 1 {
		place := func(i int) int { return number(table.places[i*placeSize : (i+1)*placeSize]) }
		text := table.texts[place(i):place(i+1)]
		short, name, _ := strings.Cut(text, separator)
		if (text == "") != (name == "") || strings.ContainsFunc(short, func(r rune) bool { return r < '0' || r > 'z' }) || strings.Contains(name, separator) {
			t.Errorf("a text is %q", text)
		}
	}
}

func BenchmarkName(b *testing.B) {
	table := Embedded()
	for b.Loop() {
		table.Name([6]byte{0x02, 0x00, 0x5e, 0x01, 0x00, 0x01})
	}
}
