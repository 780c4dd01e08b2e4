package api

import (
	"encoding/json"
	"net/http"
	"time"

	"guichet/internal/edge"
	"guichet/internal/errs"
	"guichet/internal/i18n"
	"guichet/internal/market"
	"guichet/internal/snapshot"
)

// marketRoutes are the resources of the contracts. Each reads its query and answers one document of package market:
//
//	GET /api/v1/market/check?organisation=&software=&version=&need=&lang=      market.CheckDocument
//	GET /api/v1/market/delays?date=&time=&kind=&critical=&blocking=&territory=&pause=&resume=&open=&close=&start=&days=&lang=
//	                                                                          market.DelaysDocument
//	GET /api/v1/market/debian?version=&date=&lang=                             market.DebianDocument
//
// A fault of the query is a 400 whose field is the name of the parameter.
func (a *API) marketRoutes() {
	a.raw("/api/v1/market/check", "check-entitlement", "markets", CheckQuery{}, market.CheckDocument{}, a.document(true, func(s *snapshot.Snapshot, get func(string) string, l i18n.Lang) (any, error) {
		c, err := s.Market.Check(market.Query{Organisation: get("organisation"), Software: get("software"), Version: get("version"), Need: market.Need(get("need"))})
		if err != nil {
			return nil, err
		}
		return c.Document(l, s.Sources), nil
	}))
	a.raw("/api/v1/market/delays", "count-delays", "markets", DelaysQuery{}, market.DelaysDocument{}, a.document(true, func(s *snapshot.Snapshot, get func(string) string, l i18n.Lang) (any, error) {
		d, err := s.Market.DelaysOf(market.DelayQuery{Date: get("date"), Time: get("time"), Kind: get("kind"), Critical: get("critical"), Blocking: get("blocking"),
			Territory: get("territory"), Pause: get("pause"), Resume: get("resume"), Open: get("open"), Close: get("close"), Start: get("start"), Days: get("days")})
		if err != nil {
			return nil, err
		}
		return d.Document(l), nil
	}))
	// Without a date the answer is that of today: it is not kept.
	a.raw("/api/v1/market/debian", "debian", "markets", DebianQuery{}, market.DebianDocument{}, a.document(false, func(s *snapshot.Snapshot, get func(string) string, l i18n.Lang) (any, error) {
		d, err := s.Market.DebianOf(get("version"), get("date"), time.Now())
		if err != nil {
			return nil, err
		}
		return d.Document(l), nil
	}))
}

// document answers with what read makes of the query, in the language that was asked for; keep it when it is a function of the address alone.
func (a *API) document(keep bool, read func(s *snapshot.Snapshot, get func(string) string, l i18n.Lang) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		k, query := a.current(), r.URL.Query()
		asked := query.Get("lang")
		if asked != "" && asked != "fr" && asked != "en" {
			a.fail(w, r, errs.New(errs.Invalid, "api.bad-lang").On("lang"))
			return
		}
		doc, err := read(k.snap, query.Get, lang(r))
		if err != nil {
			a.fail(w, r, err)
			return
		}
		body, err := json.Marshal(doc)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		resp := edge.New(http.StatusOK, "application/json", "no-cache", append(body, '\n'), true).Set("Content-Language", string(lang(r)))
		if asked == "" {
			resp = resp.Set("Vary", "Accept-Language")
		}
		if keep && asked != "" && len(r.URL.RawQuery) < 512 { // without lang, the answer also depends on a header
			k.cache.Put(key(r), resp)
		}
		resp.ServeHTTP(w, r)
	}
}

// CheckQuery is the parameters of the checker; all may be empty but the body.
type CheckQuery struct {
	Reading
	Organisation string `query:"organisation" required:"true" doc:"the body, as people name it"`
	Software     string `query:"software" doc:"the software, as people name it"`
	Version      string `query:"version"`
	Need         string `query:"need" doc:"nature of the need, as the page names it"`
}

// DelaysQuery is the parameters of the count of delays; they are those of the page.
type DelaysQuery struct {
	Reading
	Date      string `query:"date" required:"true" doc:"day of the request: 2026-11-23, 23/11/2026"`
	Time      string `query:"time" required:"true" doc:"time of the request, in the clock of the territory: 17:59, 17h59"`
	Kind      string `query:"kind" enum:"support,information" doc:"support when it is not said"`
	Critical  string `query:"critical" required:"true" enum:"1,0" doc:"whether the software is critical"`
	Blocking  string `query:"blocking" required:"true" enum:"1,0" doc:"whether the fault blocks the work"`
	Territory string `query:"territory" doc:"calendar of public holidays"`
	Pause     string `query:"pause" doc:"since when the holder waits for the requester: a day, with or without a time"`
	Resume    string `query:"resume" doc:"until when; empty while it waits"`
	Open      string `query:"open" doc:"opening of working hours, 9:00 when it is not said"`
	Close     string `query:"close" doc:"closing of working hours, 18:00 when it is not said"`
	Start     string `query:"start" enum:"receipt,sending" doc:"what a request made outside working hours starts with"`
	Days      string `query:"days" enum:"next-day,same-day,hour-for-hour" doc:"how working days are counted"`
}

// DebianQuery is the parameters of the support of Debian.
type DebianQuery struct {
	Reading
	Version string `query:"version" required:"true" doc:"number or name"`
	Date    string `query:"date" doc:"today when it is not said"`
}
