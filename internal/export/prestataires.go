package export

import (
	"io"

	"guichet/internal/catalog"
)

type served struct {
	SILL      string   `json:"sill_id"`
	Providers []server `json:"prestataires"`
}

type server struct {
	Name     string `json:"nom"`
	Comptoir string `json:"cdl_url,omitempty"`
	Website  string `json:"website,omitempty"`
	URL      string `json:"url,omitempty"`
	SIREN    string `json:"siren,omitempty"`
}

// Providers writes the merged list of the providers of the SILL's software, as code.gouv.fr publishes it (sill-prestataires.json).
func Providers(w io.Writer, set *catalog.Set) error {
	out := []served{}
	for _, sw := range SILL(set) {
		if len(sw.Providers) == 0 {
			continue
		}
		e := served{SILL: sw.IDs["sill"]}
		for _, v := range sw.Providers {
			x := server{Name: v.Provider.Name, Website: v.Provider.Site.V, URL: v.URL, SIREN: v.Provider.SIREN.V}
			if id := v.Provider.IDs["comptoir"]; id != "" {
				x.Comptoir = "https://comptoir-du-libre.org/fr/users/" + id
			}
			e.Providers = append(e.Providers, x)
		}
		out = append(out, e)
	}
	return write(w, out)
}
