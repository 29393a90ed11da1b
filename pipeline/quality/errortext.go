package quality

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
)

// maxError is the longest message, in characters, that is taken for one.
// Pages and stack traces may be of any length.
const maxError = 400

var (
	// status is an HTTP status with its phrase (RFC 9110, 15), and no more than
	// what servers write after it.
	status = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:(?:http(?:/\d(?:\.\d)?)?|status(?: code)?|error(?: code)?|erreur|fehler|errore|erro|ошибка|code|server error)[ :#-]*)*(?:4[0-5]\d|5[0-3]\d)\b[ :.–—|-]*` +
			`(?:bad request|unauthorized|payment required|forbidden|(?:page |file )?not found|method not allowed|request time-?out|conflict|gone|payload too large|` +
			`request entity too large|unsupported media type|unprocessable (?:entity|content)|too many requests|internal server error|server error|not implemented|` +
			`bad gateway|service (?:temporarily )?unavailable|gateway time-?out|client error|error|page introuvable|nicht gefunden|no encontrad[oa]|non trovat[oa]|não encontrad[oa]|не найден[ао]?)?` +
			`(?:[ .!:;|–—(-]+(?:nginx|apache|cloudflare|openresty|iis|varnish|microsoft|the |sorry|page|that|error|please|ray|oops|we |you |for url|client error|server error)[^"]*|[.!]*)$`)
	})
	// thrown is an error as programs print it: its kind, a colon, a message.
	thrown = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:traceback \(most recent call last\)|exception in thread |panic: |goroutine \d+ \[|fatal error: |fatal: |uncaught |unhandled |segmentation fault|` +
			`(?:[a-z_]+\.)*[a-z_]*(?:error|exception)(?:\(|: |$)|caused by: |(?:php )?(?:warning|notice): [a-z_]+\(|at [a-z0-9_.$]+\([^)]*:\d+\)|<[a-z]*error[ >]|` +
			`\[?(?:error|err|fatal|fehler|erreur|errore|erro|błąd|ошибка)\]?[:\]] |[a-z.]*exception\b(?: at |: )|file "[^"]+", line \d|error \d+:|failed to |(?:error|err_[a-z_]+)$|e(?:noent|acces|connrefused|connreset|timedout|pipe|hostunreach|notfound|ai_again)(?:$|: )|rpc error: |dial tcp|[a-z]+ ?error code:? \d)`)
	})
)

// errorStarts are the beginnings of messages, in lower case. What follows has
// to be no part of a description: the end, or the end of a sentence or clause
// and some more of the message.
var errorStarts = sync.OnceValue(func() map[string][]string { return byFirstWord(words("errors.txt")) })

// errorText finds a message in the place of a caption. A message that somebody
// can read in the picture is within a sentence, and so does not begin the text.
func errorText(s *subject) *fault {
	if page(s.raw) || page(s.core) {
		return &fault{detail: "it is the source of a web page"}
	}
	if faulty(s.core) || faulty(s.raw) && len(s.core) > 0 && s.core[0] == '{' {
		return &fault{detail: "it is an error message"}
	}
	if (s.rules.Kind == Prose || s.rules.Kind == Dense) && structured(s.core) {
		return &fault{detail: "it is data for a program: " + shorten(s.core)}
	}
	low := strings.TrimLeft(s.low, " *#!⚠️❌🚫[")
	if low == "" || low[0] == '"' {
		return nil
	}
	if startsError(low) && s.chars <= maxError || thrownAt(low) || s.digits >= 3 && status().MatchString(low) {
		return &fault{detail: "it is an error message: " + shorten(s.core)}
	}
	return nil
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

var thrownStems = newNeedles("error", "exception", "traceback", "panic:", "goroutine ", "fatal", "uncaught ", "unhandled ", "segmentation", "caused by", "warning: ", "notice: ", "failed to ", "dial tcp", "err]", "fehler", "erreur", "erro", "błąd", "ошибка", "enoent", "econn", "etimedout", "eacces", "file \"")

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
		return thrown().MatchString(low) && !described(low)
	}
	return strings.HasPrefix(low, "at ") && thrown().MatchString(low)
}

// described tells whether a message is followed by words of where it stands, as
// in: Unable to load page, error on a phone.
func described(low string) bool {
	for _, place := range []string{" sign ", " sign,", " sign.", " on a ", " on the ", " printed ", " written ", " poster", " t-shirt", " screen", " displayed", " message on", " reads", " above a ", " beside ", " next to "} {
		if strings.Contains(low, place) || strings.HasSuffix(low, strings.TrimRight(place, " ")) {
			return true
		}
	}
	return false
}

// startsError tells whether the text is one of the messages, or begins with one.
func startsError(low string) bool {
	for _, cry := range [...]string{"oops", "whoops", "sorry", "we're sorry", "uh oh"} {
		if rest, ok := strings.CutPrefix(low, cry); ok && rest != "" && strings.IndexByte(" ,.!", rest[0]) >= 0 {
			low = strings.TrimLeft(rest, " ,.!")
		}
	}
	w, _ := word(low)
	for _, phrase := range errorStarts()[w] {
		rest, ok := strings.CutPrefix(low, phrase)
		if !ok {
			continue
		}
		if rest == "" || strings.IndexByte(".:!|;(-", rest[0]) >= 0 || strings.HasPrefix(rest, " -") || strings.HasPrefix(rest, " |") || strings.HasPrefix(rest, "…") ||
			strings.HasPrefix(rest, " (") {
			return !described(low)
		}
	}
	for _, phrase := range errorStarts()["~"+w] {
		if strings.HasPrefix(low, phrase) {
			return !described(low)
		}
	}
	return false
}
