// Package prestataires reads merged lists of providers: the array of software of the SILL with their providers that code.gouv.fr publishes
// (sill-prestataires.json), and the records of publishers of free software, one JSON object a file, that the Fonds de dotation du libre keeps.
//
// The two are told by their first bracket, and are sources of their own.
package prestataires

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path"
	"regexp"
	"strings"

	"guichet/internal/catalog"
	"guichet/internal/facts"
	"guichet/internal/i18n"
	"guichet/internal/provenance"
	"guichet/internal/source"
)

// The names under which the two kinds of list are imported.
const (
	Source     = "prestataires"
	Publishers = "awesome-free-software-providers"
)

// Format is the format of the lists.
var Format = source.Format{Name: Source, Help: "merged providers: sill-prestataires.json, or a folder of publishers' records (JSON)", Read: Read}

// Read reads a merged list, or the records of publishers.
func Read(ctx context.Context, in *source.Input) (facts.Import, error) {
	if in.IsFolder() {
		return records(ctx, in)
	}
	first := byte(0)
	err := in.Each(ctx, nil, func(_ string, r io.Reader) error {
		head, _ := bufio.NewReaderSize(r, 512).Peek(512)
		if head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"); len(head) > 0 {
			first = head[0]
		}
		return nil
	})
	if err != nil {
		return facts.Import{}, err
	}
	if first == '{' {
		return records(ctx, in)
	}
	return merged(ctx, in)
}

type software struct {
	SILL      source.Text           `json:"sill_id"`
	Providers source.Or[[]provider] `json:"prestataires"`
}

type provider struct {
	Name     source.Text `json:"nom"`
	Comptoir source.Text `json:"cdl_url"`
	Website  source.Text `json:"website"`
	CNLL     source.Text `json:"url"` // of its page in the CNLL's directory
	SIREN    source.Text `json:"siren"`
}

var lastNumber = regexp.MustCompile(`/([0-9]{1,9})/?$`)

func merged(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Source)
	firms := source.NewFirms()
	err := in.Each(ctx, nil, func(_ string, r io.Reader) error {
		return source.Array(r, func(e source.Entry) error {
			var sw software
			if err := e.Object(&sw); err != nil {
				return source.Wrong{Why: err.Error()}
			}
			if sw.SILL == "" {
				c.Refuse(e.Where(), "", "no sill_id: the software is not named")
				return nil
			}
			for _, p := range sw.Providers.V {
				st := catalog.ProviderStatement{Name: source.Name(p.Name.String()), SIREN: source.SIREN(p.SIREN.String()), Site: source.Web(p.Website.String())}
				if m := lastNumber.FindStringSubmatch(p.Comptoir.String()); m != nil {
					st.IDs = map[string]string{"comptoir": m[1]}
				}
				firms.Serve(e.Where(), st, catalog.ServiceStatement{IDs: map[string]string{"sill": sw.SILL.String()}, URL: source.Web(p.CNLL.String())})
			}
			return nil
		})
	})
	if err != nil {
		return facts.Import{Source: Source}, err
	}
	if err := firms.AddTo(c); err != nil {
		return facts.Import{}, err
	}
	err = c.Describe(provenance.Source{Publisher: "DINUM", URL: "https://code.gouv.fr/data/sill-prestataires.json",
		Title: i18n.Text{Fr: "Prestataires des logiciels du SILL (code.gouv.fr)", En: "Providers of the software of the SILL (code.gouv.fr)"}})
	return c.Import(), err
}

// record is one publisher; figures, pictures and customers' stories are passed over.
type record struct {
	Title    source.Text `json:"title"`
	Country  source.Text `json:"country"`
	Website  source.Text `json:"website"`
	Software []struct {
		Title   source.Text `json:"title"`
		Website source.Text `json:"website"`
	} `json:"free_software_list"`
}

var country = regexp.MustCompile(`^[A-Za-z]{2}$`)

// recordsDate is the year under which the desk's own register knows the records; they carry no date of their own.
var recordsDate = provenance.Date{Year: 2020}

func records(ctx context.Context, in *source.Input) (facts.Import, error) {
	c := source.Collect(in, Publishers)
	c.Date(recordsDate)
	if !in.IsFolder() {
		c.Partial() // one record says nothing of the others
	}
	err := in.Each(ctx, []string{".json"}, func(name string, r io.Reader) error {
		body, err := source.Whole(name, r)
		if err != nil {
			return err
		}
		var x record
		if err := json.Unmarshal(body, &x); err != nil {
			if !in.IsFolder() {
				return source.JSONDamage(body, err)
			}
			c.Refuse(name, "", err.Error())
			return nil
		}
		st := catalog.ProviderStatement{Name: source.Name(x.Title.String()), Site: source.Web(x.Website.String()), Role: "publisher"}
		if country.MatchString(x.Country.String()) {
			st.Country = strings.ToUpper(x.Country.String())
		}
		for _, s := range x.Software {
			if n := source.Name(s.Title.String()); n != "" {
				st.Services = append(st.Services, catalog.ServiceStatement{Name: n, URL: source.Web(s.Website.String())})
			}
		}
		return c.Provider(name, strings.TrimSuffix(path.Base(name), ".json"), st)
	})
	if err != nil {
		return facts.Import{Source: Publishers}, err
	}
	err = c.Describe(provenance.Source{
		Title:     i18n.Text{Fr: "Éditeurs de logiciels libres recensés par le Fonds de dotation du libre", En: "Free software publishers listed by the Fonds de dotation du libre"},
		Publisher: "Fonds de dotation du libre", URL: "https://github.com/Fonds-de-Dotation-du-Libre/awesome-free-software", Licence: "CC-BY-SA-4.0",
	})
	return c.Import(), err
}
