package answer

import "strings"

// cue is a way of asking: words in a row that speak for an intent. A word that ends in * stands for all words that begin so. Cues are folded
// as questions are: lower case, no accents.
type cue struct {
	intent Intent
	weight int
	words  []string
}

// cues lists the ways of asking, French and English. A heavier cue decides alone: "acheter" makes a purchase of a question that also
// says "droit". Weights were set by hand on real questions; the table test of this package holds them.
var cues = table(map[Intent]map[int][]string{
	Equivalent: {
		4: {"equivalent*", "alternativ*", "rempla*", "replace*", "replacing", "substitut*", "a la place d*", "instead of", "par quoi", "migrer de*", "migrate from", "migrating from",
			"quitter", "se passer de", "sortir de", "version libre de", "same job", "similar to", "similaire a", "comparable a", "concurrent libre", "degoogl*", "switch from", "get rid of", "abandonner"},
		2: {"comme", "like", "en libre", "version libre"},
	},
	Providing: {
		5: {"prestataire*", "integrateur*", "provider*", "fournisseur*", "qui fait du support", "qui assure le support", "qui peut m aider", "qui propose du support", "who supports", "who provides", "societe*", "entreprise*", "esn",
			"qui maintient", "trouver du support", "support commercial", "commercial support", "professional support", "contractor*", "consultant*", "compan*", "qui vend", "who sells", "titulaire*", "nous aider", "help us with", "aider sur"},
		4: {"qui fait du", "qui fait de la", "qui travaille sur", "migrer vers", "migration vers", "aide pour", "aide sur", "accompagnement*", "migrate to", "migration to"},
		3: {"prestation*", "support sur", "support pour", "support for", "du support", "expertise sur", "expertise pour", "formation*", "infogerance", "qui connait", "who can help"},
	},
	Covering: {
		5: {"beneficiaire*", "eligible*", "a t il droit", "a t elle droit", "ai je droit au", "avons nous droit", "ont ils droit", "droit au support", "droit au marche", "entitled", "beneficiar*", "perimetre", "couvert*", "covered", "inclus dans le marche", "couvre*", "couvrir", "covers", "pris en charge", "acces au marche", "acces au support", "acces aux marches", "access to the contract*",
			"dans le marche", "marche de support", "marche d expertise", "coordinat*", "coordonn*", "marches interministeriel*", "marche interministeriel*", "support contract", "support market", "expertise contract", "covered by"},
		3: {"droit a", "marche de", "peut il utiliser", "peut utiliser le marche", "may use", "marche*"},
	},
	Delay: { // heavy: such a question names the contract too
		12: {"delai*", "sous combien", "combien de temps", "how long", "how fast", "how quick*", "temps de reponse", "response time*", "gti", "gtr", "sla", "en combien"},
		3:  {"bloquant*", "non bloquant*", "blocking", "contournement*", "workaround*", "rappel telephonique", "call back"},
	},
	Referent: {
		7: {"referent*"},
	},
	Listing: {
		6: {"referencer", "reference* ma solution", "faire referencer", "inscrire mon logiciel", "inscrire un logiciel", "ajouter un logiciel", "ajouter mon logiciel", "ajouter * au sill", "entrer dans le sill", "figurer au sill", "figurer dans le sill",
			"proposer un logiciel", "proposer mon logiciel", "list my software", "get listed", "listed in the catalog*", "add my software", "add a software", "referencement", "entrer au sill", "etre au sill", "retire* du sill", "criteres du sill"},
		12: {"apparait pas", "n apparait", "ne figure pas", "figure pas", "manque dans", "not listed", "missing from"},
		4:  {"je suis editeur", "nous sommes editeur*", "i am a publisher", "i publish", "we publish"},
	},
	Purchase: {
		14: {"puis je exiger *", "peut on exiger *", "puis je imposer *", "peut on imposer *", "can i require *", "puis je nommer *", "peut on nommer *", "puis je citer *", "peut on citer *", "nommer * dans mon marche", "can i name *"},
		7:  {"cession", "propriete intellectuelle", "ccag*", "intellectual property", "assignment of rights", "droits patrimoniaux", "r 2111 7", "r2111 7", "conseil d etat"},
		6:  {"acheter", "achat*", "procure*", "purchas*", "nommer un logiciel", "citer un logiciel", "citer une marque", "puis je nommer", "puis je citer", "peut on nommer", "peut on citer", "imposer *", "name a software", "can i name", "cahier des charges", "appel d offres", "tender*", "dce", "cctp", "ccap", "clause*", "mise en concurrence", "passer un marche", "rediger un marche"},
		3:  {"to buy", "buy", "marche public", "marches publics", "ai je le droit", "am i allowed"},
	},
	Licensing: {
		5: {"quelle licence", "sous quelle licence", "quelles licences", "which licen*", "what licen*", "licence libre", "licences libres", "open source licen*", "choisir une licence", "choose a licen*", "homologation", "d323 2 1", "d 323 2 1"},
		3: {"licence*", "license*"},
	},
	Office: {
		8: {"ospo*", "open source program* office*", "bureau open source", "bureaux open source"},
	},
	Community: {
		6: {"bluehats", "blue hats", "ou discuter", "ou echanger", "ou parler", "communaut*", "liste de discussion", "where can i talk", "where to talk", "discuss with", "autres agents", "other public agents", "libristes", "salon tchap", "tchap", "mailing list of", "community", "rencontrer d autres", "pairs", "peers"},
		3: {"discuter", "echanger", "forum*", "talk to"},
	},
	Software: {
		3: {"c est quoi", "qu est ce que", "what is", "a quoi sert", "un logiciel de", "logiciel pour", "un outil de", "outil pour", "un logiciel libre de", "logiciel libre pour", "software for", "tool for", "tool to", "open source for", "besoin d un", "besoin de", "je cherche", "looking for", "fiche", "une application pour"},
	},
})

func table(in map[Intent]map[int][]string) []cue {
	var out []cue
	for _, intent := range []Intent{Equivalent, Providing, Covering, Delay, Referent, Listing, Purchase, Licensing, Office, Community, Software} {
		for weight, phrases := range in[intent] {
			for _, p := range phrases {
				out = append(out, cue{intent, weight, strings.Fields(p)})
			}
		}
	}
	return out
}

// matches reports whether the cue stands at words[i:].
func (c cue) matches(words []word, i int) bool {
	if i+len(c.words) > len(words) {
		return false
	}
	for k, w := range c.words {
		got := words[i+k].fold
		if prefix, ok := strings.CutSuffix(w, "*"); ok {
			if !strings.HasPrefix(got, prefix) {
				return false
			}
		} else if got != w {
			return false
		}
	}
	return true
}

// stopWords are the words of a question that name nothing: what is left is what the question is about.
var stopWords = set(`
a ai aide aider ait alors apres as au aucun aussi autre autres aux avec avez avoir avons besoin bien bon bonjour bonne c ca car client clients ce cela celui ces cet cette ceux chez chose ci comme comment
connaissez connaitre connait contre d dans de des dois doit doivent donc du elle elles en encore entre est et etait etes etre eu existe existent exister faire fais fait faites faut fois font gratuit gratuite gratuits
grace ici il ils j jamais je jour jusque l la le les leur leurs lequel laquelle libre libres libristes logiciel logiciels lors lui ma mais me meilleur meilleure meme mes mettre mieux moi mon monsieur n ne ni non nos notre nous
on ont open or ou où outil outils par parmi pas peu peut peuvent plus plutot possible pour pourquoi pouvez pouvons propose proposer puis pro programme qu que quand quel quelle quelles quels quelque qui quoi s sa sans se sera serait
ses si solution solutions son sont source sous souhaite souhaitez souverain suis sur t ta te tel tes ton toujours tous tout toute toutes tres trouver tu un une utilise utiliser va vais vers veut veux voici voila vos votre voudrais
vous y aujourd hui merci svp s'il plait gratuitement particulier exactement type genre application applications app service services systeme editeur version versions edition public publics publique publiques agent agents administration
administrations francais francaise existant professionnel
about after all also alternative an and any are as at be been best better but by can could difference do does doing done find for free freely from get give good has have help hello how i if in instead into is it its
job just know like looking me more most my need needed needs no not of off on one only open or oss other our out please product program recommend same self should similar so software some something source such than that the their them then there these they thing this
to tool tools try up us use used user users using want was way we what when where which who whom why will with without work would you your hosted host install installing libre floss foss
`)

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// ordinary are names of products and software that are also everyday words: they are taken for the name only where the question
// writes them as one, with a capital, or where nothing else is left of it.
var ordinary = set(`
	later
inventaire friction concours signal plan point cloud notice budget agenda courrier dossier guichet bureau parc reseau serveur poste ecran clavier souris image dessin cartes tableau document fichier archive sauvegarde
word access teams project projects office excel pages numbers drive maps publisher mobile audit pass signal notion element slack dash cargo metrics func regexp castor age pencil planner forms sheets docs slides meet
calendar photos keep notes mail zoom box sage wave monday linear sketch ghost medium buffer segment intercom drift outlook exchange bridge flash flow edge windows visio carbon loop lists stream sway whiteboard
lucid craft bear things reminders contacts messages safari pure front help desk circle zeus canvas board teamwork base backup shield guard defender sentinel insight insights studio express flow make ada bolt
pulse topaze opale survey reports escalation behaviors uninstall swarm vault packer consul redis opal mirror cachet tree stack atom brackets geany hive spark storm beam flink arrow puppet chef salt ansible snort torque hue
axis ant struts quartz castor felix petals drools heartbeat r c go rust julia perl swift dart kotlin scala groovy lua awk sed bash zsh fish nano vim emacs less more cat top man
expensify segment simple standard basic premium pro plus max mini one go cloud server client desktop web portal hub lab labs suite manager center centre connect link links share point sync space spaces room rooms
memo agenda scan scanner print paint photo video audio music player media editor viewer reader writer calc draw math impress base messenger chat talk call phone tv radio news weather clock timer tasks task todo list
`)

// frenchWords and englishWords tell the language of a question; words that both languages have are in neither.
var (
	frenchWords = set(`le la les un une des du de est et il elle quel quelle quels quelles existe t equivalent libre libres pour logiciel logiciels par quoi remplacer comment ou qui sur dans je suis mon ma mes nous vous peut on ai dois droit
	prestataire prestataires delai delais marche marches ministere bonjour avec sans chez trouver entre au aux ce cette ces ne pas plus faire faut referencer referent achat acheter cession quoi comme d l qu a`)
	englishWords = set(`the is are there an of to for what which who where how can could should would i we my our your do does with without free software instead replace replacement replacing like similar looking
	find need want provider providers license listed and in from get buy tender from job`)
)
