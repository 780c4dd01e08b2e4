// Package fetch gets what other machines publish, and trusts none of them.
//
// It is the one way in which the desk asks an address that somebody else chose: a stranger who proves that a domain is theirs, a source whose
// site may be taken over. Rules:
//
//   - Only http and https, no user name in the address; only ports 80 and 443 unless the caller allows others.
//   - Private, loopback, link-local and otherwise special networks are refused (RFC 6890), and IPv6 forms that wrap such an IPv4 address. What is checked
//     is the address being dialled, after the name was resolved, so that a name that changes its mind is refused too.
//   - Every redirection is checked as the first address was, and there are few; a redirection never leads from https to http.
//   - No proxy, no cookie, no credential, no Referer.
//   - Bounds on time and on size, after decompression: a bomb of zeros ends at the bound.
//   - A failure that may pass (no connection, 429, 5xx) is tried again, later each time, as Retry-After asks within reason; any other is not.
//
// A result carries the ETag and the date that the server gave: give them back the next time, and what did not change is not sent again.
package fetch
