package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"guichet/internal/errs"
)

// special holds the networks that are nobody's public site: the registries of RFC 6890 for IPv4 and IPv6, without those that are globally reachable.
var special = func() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
		"192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}()

// wrapped are the IPv6 networks that hold an IPv4 address: 6to4 (bytes 2 to 5) and NAT64 (the last four).
var (
	sixToFour = netip.MustParsePrefix("2002::/16")
	nat64     = netip.MustParsePrefix("64:ff9b::/96")
	embedded  = netip.MustParsePrefix("::/96") // IPv4-compatible, long given up
)

// Public reports whether an address may belong to a public site.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	if a.Is4() {
		return true
	}
	b := a.As16()
	switch {
	case sixToFour.Contains(a):
		return Public(netip.AddrFrom4([4]byte(b[2:6])))
	case nat64.Contains(a), embedded.Contains(a):
		return Public(netip.AddrFrom4([4]byte(b[12:16])))
	}
	return true
}

// maxAddress bounds an address, in bytes.
const maxAddress = 2000

// check refuses an address that is not asked, whatever it resolves to.
func (c *Client) check(u *url.URL) error {
	refuse := func(key string) error {
		return errs.New(errs.Invalid, key).With("address", u.Redacted())
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse("fetch.bad-scheme")
	case u.Host == "" || u.Hostname() == "" || u.User != nil || len(u.String()) > maxAddress:
		return refuse("fetch.bad-address")
	case !c.AnyPort && !slices.Contains([]string{"", "80", "443"}, u.Port()):
		return refuse("fetch.bad-port")
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if a, err := netip.ParseAddr(host); err == nil && !c.allowed(a) {
		return refuse("fetch.private")
	}
	return nil
}

func (c *Client) allowed(a netip.Addr) bool { return Public(a) || c.Allow != nil && c.Allow(a) }

// control is asked just before a connection is made, when the address is known for good.
func (c *Client) control(network, address string, _ syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return fmt.Errorf("network %s", network)
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !c.allowed(to.Addr()) {
		return errs.New(errs.Invalid, "fetch.private").With("address", to.Addr().String())
	}
	return nil
}
