package content
import ("testing";"fmt";"strings";"time")
func TestHostileTmp(t *testing.T){
 N:=20_000
 rep:=func(s string) string { return strings.Repeat(s, N/len(s)) }
 var inc strings.Builder; for i:=1; inc.Len()<N; i++ { inc.WriteString(strings.Repeat("`",i)+" a ") }
 var ind strings.Builder; for i:=0; ind.Len()<N; i++ { ind.WriteString(strings.Repeat("  ",i)+"- a\n") }
 var bq strings.Builder; for i:=1; i<60 || bq.Len()<N; i++ { bq.WriteString(strings.Repeat(">",i%59)+" a\n") }
 var refs strings.Builder; for i:=0; refs.Len()<N; i++ { fmt.Fprintf(&refs,"[r%d]: /x\n",i) }
 var fns strings.Builder; for i:=0; fns.Len()<N; i++ { fmt.Fprintf(&fns,"a[^f%d]\n\n[^f%d]: /x\n\n",i,i) }
 var heads strings.Builder; for i:=0; i<9999; i++ { heads.WriteString("## a\n") }
 cases:=map[string]string{
 "gt":rep(">"),"gt-sp":rep("> "),"dash":rep("- "),"star":rep("* "),"ol":rep("1. "),"brack":rep("["),"brackimg":rep("!["),"linkopen":rep("[a]("),"linkopen2":rep("[a](<b"),"em":rep("*a "),"em2":rep("**a"),"em3":rep("*a**b***c"),"us":rep("_a "),"ticks":inc.String(),"lt":rep("<"),"lta":rep("<a "),"ltaq":rep("<a b=\""),"amp":rep("&"),"amp2":rep("&a;"),"tilde":rep("~~a "),"pipes":rep("|a"),"table":"|a|b|\n|-|-|\n"+rep("|a"),"tablerows":"|"+strings.Repeat("a|",300)+"\n|"+strings.Repeat("-|",300)+"\n"+rep("|a|\n"),"fnref":rep("[^1]")+"\n\n[^1]: x","fndef":rep("[^1]: "),"fns":fns.String(),"cont":rep(":::info\n"),"cont2":rep(":::info\n:::\n"),"colons":rep(":::\n"),"attr":rep("{.a"),"attr2":rep("{.a}"),"attr3":rep("{.a .b .c "),"tpl":rep("{{"),"tpl2":rep("{%"),"tpl3":rep("{% raw %}"),"tpl4":rep("{{}}"),"headsame":heads.String(),"setext":rep("a\n===\n\n"),"refs":refs.String(),"div":rep("<div>"),"divnl":rep("<div>\n\n"),"comment":rep("<!--"),"pi":rep("<?"),"cdata":rep("<![CDATA["),"indent":ind.String(),"bq":bq.String(),"script":rep("<script>"),"b":rep("a<b>"),"bnl":rep("<b>\n\n"),"esc":rep("\\"),"nl":rep("\n"),"para":rep("a\n"),"url":rep("[a](b) "),"nest":rep("[a")+rep("](b)"),"ent":rep("&#x41;"),"moji":rep("Ã©"),"moji2":rep("ÃƒÂ©"),"mac":rep("√"),"fence":rep("```\n"),"fence2":rep("~~~a\n"), "listnl":rep("- a\n\n\n"), "autol":rep("<http:a>"),"bsbrack":rep("\\[]"),"close":rep("]"),"paren":rep("("),"tableol":rep("|a\n|-\n"),"h":rep("# a {#"),"detail":rep("<details><summary>"), "li":rep("<li>"),"td":rep("<td>"),"p":rep("<p>"),"h2":rep("<h2>"),"h2b":rep("<h2>x"),
 }
 for k,v:=range cases { fmt.Print(k," "); s:=time.Now(); p,ps:=Parse("fr/x.md",[]byte("---\ntitle: x\n---\n"+v),PlainComponents{},Options{}); d:=time.Since(s); fmt.Println(d); if d>60*time.Millisecond { n:=0; if p!=nil {n=len(p.Body)}; fmt.Println(k,d,n,len(ps)) } }
}
