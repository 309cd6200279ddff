package stats

import "strconv"

// httpFields tell what a message of HTTP is.
var httpFields = []string{"http.request.method", "http.response.code", "http.response.code.desc"}

// httpClasses are the hundreds of status codes, RFC 9110 section 15.
var httpClasses = [...]string{"???: broken", "1xx: Informational", "2xx: Success", "3xx: Redirection", "4xx: Client Error", "5xx: Server Error"}

// newHTTP makes http,tree: requests by their methods, responses by their status codes.
func (p *plan) newHTTP(filter string) (*tree, error) {
	for _, name := range httpFields {
		if err := p.wantText(name); err != nil {
			return nil, err
		}
	}
	t := &tree{title: "HTTP/Packet Counter", item: "Packet Type", filter: filter, limit: p.limit}
	all := t.add(root, "Total HTTP Packets")
	requests, responses := t.add(all, "HTTP Request Packets"), t.add(all, "HTTP Response Packets")
	t.add(all, "Other HTTP Packets")
	var classes [len(httpClasses)]int
	for i, name := range httpClasses {
		classes[i] = t.add(responses, name)
	}
	t.tick = func(t *tree, s *sample) {
		code := ""
		for field, text := range s.said() {
			switch field {
			case httpFields[0]:
				t.bump(all)
				t.bump(requests)
				t.within(requests, text)
			case httpFields[1]:
				code = text
			case httpFields[2]:
				t.bump(all)
				t.bump(responses)
				class := classes[httpClass(code)]
				t.bump(class)
				t.within(class, code+" "+text)
			}
		}
	}
	return t, nil
}

// httpClass is the index of a status code in httpClasses.
func httpClass(code string) int {
	n, err := strconv.Atoi(code)
	if err != nil || n < 100 || n > 599 {
		return 0
	}
	return n / 100
}
