package quality_test

import (
	"strings"
	"testing"

	"github.com/captionmill/captionmill/pipeline/quality"
)

func TestParts(t *testing.T) {
	t.Parallel()
	const short, long = "Bar chart of sales by quarter.", "The chart has four bars. Q1 is 10, Q4 is 40."
	for name, raw := range map[string]string{
		"as asked":           "Short: " + short + "\nLong: " + long,
		"blank lines":        "\n\nShort: " + short + "\n\n\nLong: " + long + "\n",
		"Windows":            "Short: " + short + "\r\nLong: " + long,
		"bold":               "**Short:** " + short + "\n\n**Long:** " + long,
		"bold words":         "**Short**: " + short + "\n**Long**: " + long,
		"quoted labels":      "\"Short\": " + short + "\n\"Long\": " + long,
		"headings":           "## Short\n" + short + "\n\n## Long\n" + long,
		"bold headings":      "**Short**\n" + short + "\n\n**Long**\n" + long,
		"headings, colons":   "### Short:\n" + short + "\n### Long:\n" + long,
		"a list":             "- Short: " + short + "\n- Long: " + long,
		"numbers":            "1. Short: " + short + "\n2. Long: " + long,
		"more words":         "Short description: " + short + "\nLong description: " + long,
		"alt text":           "Short alt text: " + short + "\nDetailed description (long): " + long,
		"lines of their own": "Short:\n" + short + "\nLong:\n" + long,
		"talk":               "Sure! Here are both parts:\n\nShort: " + short + "\nLong: " + long,
		"a fence":            "```\nShort: " + short + "\nLong: " + long + "\n```",
		"JSON":               `{"short": "` + short + `", "long": "` + long + `"}`,
		"JSON in a fence":    "```json\n{\n  \"alt_text\": \"" + short + "\",\n  \"long_description\": \"" + long + "\"\n}\n```",
		"thoughts":           "<think>Short: x\nLong: y</think>\nShort: " + short + "\nLong: " + long,
		"one line":           "Short: " + short + " Long: " + long,
		"one line, bold":     "**Short:** " + short + " **Long:** " + long,
		"no first label":     short + "\nLong: " + long,
		"no second label":    "Short: " + short + "\n" + long,
		"the other way":      "Long: " + long + "\n\nShort: " + short,
		"other way, talk":    "Here are the texts:\n\n**Long:** " + long + "\n**Short:** " + short,
		"other way, heads":   "## Long\n" + long + "\n\n## Short\n" + short,
		"other way, a line":  "Long: " + long + " Short: " + short,
		"backticks":          "`Short:` " + short + "\n`Long:` " + long,
		"backticks, words":   "`Short`: " + short + "\n`Long`: " + long,
		"backticks, heads":   "`Short`\n" + short + "\n\n`Long`\n" + long,
		"bold italics":       "***Short:*** " + short + "\n***Long:*** " + long,
		"bold backticks":     "**`Short:`** " + short + "\n**`Long:`** " + long,
		"bold in a list":     "- **Short:** " + short + "\n- **Long:** " + long,
		"underscores":        "__Short:__ " + short + "\n__Long:__ " + long,
		"HTML":               "<b>Short:</b> " + short + "\n<b>Long:</b> " + long,
		"HTML, words":        "<strong>Short</strong>: " + short + "<br>\n<strong>Long</strong>: " + long,
		"HTML, one line":     "<b>Short:</b> " + short + "<br/><b>Long:</b> " + long,
		"HTML, a line alone": "<b>Short:</b> " + short + " <b>Long:</b> " + long,
		"HTML, paragraphs":   "<p><strong>Short:</strong> " + short + "</p>\n<p><strong>Long:</strong> " + long + "</p>",
		"HTML, headings":     "<h3>Short</h3>\n<p>" + short + "</p>\n<h3>Long</h3>\n<p>" + long + "</p>",
		"HTML, bold heads":   "<b>Short</b><br>" + short + "<br><b>Long</b><br>" + long,
		"HTML, a list":       "<ul>\n<li><em>Short:</em> " + short + "</li>\n<li><em>Long:</em> " + long + "</li>\n</ul>",
		"dashes":             "Short - " + short + "\nLong - " + long,
		"long dashes":        "**Short** — " + short + "\n**Long** — " + long,
		"dashes, one line":   "Short – " + short + " Long – " + long,
		"dashes, other way":  "Long - " + long + "\nShort - " + short,
		"German":             "Kurz: " + short + "\nLang: " + long,
		"German compounds":   "Kurzbeschreibung: " + short + "\nLangbeschreibung: " + long,
		"French":             "Texte court : " + short + "\nDescription longue : " + long,
		"Spanish":            "Corto: " + short + "\nDescripción larga: " + long,
		"Italian":            "Breve: " + short + "\nLungo: " + long,
		"Portuguese":         "Curto: " + short + "\nLongo: " + long,
		"Dutch":              "Kort: " + short + "\nLang: " + long,
		"Polish":             "Krótki opis: " + short + "\nDługi opis: " + long,
		"Russian":            "Кратко: " + short + "\nПодробно: " + long,
		"Japanese":           "短い説明：" + short + "\n長い説明：" + long,
		"Chinese":            "简短描述：" + short + "\n详细描述：" + long,
		"Korean":             "짧은 설명: " + short + "\n긴 설명: " + long,
		"Arabic":             "وصف قصير: " + short + "\nوصف طويل: " + long,
		"Turkish":            "Kısa: " + short + "\nUzun: " + long,
	} {
		gotShort, gotLong, ok := quality.Parts(raw)
		if quality.Clean(gotShort) != short || quality.Clean(gotLong) != long || !ok {
			t.Errorf("%s: %q and %q, %v", name, gotShort, gotLong, ok)
		}
		gotShort, gotLong, ok = quality.Parts(quality.Mark + " " + raw)
		if quality.Clean(gotShort) != quality.Mark+" "+short || quality.Clean(gotLong) != quality.Mark+" "+long || !ok {
			t.Errorf("%s, emulated: %q and %q, %v", name, gotShort, gotLong, ok)
		}
	}
}

func TestPartsMissing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw, short, long string
		ok               bool
	}{
		"nothing":                     {"", "", "", false},
		"no label":                    {"Bar chart of sales by quarter.", "", "", false},
		"a paragraph":                 {"A chart.\n\nIt has four bars: Q1, Q2, Q3, Q4.", "", "", false},
		"words that only begin alike": {"Shorts: 20 euros\nLongitude: 5 degrees", "", "", false},
		"labels within":               {"A sign says Short: 5, and Long: 8", "", "", false},
		"a short text alone":          {"Short: A bar chart.", "A bar chart.", "", true},
		"a long text alone":           {"Long: A chart with four bars.", "", "A chart with four bars.", true},
		"nothing behind them":         {"Short:\nLong:", "", "", true},
		"quotes":                      {"Short: \"Open\" beside \"Closed\"\nLong: \"Open\" is green.", "\"Open\" beside \"Closed\"", "\"Open\" is green.", true},
		"the second again":            {"Short: A map.\nLong: A map of trails.\nLong: 12 km.", "A map.", "A map of trails.\nLong: 12 km.", true},
		"a legend":                    {"Short: A map.\nLong: A map of trails.\nShort: 5 km.", "A map.", "A map of trails.\nShort: 5 km.", true},
		"a legend, no first label":    {"A map.\nLong: A map of trails.\nShort: 5 km.", "A map.", "A map of trails.\nShort: 5 km.", true},
		"a legend, the other way":     {"Long: A map of trails.\nShort: 5 km.\nShort: A map.", "A map.", "A map of trails.\nShort: 5 km.", true},
		"a dash alone":                {"Short - sleeved shirt on a hanger: blue.", "", "", false},
		"a dash within":               {"Short: A chart. Long - term debt grows.\nIt has bars.", "A chart. Long - term debt grows.", "It has bars.", true},
		"a dash behind":               {"Long: A chart of trousers.\nShort - legged ones are blue.\nShort: A chart.", "A chart.", "A chart of trousers.\nShort - legged ones are blue.", true},
		"another dash alone":          {"A chart:\nLong - term debt.", "", "", false},
		"a tag":                       {"A <b>short</b> chart: it has bars.", "", "", false},
		"less than":                   {"Short: x < y.\nLong: x is less than y, and 3 <b> 2.", "x < y.", "x is less than y, and 3 <b> 2.", true},
		"a label far down":            {strings.Repeat("word ", 60) + "\nShort: A map.", "", "", false},
	} {
		short, long, ok := quality.Parts(c.raw)
		if short != c.short || long != c.long || ok != c.ok {
			t.Errorf("%s: %q and %q, %v; want %q and %q, %v", name, short, long, ok, c.short, c.long, c.ok)
		}
	}
}

// Nothing that is not in the answer gets into its parts.
func FuzzParts(f *testing.F) {
	for _, seed := range []string{"Short: a\nLong: b", "**Short**\nx\n## Long\ny", "[emulated] Short: a. Long: b", "Kurz：\nLang：", "```\nshort:\n```", "Short: \xff\nLong: \x1b[0m", "Long: b\nShort: a", "<p><b>Short</b>: a<br>Long - b</p>", "`Long` - b. Short – a", "<h2>Long</h2><h1>Short"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		short, long, ok := quality.Parts(raw)
		if !ok && short+long != "" || len(short)+len(long) > len(raw)+len(quality.Mark)+1 {
			t.Errorf("Parts(%q) = %q, %q, %v", raw, short, long, ok)
		}
		for _, part := range []string{short, long} {
			if strings.TrimSpace(part) != part {
				t.Errorf("Parts(%q) has %q, with space around it", raw, part)
			}
		}
	})
}
