package web

import (
	"slices"
	"strings"

	"guichet/internal/catalog"
)

// linkedData describes a software in the words of schema.org (SoftwareApplication), for programs that read pages. It holds facts of sources alone. The
// template writes it as JSON in which nothing can end the element; it is data, so that the policy that forbids scripts does not bear on it.
func (p *Portal) linkedData(rq request, sw *catalog.Software) map[string]any {
	ld := map[string]any{"@context": "https://schema.org", "@type": "SoftwareApplication", "@id": p.BaseURL + rq.to("software", sw.Slug), "name": sw.Name.V}
	add := func(name, value string) {
		if value != "" {
			ld[name] = value
		}
	}
	add("description", sw.Function.V.In(rq.lang))
	add("url", webOnly(sw.Site.V))
	add("softwareVersion", sw.Latest.V.Number)
	license := sw.Licence.V
	if rq.snap().Procurement.BySPDX(license) != nil {
		license = "https://spdx.org/licenses/" + license
	}
	add("license", license)
	if sw.Category != nil {
		add("applicationCategory", sw.Category.Name().In(rq.lang))
	}
	var systems []string
	for _, pl := range sw.Platforms {
		if !slices.Contains([]string{"web", "server"}, pl) { // no operating systems
			systems = append(systems, rq.t("web.platform-"+pl))
		}
	}
	add("operatingSystem", strings.Join(systems, ", "))
	if len(sw.Aliases) > 0 {
		ld["alternateName"] = sw.Aliases
	}
	var same []string
	for _, s := range catalog.Schemes {
		if id := sw.IDs[s.ID]; id != "" && s.URL != "" {
			same = append(same, s.URL+id)
		}
	}
	if repository := webOnly(sw.Repository.V); repository != "" {
		same = append(same, repository)
	}
	if len(same) > 0 {
		ld["sameAs"] = same
	}
	return ld
}
