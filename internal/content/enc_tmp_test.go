package content
import ("testing";"os";"fmt";"golang.org/x/text/encoding/charmap";"strings")
func TestEncTmp(t *testing.T){
 a,_:=os.ReadFile("/work/shared/seed/offre-de-services.md"); b,_:=os.ReadFile("/work/shared/seed/offre-de-services.as-received.txt")
 f,d,l,lost:=Repair(b); fmt.Println(string(f)==string(a),d,l,lost)
 f,d,l,lost=Repair(a); fmt.Println(string(f)==string(a),d,l,lost)
 for _,cm:=range []*charmap.Charmap{charmap.Macintosh,charmap.Windows1252,charmap.ISO8859_1} {
  x:=string(a)+"où « œuvre » l’été – à côté … 3\u00a0€ 🧢 ✅ → ”guillemets“ É À Ç Œ n° m² agent·e España Köln ™ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👷‍♀️ 🗳️ ½"
  o:=x
  for i:=0;i<3;i++ { var sb strings.Builder; for _,c:=range []byte(x) { r:=cm.DecodeByte(c); if r==0xfffd { r=rune(c) }; sb.WriteRune(r)}; x=sb.String()
   f,d,l,lost:=Repair([]byte(x)); fmt.Println(i,string(f)==o,d,l,lost)
   if string(f)!=o { fmt.Println(string(f[len(f)-300:])) }
  }
 }
}
