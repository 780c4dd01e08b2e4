package cli

// LookSettings are how the desk looks and who answers for it: what a public body sets to have the desk under its own name. They are settings and not
// code; doc/brand.md shows them together.
type LookSettings struct {
	Theme string `default:"plain" enum:"plain,dsfr" help:"Look of the pages: plain, or dsfr, the State's design system, whose terms reserve it to the State's administrations (run make dsfr first)."`
	// The folder is that of the package, so that its notices stay beside its files.
	DSFRDir    string   `name:"dsfr-dir" default:"dsfr" placeholder:"DIR" help:"Folder of the design system's package, for --theme dsfr."`
	SiteName   string   `default:"Guichet libre" help:"Name of the desk, shown on every page."`
	Tagline    string   `placeholder:"TEXT" help:"One line under the name."`
	Operator   string   `placeholder:"NAME" help:"Public body that runs this desk, named in the footer and the legal notice."`
	FooterLink []string `sep:"none" placeholder:"TEXT|URL" help:"Further link in the footer; may be given several times."`
	Brand      Brand    `embed:"" prefix:"brand-"`
	Legal      Legal    `embed:"" prefix:"legal-"`
	Keep       Keep     `embed:"" prefix:"keep-"`
}

// Brand is what stands over the theme's own look.
type Brand struct {
	Colour     string `placeholder:"#RRGGBB" help:"Colour of links, buttons and the band of the home page; refused where it could not be read."`
	DarkColour string `placeholder:"#RRGGBB" help:"The same on dark pages. Default: a lighter tone."`
	Logo       string `placeholder:"FILE" help:"Logo, SVG or PNG of at most 20 kB, in place of the desk's sign."`
	Official   string `placeholder:"LINE|LINE" help:"Official name in the State's block of the theme dsfr, its lines parted by |. Default: the operator."`
}

// Legal is what the legal notice and the page on personal data say of the body. What is empty is shown as missing.
type Legal struct {
	Address     string `placeholder:"TEXT" help:"Postal address of the body."`
	Phone       string `placeholder:"TEXT" help:"Its telephone number."`
	Email       string `placeholder:"ADDRESS" help:"Its electronic address."`
	SIRET       string `name:"siret" placeholder:"NUMBER" help:"Its SIRET number."`
	Director    string `placeholder:"NAME" help:"Who directs the publication."`
	Host        string `placeholder:"NAME" help:"Who hosts the desk."`
	HostAddress string `placeholder:"TEXT" help:"Postal address of the host."`
	HostPhone   string `placeholder:"TEXT" help:"Telephone number of the host."`
	DPO         string `name:"dpo" placeholder:"TEXT" help:"Data protection officer: a name, an address or both."`
}

// Keep says for how many days the desk keeps what people wrote. The page on personal data says the same figures.
type Keep struct {
	Questions int `default:"730" placeholder:"DAYS" help:"Forget a question that nobody asked for so many days; 0 keeps it."`
	Cases     int `default:"730" placeholder:"DAYS" help:"Erase the texts of a closed case in which nothing happened for so many days; 0 keeps them until its sender erases them."`
}
