package report

import "github.com/pktscope/pktscope/internal/render"

// tint returns what gives a line of the answer its colour, nil if none has one.
func (q *Request) tint() func(line []byte) string {
	if !q.Color || q.Format != "table" {
		return nil
	}
	return func(line []byte) string {
		if h := hueOf(line); h != render.HueNone {
			return q.Palette.Escape(h)
		}
		return ""
	}
}

// hueOf is the hue of a line: of a message of a router by its severity,
// %FACILITY-SEVERITY-MNEMONIC (RFC 5424, table 2), of a remark that of what stands back.
func hueOf(line []byte) render.Hue {
	if len(line) < 2 || line[0] != '%' {
		return render.HueNone
	}
	if line[1] == ' ' {
		return render.HueFaint
	}
	for i := 1; i+2 < len(line) && line[i] != ' '; i++ {
		if line[i] != '-' || line[i+2] != '-' {
			continue
		}
		switch severity := line[i+1]; {
		case severity >= '0' && severity <= '3':
			return render.HueErr
		case severity == '4':
			return render.HueKeys
		case severity >= '5' && severity <= '7':
			return render.HueTCP
		}
	}
	return render.HueNone
}
