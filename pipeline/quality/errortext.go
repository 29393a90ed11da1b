package quality

import (
	"encoding/json"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxError is the longest message, in characters, that is taken for one.
// Pages and stack traces may be of any length.
const maxError = 400

var (
	// status is an HTTP status with its phrase (RFC 9110, 15), or a code of
	// Cloudflare's, such as 1015, and no more than what servers write after it.
	status = sync.OnceValue(func() *automaton {
		return newAutomaton(`^(?:(?:(?:http(?:/\d(?:\.\d)?)?|status(?: code)?|error(?: code)?|erreur|fehler|errore|erro|ошибка|code|server error)[ :#-]*)*(?:4[0-5]\d|5[0-3]\d)|error(?: code)?[ :#-]+1[0-2]\d\d)\b[ :.–—|-]*` +
			`(?:bad request|unauthorized|payment required|forbidden|(?:page |file )?not found|method not allowed|request time-?out|conflict|gone|payload too large|` +
			`request entity too large|unsupported media type|unprocessable (?:entity|content)|too many requests|internal server error|server error|not implemented|` +
			`bad gateway|service (?:temporarily )?unavailable|gateway time-?out|client error|error|page introuvable|nicht gefunden|no encontrad[oa]|non trovat[oa]|não encontrad[oa]|не найден[ао]?)?` +
			`(?:[ .!:;|–—(-]+(?:model |upstream |server |service |request |overloaded|nginx|apache|cloudflare|openresty|iis|varnish|microsoft|the |sorry|page|that|error(?: ?[.:!|(]|$)|please|ray|oops|we |you |for url|client error|server error)[^"]*|[.!]*)$`)
	})
	// statusStarts are the bytes that it may begin with.
	statusStarts = "45hsefc\xd0"
	// thrown is an error as programs print it: its kind, a colon, a message.
	thrown = sync.OnceValue(func() *automaton {
		return newAutomaton(`^(?:traceback \(most recent call last\)|exception in thread |panic: |goroutine \d+ \[|fatal error: |fatal: |uncaught |unhandled |segmentation fault|` +
			`(?:[a-z_]+\.)*[a-z_]*(?:error|exception)(?:\(|: |$)|caused by: |(?:php )?(?:warning|notice): [a-z_]+\(|(?:php )?(?:warning|notice|parse error|deprecated|strict standards|(?:recoverable|catchable) fatal error): +.{3,200} in /?[^ ]+ on line \d|(?:[a-z0-9_]+\.)+(?:exceptions?|errors?)\.[a-z_]+(?:\(|: |$)|(?:ssl|tls): [a-z]+_[a-z_]+|at [a-z0-9_.$]+\([^)]*:\d+\)|<[a-z]*error[ >]|` +
			`\[?(?:error|err|fatal|fehler|erreur|errore|erro|błąd|ошибка)\]?[:\]] |[a-z.]*exception\b(?: at |: )|(?:[a-z_]+\.)+[a-z_]*(?:timeout|refused|reset|interrupt|warning)(?:\(|: |$)|(?:error|status) code:? [1-5]\d\d ?[:–-]|file "[^"]+", line \d|error \d+:|failed to |(?:error|err_[a-z_]+)$|(?:(?:getaddrinfo|connect|read|write|open|spawn) )?(?:net::err_[a-z_]+$|e(?:noent|acces|connrefused|connreset|timedout|pipe|hostunreach|notfound|ai_again)(?:$|:? ))|[a-z0-9._-]+: (?:error|err|fatal|failed|exception|access denied|permission denied|timeout)\b|rpc error: |dial tcp|[a-z]+ ?error code:? \d)`)
	})
)

// errorStarts are the beginnings of messages, in lower case. What follows has
// to be no part of a description: the end, or the end of a sentence or clause
// and some more of the message.
var errorStarts = sync.OnceValue(func() map[string][]string { return byFirstWord(words("errors.txt")) })

// errorOpenings are those of them that end in "…", by their first word.
var errorOpenings = sync.OnceValue(func() map[string][]string {
	all := make(map[string][]string)
	for w, phrases := range errorStarts() {
		if w, open := strings.CutPrefix(w, "~"); open {
			all[w] = phrases
		}
	}
	return all
})

// errorText finds a message in the place of a caption. A message that somebody
// can read in the picture is within a sentence, and so does not begin the text.
func errorText(s *subject) *fault {
	if page(s.raw) || page(s.core) {
		return &fault{detail: "it is the source of a web page"}
	}
	if faulty(s.core) || faulty(s.raw) && len(s.core) > 0 && s.core[0] == '{' {
		return &fault{detail: "it is an error message"}
	}
	if s.rules.Kind != OCR && s.has.any(":=/") && setting().match(s.low) {
		return &fault{detail: "it is data for a program: " + shorten(s.core)}
	}
	if (s.rules.Kind == Prose || s.rules.Kind == Dense) && structured(s.core) {
		return &fault{detail: "it is data for a program: " + shorten(s.core)}
	}
	if s.encoded() || s.rules.Kind != OCR && s.program() {
		return &fault{detail: "it is data or a program, and no text: " + shorten(s.core)}
	}
	low := unmarkedStart(s.low, " *#!⚠️❌🚫[")
	if low == "" || low[0] == '"' {
		return nil
	}
	if (startsError(low) || outage(low) || notice(low) || overspent(low) || breakdown(low) || cells[s.low]) && s.chars <= maxError || thrownAt(low) ||
		s.digits >= 3 && strings.IndexByte(statusStarts, low[0]) >= 0 && status().match(low) && !described(low) && !designed(low) {
		return &fault{detail: "it is an error message: " + shorten(s.core), mild: s.rules.Kind == OCR || anybodys(low)}
	}
	return nil
}

// setting is a part of data for a program: a name of several words and its value,
// or an event with an object.
var setting = sync.OnceValue(func() *automaton {
	return newAutomaton(`^(?:[a-z]+(?:_[a-z]+)+"? ?[:=] ?"?[a-z0-9_.-]+"?[,;]?$|(?:data|event|id): ?[{\[]|[a-z]+\([a-z_]+=[^)]*\)[:;]|[a-z][a-z0-9._-]*/v?\d+\.\d[\d.]*$|"?[a-z_]+" ?: ?["\d{\[tfn].*", ?"[a-z_]+" ?:)`)
})

// source is the beginning of a program, and coders are the first words of one.
var (
	source = sync.OnceValue(func() *automaton {
		return newAutomaton(`^(?:import [a-z_.]+(?: as [a-z]+)?(?:$|;| from [a-z_.]+ import | import )|from [a-z_.]+ import [a-z_]+(?: as [a-z]+)?(?:$|,|;| from | import | def | class )|(?:def|function|func|fn) ?[a-z_]*\(|(?:var|const) [a-z_]+ ?= ?|(?:print|console\.log|printf|echo)\((?:["'f]|[a-z_.]+\)$)|` +
			`select (?:\*|[a-z_, ]+) from [a-z_]+(?: where|;|$)|curl (?:-|https?:)|<\?php|package [a-z]+;?$|public (?:static )?(?:class|void) [a-z]+ ?[{(]|return [a-z_.]+\()`)
	})
	coders = wordSet("import from def function func fn var const print console printf echo select curl php package public return")
)

// minEncoded is the fewest characters of data in base64 or hexadecimal digits
// that are told from a long word or a web address.
const minEncoded = 40

// encoded tells whether the text is data written in letters, as base64 is, or
// what is left of data that was read as text: then it has U+FFFD in the place of
// many bytes.
func (s *subject) encoded() bool {
	if strings.HasPrefix(s.core, "data:") && strings.Contains(head(s.core), ";base64,") {
		return true
	}
	if s.has.has(0xef) && strings.Count(s.core, "\ufffd")*4 >= utf8.RuneCountInString(s.core) {
		return true
	}
	return len(s.core) >= minEncoded && !s.has.has(' ') && dense(s.core)
}

// program tells whether the text is the beginning of one. Each has marks that
// few descriptions have, or begins by importing something.
func (s *subject) program() bool {
	if !s.has.any("(=;*/<?") && !strings.HasPrefix(s.low, "import ") && !strings.HasPrefix(s.low, "from ") && !strings.HasPrefix(s.low, "package ") {
		return false
	}
	return coders[firstWord(s.low)] && source().match(s.low) && !inscribed(s.low)
}

// inscribed tells whether the end of a program is followed by words of what it is
// written on, as in: printf("hello") on a chalkboard.
func inscribed(low string) bool {
	end := low[strings.LastIndexAny(low, ")};:\"'")+1:]
	return strings.HasPrefix(end, " ") && (described(end) || hasLettering(end))
}

// dense tells whether a text has digits, capitals and small letters in turn, and
// nothing but what base64 has.
func dense(text string) bool {
	turns, before, kinds := 0, byte(0), byteSet{}
	for i := range len(text) {
		kind := byte('.')
		switch c := text[i]; {
		case isDigit(c):
			kind = '0'
		case 'A' <= c && c <= 'Z':
			kind = 'A'
		case 'a' <= c && c <= 'z':
			kind = 'a'
		case strings.IndexByte("+/=-_.", c) < 0:
			return false
		}
		if kind != before {
			turns++
		}
		before = kind
		kinds[kind] = true
	}
	return turns*4 >= len(text) && kinds.has('0') && kinds.has('A') && kinds.has('a')
}

// page tells whether the text is the source of a web page.
func page(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n\ufeff")
	return strings.HasPrefix(text, "<") && document.MatchString(text) || strings.HasPrefix(text, "%PDF-")
}

// faulty tells whether the text is a JSON object that tells of an error.
func faulty(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[0] != '{' && !strings.HasPrefix(text, "[{") {
		return false
	}
	low := strings.ToLower(text[:min(len(text), 2000)])
	for _, key := range []string{`"error`, `'error`, `"detail"`, `"message"`, `"code":`, `"status":`, `"success"`, `"ok":`, `"statuscode"`, `"exception"`, `"fault"`, `"traceback"`} {
		if strings.Contains(low, key) {
			return true
		}
	}
	return false
}

var thrownStems = newNeedles("error", "exception", "traceback", "panic:", "goroutine ", "fatal", "timeout", "refused: ", "status code", "uncaught ", "unhandled ", "segmentation", "caused by", "warning: ", "notice: ", "deprecated: ", "ssl: ", "tls: ", "standards: ", "failed to ", "dial tcp", "err]", "fehler", "erreur", "erro", "błąd", "ошибка", "enoent", "econn", "etimedout", "enotfound", "net::err", "eacces", "file \"")

// structured tells whether the text is a JSON object or list, of which cleaning
// did not know what is the caption.
func structured(text string) bool {
	return len(text) > 4 && (text[0] == '{' || strings.HasPrefix(text, `["`) || strings.HasPrefix(text, "[{")) && json.Valid([]byte(text))
}

// thrownAt tells whether a program's error begins there. Its kinds are words
// that hold "error" or another of few stems.
func thrownAt(low string) bool {
	start := low[:min(len(low), 60)]
	if thrownStems.in(start) {
		_, rest, _ := strings.Cut(low, ": ")
		return thrown().match(low) && (typed(low) || !described(low) && !likened(": "+rest))
	}
	return strings.HasPrefix(low, "at ") && thrown().match(low)
}

// typed tells whether the text begins with the name of a kind of error, as
// programs have it in front of their messages: RuntimeError.
func typed(low string) bool {
	first, _, colon := strings.Cut(low, ": ")
	return colon && len(first) > len("exception") && strings.IndexByte(first, ' ') < 0 && (strings.HasSuffix(first, "error") || strings.HasSuffix(first, "exception"))
}

// described tells whether a message is followed by words of where it stands, as
// in: Unable to load page, error on a phone.
func described(low string) bool {
	return surroundings.in(low) || surroundings.in(low[max(0, len(low)-maxPlace):]+" ")
}

// surroundings are the words of such a place, and maxPlace is how many bytes of the
// last one may stand at the end of a text.
var surroundings = newNeedles(" sign ", " sign,", " sign.", " on a ", " on the ", " printed ", " written ", " poster", " t-shirt", " screen", " displayed on ", " displayed in ", " message on", " reads", " above a ", " beside ", " next to ", " in a terminal", " terminal window", " in a browser", " browser window", " in a window", " in a dialog", " dialog box", " stamp in ", " stamp on ", " stamp across ", " stamped ", " shown in a ", " shown on ", " showing ", " displaying ", " that says", " which says")

const maxPlace = 20

// designed tells whether the page of an error is one that is in the picture: what
// kind of picture it is follows the word, or what is on the page, as in: 404 page
// with a fox.
func designed(low string) bool {
	_, rest, ok := strings.Cut(low, "page ")
	first, more := word(rest)
	second, _ := word(more)
	switch {
	case !ok:
		return false
	case pageArts[first], first == "with" && articles[second]:
		return true
	default:
		return beside[first] && indefinite.in(" "+more) && !technical.in(" "+rest+" ")
	}
}

// pageArts are what pages are when somebody designs them or draws them.
var pageArts = wordSet("design designs illustration illustrations mockup mock-up mockups template layout screenshot artwork graphic concept drawing example animation featuring showing showcasing depicting")

var (
	// indefinite are words with which something is counted or brought in, as
	// descriptions do. Messages speak of what is known.
	indefinite = newNeedles(" a ", " an ", " two ", " three ", " four ", " five ", " several ", " ein ", " eine ", " einen ", " einem ", " einer ", " zwei ", " un ", " une ", " una ", " uno ", " deux ",
		" uma ", " dois ", " een ", " twee ", " ett ", " dwa ", " dwie ", " with ", " dwóch ", " два ", " две ", " дві ")
	// technical are parts of the words that messages go on with.
	technical = newNeedles(" you ", " you'", " your", " we ", "please", " try", "server", "request", "respon", "permission", "file", "limit", "url", "http", " api", "host", " port ", "image", "valid", "retr", "error", "fail",
		"connect", "client", "token", " key", " user", "this page", "the page", "access", "account", "service", "model", "data", "code", "null", "requir", "allow", " not ", "cannot", "can't", "unable", "support", "expire", "exceed", "memory",
		"input", "output", "format", "expect", "missing", "denied", " wait ", "string", "object", "param", "argument", "value", "resource", "member", "admin", "problem", "occur", "contact", "timeout", "timed out", "quota", "credit", "process",
		"disk", "socket", "network", "gateway", "proxy", "firewall", "javascript", "browser", "cookie", "device", "config", "fehler", "anfrage", "erreur", "requête", "solicitud", "richiesta", "errore", "erro ", "ошибк", "запрос")
)

// somebody are words for people in a picture, and for what is theirs.
var somebody = newNeedles(" his ", " her ", " their ", " man ", " woman ", " men ", " women ", " boy ", " girl ", " boys ", " girls ", " child ", " children ", " people ", " crowd ", " couple ", " coach ", " coaches ", " players ", " referee ", " fans ", " teacher ", " nurse ", " dog ", " cat ", " horse ")

// likened tells whether what follows a message is a description, as in a title
// for a picture: "Connection refused: two people turn away". It has a few words,
// one of which brings something in or tells of somebody, and none of those that
// messages have.
func likened(rest string) bool {
	if rest == "" || rest[0] != ':' && rest[0] != '!' || strings.Count(rest, " ") < 4 {
		return false
	}
	rest = rest[1:]
	return (indefinite.in(rest) || somebody.in(rest)) && !technical.in(rest) && !strings.ContainsAny(rest, "=_/{}<>[]\\")
}

// startsError tells whether the text is one of the messages, or begins with one.
func startsError(low string) bool {
	low = uncried(low)
	first := startOf(low)
	for _, phrase := range errorStarts()[first] {
		if rest, ok := strings.CutPrefix(low, phrase); ok && goesOnAsError(rest) {
			return !described(low) && !likened(rest)
		}
	}
	for _, phrase := range errorOpenings()[first] {
		if rest, ok := strings.CutPrefix(low, phrase); ok {
			return !described(low) && !likened(rest[max(0, strings.IndexAny(rest, ":!")):])
		}
	}
	return false
}

// uncried is a message without the words with which it begs pardon.
func uncried(low string) string {
	if low == "" || strings.IndexByte("owsu", low[0]) < 0 {
		return low
	}
	for _, cry := range [...]string{"oops", "whoops", "sorry", "we're sorry", "uh oh"} {
		if rest, ok := strings.CutPrefix(low, cry); ok && rest != "" && strings.IndexByte(" ,.!", rest[0]) >= 0 {
			low = strings.TrimPrefix(strings.TrimLeft(rest, " ,.!"), "but ")
		}
	}
	return low
}

// goesOnAsError tells whether what follows a message is more of it, or nothing.
func goesOnAsError(rest string) bool {
	if has(rest[:min(len(rest), 8)], " while ", " when ", " during ") {
		return technical.in(rest+" ") && !indefinite.in(rest+" ") && !hasLettering(rest)
	}
	if rest == "" || strings.IndexByte(".:!|;(-]", rest[0]) >= 0 {
		return true
	}
	for _, start := range [...]string{" -", " |", "…", " (", ", please", ", try", ", slow", "。", "，", "！"} {
		if strings.HasPrefix(rest, start) {
			return true
		}
	}
	return false
}
