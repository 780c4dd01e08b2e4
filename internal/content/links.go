package content

import (
	"net/url"
	"strings"
)

// CheckLinks returns every internal link, fragment, breadcrumb step and translation that leads nowhere. known reports whether the
// program itself serves an address; it is also asked for "address#fragment" where a page has no such fragment, since a data block
// may draw one. It may be nil. Links to other hosts are not followed.
func (s *Site) CheckLinks(known func(path string) bool) []Problem {
	if known == nil {
		known = func(string) bool { return false }
	}
	var all []Problem
	for _, p := range s.Pages() {
		r := &reporter{file: p.shown}
		for _, l := range p.Links {
			s.checkLink(p, l, known, r)
		}
		for _, seg := range p.Segments {
			if seg.URL != "" && !s.leads(seg.URL, known) {
				r.fail(p.lines["segments"], "segment-nowhere", "link", seg.URL)
			}
		}
		if p.Translation != "" && !s.leads(p.Translation, known) {
			r.fail(p.lines["translation"], "translation-nowhere", "link", p.Translation)
		}
		all = append(all, r.problems...)
	}
	sortProblems(all)
	return all
}

// leads reports whether an address is served, by whatever serves it. Other hosts are trusted.
func (s *Site) leads(address string, known func(string) bool) bool {
	if strings.Contains(address, "://") {
		return true
	}
	if _, ok := s.Page(address); ok {
		return true
	}
	if _, ok := s.Redirect(address); ok {
		return true
	}
	if _, ok := s.Listing(address); ok {
		return true
	}
	_, _, ok := s.Asset(address)
	return ok || known(address)
}

func (s *Site) checkLink(p *Page, l LinkRef, known func(string) bool, r *reporter) {
	u, err := url.Parse(l.URL)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return
	}
	target := p
	if u.Path != "" {
		if !s.leads(u.Path, known) {
			r.fail(l.Line, "link-nowhere", "link", l.URL)
			return
		}
		target = s.pages[u.Path]
		if to, ok := s.Redirect(u.Path); target == nil && ok {
			target = s.pages[to]
		}
	}
	if target == nil || u.Fragment == "" || u.Fragment == "top" || target.HasID(u.Fragment) || known(target.Path+"#"+u.Fragment) {
		return
	}
	r.fail(l.Line, "link-fragment", "address", target.Path, "id", u.Fragment)
}
