package all

import (
	"github.com/pktscope/pktscope/dissect"
	"github.com/pktscope/pktscope/dissect/field"
	"github.com/pktscope/pktscope/dissect/http"
	"github.com/pktscope/pktscope/dissect/media"
	"github.com/pktscope/pktscope/dissect/tls"
)

func web() []dissect.Binding {
	list := []dissect.Binding{dissect.Bind[http.Packet](append(tcpPorts(80, 1900, 2710, 2869, 3128, 3132, 5985, 8080, 8088, 11371), http.Key)...)}
	list = append(list, dissect.Bind[tls.Packet](append(tcpPorts(443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061), tls.Key)...))
	for _, f := range []struct {
		format http.Media
		of     *media.Format
	}{
		{http.Text, media.Text}, {http.XML, media.XML}, {http.JSON, media.JSON}, {http.Form, media.Form}, {http.Multipart, media.Multipart},
		{http.GIF, media.GIF}, {http.JPEG, media.JPEG}, {http.PNG, media.PNG}, {http.Other, media.Other},
	} {
		list = append(list, dissect.Binding{New: func() dissect.Message { return f.of.New() }, Keys: []field.Key{http.KeyOf(f.format)}})
	}
	return list
}

func tcpPorts(ports ...uint64) (keys []field.Key) {
	for _, p := range ports {
		keys = append(keys, field.TCPPort.Key(p))
	}
	return keys
}

// What these messages can do beside being read: a method that is missing or has
// another name does not compile.
var (
	_ = []dissect.Carrier{(*http.Packet)(nil), (*tls.Packet)(nil)}
	_ = []dissect.Pathed{(*tls.Packet)(nil)}
	_ = []dissect.Silent{(*http.Packet)(nil), (*tls.Packet)(nil), (*media.Body)(nil)}
	_ = []dissect.Stateful{(*http.Packet)(nil)}
	_ = []dissect.Tentative{(*http.Packet)(nil), (*tls.Packet)(nil)}
	_ = []dissect.Titled{(*http.Packet)(nil), (*tls.Packet)(nil)}
)
