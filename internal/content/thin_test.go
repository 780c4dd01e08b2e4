package content

import (
	"fmt"
	"os"
	"testing"
)

func TestThin(t *testing.T) {
	f := os.Getenv("THIN")
	b, _ := os.ReadFile(f)
	p, ps := Parse("fr/mission/x.md", b, PlainComponents{}, Options{})
	for _, x := range ps {
		fmt.Println(x)
	}
	if p != nil {
		fmt.Println(p.Body)
		fmt.Printf("%+v\n%+v\n%+v\n%q\n", p.Segments, p.Headings, p.Links, p.Text)
		fmt.Println(len(p.Parts()))
	}
}
