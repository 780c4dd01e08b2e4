// Package content turns folders of Markdown into the pages of the desk.
//
// A page is a Markdown file with YAML front matter. The front matter is that of the service page that the whole project
// implements (title, layout, segments, showBreadcrumb) and of the Eleventy site it comes from, whose pages must move here without
// being rewritten: tags, date, draft, permalink, redirects, eleventyNavigation. The body is CommonMark with tables, footnotes,
// attributes in braces and the containers of markdown-it-container (":::callout A title"); starter/content/README.md is the
// author's manual.
//
// # Rules
//
//   - A page that is wrong is reported with its file and line, and the others are served. Only a page that cannot be read, that has
//     no title or that would be dangerous to read (too large, too deep) is refused.
//   - What authors write never reaches the reader unchecked: their HTML goes through one closed policy (sanitize.go) and is balanced
//     (assemble.go) before the theme's components are put around it, so a page breaks neither the site's safety nor its frame.
//   - What belongs to another program is never shown: template tags ({{ }}, {% %}), attributes, container fences are applied where they say
//     all that is needed (run.go), or removed and reported.
//   - A file that was saved through a wrong encoding is mended as it is read (encoding.go), and reported.
//   - A figure that the desk's data holds is not written in a page: ":::data NAME" leaves a place that the portal fills (Page.Parts).
//
// # Addresses
//
// fr/a/b.md is served at /fr/a/b/, fr/a/index.md and fr/a/a.md at /fr/a/, b.md at /fr/b/ (French is the first language); a date in
// front of a file name is the page's date and no part of its address, as in Eleventy. A permalink wins over the path. Layers lie
// over each other: an operator's page replaces the starter's page of the same address, and "permalink: false" takes it away. A file
// that is no page is served beside the pages when its kind is on a short list (Site.Asset).
//
// # Collections
//
// A tag makes a collection (Site.Collection), the newest page first. The first tag of a folder's data names the series that its pages are
// issues of: the series is listed where a page or a template of the site lists it, or else above its pages, ten at a time ("page-2/"), and
// each of its tags has a list under "tags/" (Site.Listing). JavaScript is not run: literals are read, and the one function that the field
// uses, a permalink made of a file's name (literal.go, permalink.go).
//
// # Changes
//
// A Holder reads the layers again when their files change. Pages whose file and surroundings are the same are not drawn again; a page that
// has become bad is reported, and its last good version stays.
//
// # Order of work
//
// Load reads every file and its front matter first, since a link to a file needs the address that the file's front matter gives it;
// the bodies that are served are then rendered on all processors: source -> template tags out -> goldmark's tree -> headings, links
// and attributes settled in the tree -> HTML -> policy -> balance, components, sections. Nothing is read or parsed afterwards.
package content
