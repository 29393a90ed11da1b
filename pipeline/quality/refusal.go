package quality

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxRefusal is the length from which a text is taken for a description, in
// characters: refusals are short.
const maxRefusal = 250

// refusal is a small grammar of how models decline, in English, anchored at
// the beginning: words such as "sorry" inside a text are likely to stand in
// the picture. It is a matter of the first person and of what cannot be done,
// so that "Sorry, we're closed" and "I can't believe it" are no refusals.
var refusal = regexp.MustCompile(`(?i)^` + polite + `(?:` + strings.Join([]string{
	`I(?:'m| am)? ?` + unable + ` (?:directly |currently |actually )?` + act,
	`I (?:can't|cannot|don't|do not) (?:actually |currently )?(?:see|find|have access to|have) ` + thing,
	`I (?:don't|do not) (?:actually |currently )?have the (?:ability|capability)`,
	`(?:there is|there's) no ` + picture + ` (?:provided|attached|visible|here|to )`,
	seems + `?(?:no|there is no|there's no) ` + picture + ` (?:was |has been |were )?` + given,
	seems + `?you (?:haven't|have not|didn't|did not) (?:actually )?(?:` + given + `|provide|attach|upload|share|include) `,
	`please (?:provide|upload|attach) (?:the|an?) (?:actual |clear )?` + picture,
	`(?:this|your|the) (?:request|prompt|image|content) (?:was rejected|has been rejected|violates|may violate|goes against) `,
}, "|") + `)`)

// The parts of the grammar, with straight apostrophes.
const (
	polite = `(?:I(?:'m| am) (?:really |very |so )?sorry[,.!]? (?:but |however,? )?` +
		`|(?:sorry|unfortunately|however|(?:I |my )?apolog(?:ize|ise|ies)(?: for (?:the|any) (?:confusion|inconvenience))?)[,.!]? (?:but )?` +
		`|as an? (?:AI|artificial intelligence|language model|text-based)[^.]{0,60}?[,.]? ` +
		`|I'm afraid,? (?:that )?)*`
	unable = `(?:can't|cannot|can not|couldn't|could not|(?:won't|will not)(?: be able to)?|must decline to|` +
		`unable to|not able to|not allowed to|not permitted to|not comfortable(?: with)?)`
	act = `(?:describ(?:e|ing)|assist|identify|recogni[sz]e (?:people|faces|individuals|who)|process|analy[sz]e|interpret|` +
		`provid(?:e|ing)|comply|fulfil|generate|create|comment on|engage|discuss|determine|` +
		`help (?:you )?(?:with|in|identify|describe)|complete (?:this|that|your)|answer (?:this|that|your)|do (?:this|that)[.,]|` +
		`(?:see|view|open|access|display) ` + thing + `)`
	thing   = `(?:(?:the|an?|any|this|that|your|actual) )?(?:actual )?` + picture
	picture = `(?:image|picture|photo|photograph|file|attachment)s?`
	given   = `(?:provided|attached|uploaded|shared|included)`
	seems   = `(?:it (?:looks|seems|appears) (?:like|that|as if) )`
)

// refuses tells whether the text is a model's refusal.
func refuses(text string) bool {
	if !mayRefuse(text) || utf8.RuneCountInString(text) >= maxRefusal {
		return false
	}
	return refusal.MatchString(strings.ReplaceAll(text, "’", "'"))
}

// beginnings are the first two letters of all that the grammar accepts, apart
// from "I" and words with it.
const beginnings = "ap as ho my no pl so th un yo"

// mayRefuse looks at how a text begins: most are no refusals by that alone, and
// the grammar takes its time. Letters beyond ASCII are left to the grammar.
func mayRefuse(text string) bool {
	if len(text) < 2 || text[0] >= utf8.RuneSelf || text[1] >= utf8.RuneSelf {
		return true
	}
	two := strings.ToLower(text[:2])
	return two[0] == 'i' || two[1] != ' ' && strings.Contains(beginnings, two)
}
