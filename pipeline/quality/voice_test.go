package quality_test

import (
	"slices"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

// severityOf is how much a finding of that code matters, "" when there is none.
func severityOf(r *quality.Rules, text, code string) quality.Severity {
	for _, f := range r.Check(text, r.Clean(text), nil) {
		if f.Code == code {
			return f.Severity
		}
	}
	return ""
}

// A text that only speaks to somebody is a refusal, one that does so in part a
// matter for a person, and what can be read or heard in the picture neither.
// Who says in the picture that he cannot do something does not decline.
func TestReportedRefusals(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]quality.Severity{
		"Screenshot of a chat window in which a bot answers: I'm sorry, I can't help with that.":   "",
		"WhatsApp chat in which Anna writes: I'm sorry, I cannot identify the bird in your photo.": "",
		"Screenshot of a chatbot that writes I cannot describe this":                               "",
		"After some thought: I can't describe the image.":                                          quality.Block,
		"This one is hard to make out: I am unable to describe it.":                                quality.Block,
		"Note on the photo you sent me: I cannot identify people.":                                 quality.Block,
		"Two things before anything else: I am unable to identify people.":                         quality.Block,
		"It answers: I can't identify people.":                                                     quality.Block,
	} {
		if got := severityOf(new(quality.Rules), text, quality.Refusal); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestVoice(t *testing.T) {
	t.Parallel()
	const all, part, none = quality.Refusal, quality.Voice, ""
	tests := []struct{ text, want string }{
		{"Nope. Nothing came through for me to look at.", all},
		{"Before we start: who took this photo?", all},
		{"Send a smaller file, please.", all},
		{"Dazu möchte ich mich nicht äußern.", all},
		{"Je préfère ne pas me prononcer sur cette photo.", all},
		{"¿Puedes enviarla otra vez?", all},
		{"Я лучше промолчу.", all},
		{"我不想评论这张照片。", all},
		{"もう一度送っていただけますか？", all},
		// Only one sentence of two describes.
		{"A harbour at dusk with three boats. Would you like a longer text?", part},
		{"The photo you sent me hangs above my bed", part},
		{"The rules I follow keep me from commenting on this photograph.", part},
		// Quotes, words for lettering, and things with words on them.
		{`A banner says "Who are you?"`, none},
		{"A sign reading Sorry we're closed, come back tomorrow", none},
		{"I'm not sure, says a speech bubble over a puzzled owl", none},
		{"A note with ‘I'm sorry, please call me’ in blue ink", none},
		{"Mug with You are my sunshine in yellow script", none},
		{"写着“对不起，我们已打烊”的牌子", none},
		// A title and what it is.
		{"I am Groot, a figure carved from a tree stump", none},
		{"Can you find the cat? A pile of grey cushions with one grey tail", none},
		{"Не мога да спра да танцувам, надпис на тениска", none},
		// Words that only look so.
		{"The letter I carved in stone", none},
		{"Mary I of England in a gold gown", none},
		{"Me and my dog at the beach", none},
		{"Mein Hund und ich am See", none},
		{"Bandeira da EU em frente a um prédio", none},
		{"Let's Dance album cover with a shadow boxer", none},
		{"YOU ARE ENTERING SIBERIA, hand-painted board", none},
		// What buttons and links say.
		{"Forgot your password?", none},
		{"Sign up for your free trial", none},
		{"Try again", none},
		{"Check your order status", none},
	}
	for _, kind := range []quality.Kind{quality.Prose, quality.Dense} {
		rules := &quality.Rules{Kind: kind}
		for _, tt := range tests {
			got := none
			for code, want := range map[string]quality.Severity{all: quality.Block, part: quality.Warn} {
				if severityOf(rules, tt.text, code) == want {
					got = code
				}
			}
			if got != tt.want {
				t.Errorf("%q (%s) is %q, want %q", tt.text, kind, got, tt.want)
			}
		}
	}
}

// The text in a picture may speak to whom it likes. Tags are heard as other
// texts are.
func TestVoiceOfKinds(t *testing.T) {
	t.Parallel()
	const text = "Hold on tight, and let me know when you are ready!"
	for kind, want := range map[quality.Kind]quality.Severity{quality.Prose: quality.Block, quality.Dense: quality.Block, quality.Tags: quality.Block, quality.OCR: ""} {
		if got := severityOf(&quality.Rules{Kind: kind}, text, quality.Refusal); got != want {
			t.Errorf("for kind %q it is %q, want %q", kind, got, want)
		}
	}
	if f, spoilt := new(quality.Rules).Spoils(text, text); !spoilt || f.Code != quality.Refusal {
		t.Errorf("it does not spoil the answer: %+v", f)
	}
}

// Words with which models decline may as well tell of a scene.
func TestStaged(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want bool
	}{
		{"The link is broken. Chain of a bicycle hanging loose", false},
		{"The link is broken. Please send another one", true},
		{"The link is broken. A safety filter blocked it", true},
		{"The assistant cannot describe the picture to the blind man without help", false},
		{"The assistant cannot describe the picture", true},
		{"The model can't provide an answer, chess computer shows draw", false},
		{"The model can't provide an answer, the request timed out", true},
		{"It is hard to tell the ship from the fog in this photo", false},
		{"It is hard to tell what this photo shows.", true},
		{"Image blocked by a passing bus", false},
		{"Image blocked by the content filter", true},
	}
	for _, tt := range tests {
		if found := slices.Contains(codes(tt.text), quality.Refusal); found != tt.want {
			t.Errorf("%q is a refusal: %v, want %v", tt.text, found, tt.want)
		}
	}
}

// A word that a button may have is for a person to judge, and a sentence of one
// word is no button.
func TestAssents(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]quality.Severity{"Yes": quality.Warn, "OK": quality.Warn, "Okay.": quality.Block, "Sure": quality.Block, "Yes, a dog": ""} {
		if got := severityOf(new(quality.Rules), text, quality.Placeholder); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// JSON on a sheet in the picture is no markup, and what is left of it is.
func TestPrintedJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`Stack of JSON printouts with {"error": "not found"} on top`:          false,
		`Stack of JSON printouts, the top sheet reads {"error": "not found"}`: false,
		`{"caption": "A dog", "b": "cat"}`:                                    true,
	} {
		if found := slices.Contains(codesOf(quality.Check(text, text)), quality.Markup); found != want {
			t.Errorf("%q has markup: %v, want %v", text, found, want)
		}
	}
}

// Two capitalised words before a verb of the stage name a person.
func TestPerformers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Taylor Swift sings on stage":          true,
		"Greta Thunberg speaks at a rally":     true,
		"Song Thrush sings on a branch":        false,
		"Church Choir performs in a cathedral": false,
		"Two women sing on stage":              false,
		"Golden Retriever speaks on command":   false,
		"Mickey Mouse performs in a parade":    false,
	} {
		if found := slices.Contains(codesOf(quality.Check(text, text)), quality.PersonName); found != want {
			t.Errorf("%q names a person: %v, want %v", text, found, want)
		}
	}
}

// Languages that share their letters are told apart by those they do not share.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang, text string
		want       bool
	}{
		{"ru", "Кіт сидить біля вікна", true},
		{"ru", "Кот сидит у окна", false},
		{"uk", "Рыжий кот спит на крыше", true},
		{"uk", "Кіт спить", false},
		{"ja", "一只猫坐在窗台上看着外面", true},
		{"ja", "猫が窓辺に座っている", false},
		{"ja", "東京駅丸の内駅舎", false},
		{"ja", "東京駅前広場", false},
	} {
		r := &quality.Rules{Lang: tt.lang}
		if found := slices.Contains(codesOf(r.Check(tt.text, tt.text, nil)), quality.WrongLanguage); found != tt.want {
			t.Errorf("%q is not in %s: %v, want %v", tt.text, tt.lang, found, tt.want)
		}
	}
}
