package quality

import (
	"strings"
	"sync"
)

// confession is what a model says behind a description of what it could not find
// out: in the first person in English, and in scripts without spaces of who is in
// the picture or of the picture itself. That the words on a sign are faded is a
// description.
var confession = sync.OnceValue(func() *automaton {
	cannot := `i(?:'m| am| was)? (?:(?:sadly|unfortunately|really|also|however) )?(?:cannot|can't|can not|couldn't|could not|unable to|not able to)`
	find := ` (?:(?:quite|really|clearly|fully|definitively) )?(?:read|make out|tell|identify|recogni[sz]e|decipher|determine|discern|transcribe|verify|name|say)`
	what := ` (?:(?:you )?(?:what|who|which|where|if|whether)|the|any|it|this|that|its|her|his|them)\b`
	return newAutomaton(strings.Join([]string{
		`(?:[.!?;] |[,–—-] )(?:(?:sorry|but|and|unfortunately|sadly|however|though),? )*` + cannot + find + what,
		cannot + find + what + `[^.!?]* (?:sorry|for you)[.!]*$`,
		`。[^。「]{0,12}(?:人物|個人|誰|名前|身元|この画像|画像の|被写体)[^。「]{0,16}(?:特定|識別|判別|読み取|説明|描写|お答え|回答|認識|判断)[^。「]{0,10}(?:ません|かねます)`, `。[^。「]{0,8}(?:誰|名前)[^。「]{0,8}(?:わか|分か)りません`,
		`。[^。「]{0,8}(?:无法|不能|無法)(?:识别|辨认|辨認|识別|識別|确认|確認|确定|透露|告知|描述)[^。「]{0,16}(?:身份|人物|是谁|是誰|姓名|此人|该人|这个人|这张图片)`,
		`[.。] ?[^.。"]{0,12}(?:인물|신원|누구|이름)[^.。"]{0,16}(?:식별|확인|특정|알려|알)[^.。"]{0,8}(?:수 없|드릴 수)`,
	}, "|"))
})

// failing are parts of each of those in scripts without spaces.
var failing = newNeedles("ません", "かねます", "无法", "不能", "無法", "수 없", "드릴 수")

// confesses tells whether a text outside quotations says such a thing.
func (s *subject) confesses() bool {
	if first := s.has.has('I') && has(s.core, " I ", " I'", " I’"); s.rules.Kind == OCR || !first && !(s.spaceless() && failing.in(s.core)) {
		return false
	}
	return len(s.low) <= maxOpening && confession().match(s.low) && confession().match(lower(unlettered(s.core)))
}
