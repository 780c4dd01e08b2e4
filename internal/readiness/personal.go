package readiness

import (
	"regexp"
	"strings"
)

// privateFile is a file that holds keys or settings of one machine.
var privateFile = regexp.MustCompile(`(?i)(^|/)(\.env(\.(local|prod|production))?|id_(rsa|dsa|ecdsa|ed25519)|[^/]*\.(p12|pfx|kdbx|keystore|jks)|\.htpasswd|\.pgpass|\.netrc|credentials\.json|terraform\.tfstate)$`)

func (s *scan) private(r *Result) {
	for _, p := range s.paths {
		if privateFile.MatchString(p) {
			r.missing(found(p, 0, "private"))
		}
	}
}

var (
	dataFile = regexp.MustCompile(`(?i)\.(csv|tsv|sql|dump|json|jsonl|ndjson|xml|ldif|vcf|txt)$`)
	officeDB = regexp.MustCompile(`(?i)\.(mdb|accdb|sqlite3?|db|dbf|pst|mbox)$`)
	mail     = regexp.MustCompile(`[\w.+-]+@[\w-]+(\.[\w-]+)+`)
	nir      = regexp.MustCompile(`\b[12] ?\d{2} ?(0[1-9]|1[0-2]) ?(\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b`)
)

// validNIR checks the key of a French social security number: 97 less the rest of the number by 97; 2A counts as 19 and 2B as 18.
func validNIR(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	s = strings.Replace(strings.Replace(s, "2A", "19", 1), "2B", "18", 1)
	if len(s) != 15 {
		return false
	}
	n, key := 0, 0
	for i, c := range s {
		if c < '0' || c > '9' {
			return false
		}
		if i < 13 {
			n = (n*10 + int(c-'0')) % 97
		} else {
			key = key*10 + int(c-'0')
		}
	}
	return 97-n == key
}

// invented are the domains that are kept for examples (RFC 2606), and those of machines.
var invented = regexp.MustCompile(`(?i)@(.*\.)?(example|test|invalid|localhost|local)(\.(com|org|net|fr))?$|noreply`)

func (s *scan) personal(r *Result) {
	for i, p := range s.paths {
		if s.ctx.Err() != nil {
			return
		}
		if officeDB.MatchString(p) {
			r.missing(found(p, 0, "database"))
			continue
		}
		if !dataFile.MatchString(p) || s.sizes[i] > 8*maxScanned || lists.MatchString(p) {
			continue
		}
		body, err := s.tree.Read(p, maxScanned)
		if err != nil || binary(body) {
			continue
		}
		seen := map[string]bool{}
		for _, m := range mail.FindAllString(string(body), 2000) {
			if !invented.MatchString(m) {
				seen[strings.ToLower(m)] = true
			}
		}
		if len(seen) >= manyMails {
			r.missing(found(p, 0, "mails", "count", len(seen)))
		}
		for _, at := range nir.FindAllIndex(body, 100) {
			if validNIR(string(body[at[0]:at[1]])) {
				r.missing(found(p, 1+strings.Count(string(body[:at[0]]), "\n"), "nir"))
				break
			}
		}
	}
}
