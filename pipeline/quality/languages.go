package quality

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// languages is a set of languages that are told apart by their small words.
type languages uint64

// The languages, each with a bit of its own. Those that nobody can tell apart
// by a sentence share one.
var tongueNames = []string{"en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da nb no nn", "fi", "cs sk", "hu", "ro", "tr", "id ms", "vi", "ca", "hr sr bs sl", "ru", "uk", "bg", "ar", "fa", "ur", "hi", "mr", "et", "lt", "lv"}

// tongue is the set of one language, empty when it is not known.
func tongue(lang string) languages {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	lang, _, _ = strings.Cut(lang, "_")
	for i, names := range tongueNames {
		for name := range strings.FieldsSeq(names) {
			if name == lang {
				return 1 << i
			}
		}
	}
	return 0
}

// small are the small words of all languages: articles, conjunctions,
// prepositions, which every sentence has.
var small = sync.OnceValue(func() map[string]languages {
	all := make(map[string]languages, 2000)
	for lang, list := range byLanguage("small.txt") {
		for _, w := range list {
			all[w] |= tongue(lang)
		}
	}
	return all
})

// tally counts the words of a text and, for each language, its small ones.
func tally(low string) (n int, hits [64]int) {
	known := small()
	for w := range strings.FieldsFuncSeq(low, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		n++
		for set, i := known[w], 0; set != 0; set, i = set>>1, i+1 {
			if set&1 != 0 {
				hits[i]++
			}
		}
	}
	return n, hits
}

// spoken are the languages with the most small words in a text. A text without
// any may be in all of them.
func spoken(low string) languages {
	_, hits := tally(low)
	most, in := 0, languages(0)
	for i, n := range hits[:len(tongueNames)] {
		if n > most {
			most, in = n, 0
		}
		if n == most {
			in |= 1 << i
		}
	}
	if most == 0 {
		return 1 // English, as most texts are
	}
	return in
}

// lang is the language that the text has to be in, "" for any. What the
// emulated API says is English, whatever it was asked for.
func (s *subject) lang() string {
	if _, emulated := unmarked(s.raw); emulated {
		return ""
	}
	if s.ctx.Lang != "" {
		return s.ctx.Lang
	}
	return s.rules.Lang
}

// minWords is the fewest words by which a language can be told, and minTold where
// one of them is of those that captions are made of.
const (
	minWords = 5
	minTold  = 3
)

// wrongLanguage finds a text in another language than the one asked for, first
// by its script and then by its small words. Quoted text is left out, since it
// stands in the picture. Measured against lingua-go, the best detector there is
// in Go, this knows fewer languages, and is a hundredth of its size and time:
// that one adds 130 MB to the binary and takes seconds to start.
func wrongLanguage(s *subject) *fault {
	lang := s.lang()
	if lang == "" {
		return nil
	}
	low := unquoted(s.low)
	if script, ok := otherScript(lang, low); ok {
		return &fault{detail: fmt.Sprintf("it is written in %s letters, and not in %q", script, lang), ofRow: s.ctx.Lang != ""}
	}
	if other := neighbour(lang, low); other != "" {
		return &fault{detail: fmt.Sprintf("it seems to be in %q, and not in %q", other, lang), ofRow: s.ctx.Lang != ""}
	}
	want := tongue(lang)
	if want == 0 {
		return nil
	}
	if other := otherTongue(unquoted(s.core), want); other != "" {
		return &fault{detail: fmt.Sprintf("it seems to be in %q, and not in %q", other, lang), ofRow: s.ctx.Lang != ""}
	}
	return nil
}

// neighbour names the language of a text in one that shares most of its letters
// with the wanted one, where letters tell them apart: Ukrainian has some that
// Russian has not, and the other way round, and Japanese sentences have kana
// where Chinese ones have the characters of its own small words.
func neighbour(lang, low string) string {
	switch lang, _, _ = strings.Cut(strings.ToLower(lang), "-"); lang {
	case "ru":
		if strings.ContainsAny(low, "іїєґ") && !strings.ContainsAny(low, "ыэъё") {
			return "uk"
		}
	case "uk":
		if strings.ContainsAny(low, "ыэъё") && !strings.ContainsAny(low, "іїєґ") {
			return "ru"
		}
	case "ja":
		if !strings.ContainsFunc(low, kana) && chinese(low) {
			return "zh"
		}
	}
	return ""
}

// chinese tells whether a text of Han alone is Chinese and not Japanese: it has a
// character that Japanese has not, or is as long as a sentence and has two of the
// small words that Japanese has only within others.
func chinese(low string) bool {
	small, all := 0, 0
	for _, r := range low {
		if hanzi()[r] {
			return true
		}
		if r >= 0x4e00 {
			all++
		}
		if strings.ContainsRune("的在了着站個有和", r) {
			small++
		}
	}
	return small > 1 && all > 7
}

// hanzi are common characters of Chinese that Japan's character set JIS X 0208 has
// not, most of them simplified, and two that are in it and in no Japanese text.
var hanzi = sync.OnceValue(func() map[rune]bool {
	all := make(map[rune]bool)
	for _, r := range "這很们这妳您嗎吗吧呢啊她说时么为对发过还让给边两门问间闻见车东马鸟鱼长张开关电话语请读书买卖红绿蓝头脸爱飞风阳树篮桥报纸轮钟银针钱铁饭馆饮鸡鸭龙龟岁岛师带帮应弹录传伞优众伤农击刘划刚创剧劳动势华单历厅压响园围圆场块坚墙处备夹妇妈娱宁审宽宾导层岗岭帅帘帐库废归戏战执扩扫扬护拥择挥损换摄摆显晓杂权极" +
		"构枪标栏样检欢毕汉汤沟泽济测润满滚滤灭灵炼热爷牵环现疗监盘码砖确种积稳穷笔笼简类紧纱纹线组细织绘绳维缝罗职联胜脑艺节莲获营萝虾虽蚂补裤览计认讨讲设访词译试诗诚课谁谈谢货贴费资赏赛赞跃轨转软轻载较辆达运远连适选递邮释钢铃铅铜锅锦镜闪闲闹队阴阶际陆陈隐难雾韩页顶项顺须顾预领颈颜飘饰饱饼驾骑验鲜鸣鸽齐" {
		all[r] = true
	}
	return all
})

func kana(r rune) bool { return 0x3041 <= r && r <= 0x30ff }

// otherTongue names the language of which the text has words, where it has hardly
// any of the wanted one.
func otherTongue(text string, want languages) string {
	var room, later [32]languages
	b := ballot{want: want, sets: room[:0], pending: later[:0]}
	b.read(text)
	i := b.elected()
	if i < 0 {
		return ""
	}
	name, _, _ := strings.Cut(tongueNames[i], " ")
	return name
}

// unquoted is a text without what stands in double quotes.
func unquoted(low string) string {
	if !mayQuote(low) {
		return low
	}
	var rest strings.Builder
	open := false
	for _, r := range low {
		switch r {
		case '"':
			open = !open
		case '“', '„', '«', '「', '『':
			open = !open || r != '“'
		case '”', '»', '」', '』':
			open = false
		default:
			if !open {
				rest.WriteRune(r)
			}
		}
	}
	return rest.String()
}

// mayQuote tells whether a text has a double quote of ASCII, or a character beyond
// it, as all others are.
func mayQuote(text string) bool {
	for i := range len(text) {
		if text[i] == '"' || text[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// A script is a family of letters and the languages that are written in it.
type script struct {
	name  string
	table *unicode.RangeTable
	langs string
}

var scripts = []script{
	{"Latin", unicode.Latin, ""},
	{"Cyrillic", unicode.Cyrillic, "ru uk bg be mk kk ky mn tg"},
	{"Greek", unicode.Greek, "el"},
	{"Hebrew", unicode.Hebrew, "he iw yi"},
	{"Arabic", unicode.Arabic, "ar fa ur ps ckb"},
	{"Devanagari", unicode.Devanagari, "hi mr ne"},
	{"Bengali", unicode.Bengali, "bn"},
	{"Tamil", unicode.Tamil, "ta"},
	{"Telugu", unicode.Telugu, "te"},
	{"Thai", unicode.Thai, "th"},
	{"Georgian", unicode.Georgian, "ka"},
	{"Armenian", unicode.Armenian, "hy"},
	{"Hangul", unicode.Hangul, "ko"},
	{"Japanese", unicode.Hiragana, "ja"},
	{"Chinese", unicode.Han, "zh ja yue"},
}

// Where the scripts of Japan and China stand among them.
const kanaScript, hanScript = 13, 14

// either are languages that are written in more than one script.
const either = " sr uz az bs ku pa kk "

// otherScript names the script of a text that is not in the wanted language's:
// nearly none of its letters are. Names and brands are in Latin everywhere, so
// that Latin text has to be a few words to count.
func otherScript(lang, low string) (string, bool) {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	if strings.Contains(either, " "+lang+" ") {
		return "", false
	}
	var counts [16]int
	total := 0
	for _, r := range low {
		if i := scriptOf(r); i >= 0 {
			counts[i]++
			total++
		}
	}
	own := written(lang, counts[:])
	if (lang == "zh" || lang == "yue") && counts[kanaScript]*5 > total {
		return scripts[kanaScript].name, own*5 <= total
	}
	if counts[kanaScript] > 0 { // Han beside kana are Japanese
		counts[kanaScript], counts[hanScript] = counts[kanaScript]+counts[hanScript], 0
	}
	most := 0
	for i := range scripts {
		if counts[i] > counts[most] {
			most = i
		}
	}
	switch {
	case total < 4 && !(total >= 2 && most >= kanaScript), own*5 > total:
		return "", false
	case most == 0 && strings.Count(low, " ") < minWords-1:
		return "", false
	default:
		return scripts[most].name, counts[most]*10 >= total*6
	}
}

// written counts the letters that may be of a language. Kana beside Han are
// Japanese; a text of Han alone may be either.
func written(lang string, counts []int) (own int) {
	in := scriptsOf()[lang]
	if len(in) == 0 {
		return counts[0]
	}
	for _, i := range in {
		own += counts[i]
	}
	if (lang == "zh" || lang == "yue") && counts[kanaScript]*5 > own {
		return 0
	}
	return own
}

// scriptsOf tells where the scripts of a language stand among them, of one in
// Latin letters nothing.
var scriptsOf = sync.OnceValue(func() map[string][]int {
	all := make(map[string][]int)
	for i, s := range scripts {
		for lang := range strings.FieldsSeq(s.langs) {
			all[lang] = append(all[lang], i)
		}
	}
	return all
})

func scriptOf(r rune) int {
	switch {
	case 'a' <= r && r <= 'z':
		return 0
	case r < 0x80:
		return -1
	case 0x30a0 <= r && r <= 0x30ff:
		return kanaScript
	}
	for i := range scripts {
		if unicode.Is(scripts[i].table, r) {
			return i
		}
	}
	return -1
}
