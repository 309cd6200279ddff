package render_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pktscope/pktscope/internal/render"
)

// TestUnknownFields: every unknown name is told, with those near it.
func TestUnknownFields(t *testing.T) {
	r := registry(t)
	for _, format := range []string{"fields", "json", "ek", "csv"} {
		o := render.Options{Registry: r, Fields: render.FieldOptions{Names: []string{"eth.src", "arp.opcod", "frame.numbr"}}}
		_, err := render.New(format, o)
		var unknown *render.UnknownFieldsError
		if !errors.As(err, &unknown) || len(unknown.Names) != 2 {
			t.Fatalf("%s: %v", format, err)
		}
		for i, want := range []string{"arp.opcode", "frame.number"} {
			if near := unknown.Nearest[i]; len(near) == 0 || near[0] != want {
				t.Errorf("%s: near %s: %v, want %s", format, unknown.Names[i], near, want)
			}
		}
	}
	if _, err := render.New("text", render.Options{Registry: r, Only: []string{"arp", "nonsense"}}); err == nil {
		t.Error("-O nonsense is no error")
	}
	if _, err := render.New("xlsx", render.Options{}); err == nil || !strings.Contains(err.Error(), "pdml") {
		t.Errorf("a format that is none: %v", err)
	}
}

// TestSettings are the values of -E.
func TestSettings(t *testing.T) {
	rows := goldenRows(t, registry(t))
	tests := []struct{ settings, want string }{
		{"", "02:00:5e:04:00:01,02:00:5e:01:00:01\t39\n"},
		{"occurrence=f", "02:00:5e:04:00:01\t39\n"},
		{"occurrence=l quote=s", "'02:00:5e:01:00:01'\t'39'\n"},
		{"aggregator=/s separator=;", "02:00:5e:04:00:01 02:00:5e:01:00:01;39\n"},
		{"separator=/t quote=n", "02:00:5e:04:00:01,02:00:5e:01:00:01\t39\n"},
		{"header=y bom=y occurrence=f", "\ufeffeth.addr\tframe.len\n02:00:5e:04:00:01\t39\n"},
	}
	for _, tt := range tests {
		f, err := render.ParseFields([]string{"eth.addr", "frame.len"}, strings.Fields(tt.settings))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(output(t, "fields", render.Options{Registry: registry(t), Fields: f}, rows[1:2])); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.settings, got, tt.want)
		}
	}
	for _, bad := range []string{"quote=x", "occurrence=z", "header=maybe", "separator=ab", "nonsense=1"} {
		if _, err := render.ParseFields(nil, []string{bad}); err == nil {
			t.Errorf("%s is no error", bad)
		}
	}
}
