package edge

import (
	"net"
	"net/http"

	"github.com/go-chi/httprate"
)

// Visitor is the address that a connection comes from, for bounds on what one address may ask; of IPv6, the network. Headers are not believed:
// anyone can write them. It never fails.
func Visitor(r *http.Request) (string, error) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return httprate.CanonicalizeIP(host), nil
}
