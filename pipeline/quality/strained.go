package quality

import (
	"sync"
)

// maxHead is how many of a message's first words may name the part of a service
// that it speaks of: the image captioning engine.
const maxHead = 5

var (
	// infrastructure is those parts by their last word. Workers and hosts are people too.
	infrastructure = wordSet("service services server servers system systems model models worker api apis backend back-end backends gateway engine engines platform endpoint endpoints cluster clusters node nodes gpu gpus queue queues pipeline provider providers proxy origin dns database cache infrastructure instance instances container inference captioning scheduler balancer load-balancer upstream website app application network software storage bucket job request task prediction connection session bandwidth capacity")
	// strained says of one of them how it fares, what it has run out of, or what
	// it did not do.
	strained = sync.OnceValue(func() *automaton {
		so := `(?: (?:currently|temporarily|momentarily|presently|now|still|already|just|also|very|quite|too|unusually|extremely|unexpectedly|again))*`
		state := `(?:degraded|unhealthy|unstable|saturated|congested|swamped|backed up|backlogged|overwhelmed|overloaded|unreachable|unresponsive|restarting|rebooting|recovering|initiali[sz]ing|loading|scaling up|spinning up|starting up|warming up|cold|timing out|not healthy|slow to respond|busy|down|offline|maxed out|evicted|preempted|killed|terminated|aborted|failing|erroring|flaky|struggling|having an? (?:rough|hard|bad|tough|difficult) (?:time|day|moment)|misconfigured|deprecated|retired|decommissioned|sunset|suspended|stalled|stuck|rate[- ]limited|throttled|throttling)`
		much := `(?: (?:an?|some|very|too|heavy|heavier|high|higher|unusual|unusually|exceptional|exceptionally|extreme|extremely|increased|elevated|excessive|peak|large|intermittent|temporary|technical|internal|scheduled|planned|unplanned|ongoing|partial|major|minor|severe|significant|many|more|than|normal|usual|number|amount|volumes?|surge|spike|lot|of|in|the|concurrent|simultaneous|network|server|connectivity|performance|user|incoming|our|its|with))*`
		trouble := `(?:load|loads|traffic|demand|requests|volumes?|latency|latencies|delays?|slowdowns?|issues?|problems?|difficult(?:y|ies)|outages?|maintenance|pressure|strain|stress|congestion|degradation|errors?|faults?|failures?|downtime|disruptions?|instability|interruptions?|capacity|timeouts?|queue|backlog|limits?|usage|upgrades?|repairs?|overload)\b`
		gone := `(?:timed out|gone (?:down|offline)|shut down|crashed|stopped responding|hung up|died)`
		lost := `(?:run out of|ran out of|reached|hit|exceeded|exhausted|used up|encountered|lost|dropped|closed|refused|rejected|denied|returned|threw|raised|reported|sent|produced|responded with|answered with|replied with|failed with|exited with)`
		what := `(?: (?:an?|the|its|all|any|our|no|some|maximum|available|allowed|memory|gateway|invalid|malformed|empty|unexpected|internal|unknown|http|server|daily|monthly|usage|rate|context|request|token|gpu|of|too|many|status|error|fatal|safety|content|null|blank|number|bad|non-zero|non-200|unparseable|incomplete))*`
		fault := ` (?:errors?|status|codes?|response|responses|exceptions?|nothing|null|connection|connections|timeouts?|requests?|sockets?|stream|output|result|results|memory|capacity|limits?|quota|credits|tokens|workers|slots|resources|storage|space|length|payload|json|data|body|captions?|descriptions?|prompt|input|[45]\d\d)\b`
		lacking := `(?:could|can|did|does|do|will|was|were|is|are|has|have)(?:n't| not|not)(?: been| able to| yet| be)? (?:respond|process|return|complete|produce|reach|connect|load|handle|accept|start|allocate|find|generate|fetch|parse|decode|read|authenticate|validate|serve|keep up|recogni|reached|contacted|responding|resolve|establish|deliver|finish|support|supported|deployed|configured|provisioned|found|ready|enabled|available)`
		return newAutomaton(`^(?: [a-z0-9._/:-]*[0-9._/:-][a-z0-9._/:-]*)?` + so + ` ?(?:(?:is|are|was|were|has been|have been|seems?(?: to be)?|appears?(?: to be)?|remains?|went|became|got)` + so + ` (?:` + state + `|(?:experiencing|undergoing|facing|suffering(?: from)?|seeing|encountering|having|handling|processing|receiving|under|in|at|out of|over|past|beyond|near|nearing|down for|closed for|offline for|unavailable for)` + much + ` ` + trouble + `)|` +
			`(?:experiences|experienced|faces|suffers|sees|encountered|had|has|have)` + much + ` ` + trouble + `|(?:has|have|had|just)?` + so + ` ?(?:` + gone + `|` + lost + what + fault + `)|` + lacking + `|(?:hit|ran into|has run into|has hit|encountered|experienced|had|is having) (?:an?|some) (?:[a-z]+ )?(?:snag|hiccup|glitch|bump|bug|fault|error|problem|issue|crash|failure|timeout|exception|trouble)|(?:took|takes|is taking|was taking) (?:too long|so long|longer than|more than)(?: to [a-z]+)?|(?:failed|refused|declined|is unable|was unable|are unable) to [a-z]+)(?:$|[.,;:!()–-]| )`)
	})
	// unmet says that something failed, or that nothing is there to do it, or that
	// what was sent is too large.
	unmet = sync.OnceValue(func() *automaton {
		return newAutomaton(`^(?:(?:the|your|this) )?(?:` +
			`(?:[a-z0-9_-]+ ){0,3}(?:delivery|validation|request|upload|download|processing|generation|inference|authentication|authorization|verification|connection|moderation|lookup|conversion|decoding|parsing|handshake|callback|webhook|prediction|captioning|fetch|submission|polling|retry|encoding|execution|initialization|allocation|lookup|call|transcription|analysis) (?:has )?failed` +
			`|no (?:[a-z]+ ){0,2}?(?:providers?|models?|workers?|instances?|capacity|gpus?|endpoints?|upstreams?|backends?|servers?|nodes?|replicas?|deployments?|slots?|route|routes)(?: (?:is|are|was|were))?(?: currently)? (?:available|found|online|configured|free|reachable|healthy|left)` +
			`|(?:unable to|could not|couldn't|cannot|can't|failed to) (?:allocate|acquire|reserve|schedule|provision|spawn|bind|initiali[sz]e|resolve|authenticate|parse|decode|deseriali[sz]e|seriali[sz]e|mount|establish|obtain|verify|validate|reach|contact) (?:[a-z-]+ ){0,3}(?:gpus?|memory|workers?|slots?|instances?|models?|nodes?|connections?|sockets?|ports?|hosts?|tokens?|responses?|json|requests?|servers?|database|sessions?|tensors?|buffers?|devices?|containers?|locks?|resources?|capacity|credentials|certificates?|streams?|output)` +
			`|(?:safety|content|moderation|policy|nsfw|quality) (?:check|filter|review|scan)s? (?:has |was |were |did )?(?:failed|not pass(?:ed)?|rejected|blocked|triggered)` +
			`|all (?:[a-z]+ )?(?:providers?|models?|workers?|endpoints?|upstreams?|backends?|servers?|retries|attempts)(?: (?:have|are|were))? (?:failed|exhausted|busy|down|unavailable|offline)` +
			`|(?:(?:uploaded|input|provided|source|image|request|given|submitted) )*(?:file|image|payload|request|prompt|input|upload|attachment|body|picture|photo|message|context|url)(?: (?:size|dimensions|resolution|length|format|type|width|height|count))? (?:(?:exceeds|exceeded|is|are|was) )?(?:too (?:large|big|long|small|short|wide|high|many)|(?:above|below|over|under|larger than|smaller than|longer than) the (?:maximum|minimum|allowed|limit)|the (?:maximum|allowed|limit|size)|not supported|unsupported|invalid|corrupt(?:ed)?)\b` +
			`)(?:$|[.,;:!(–-]| (?:for|after|while|during|when|before|with|due|because|on|in|to|at|by|and|please|allowed|limit|size|file|image|length|of)\b)`)
	})
	// spent says that as much of something was used as somebody may.
	spent = sync.OnceValue(func() *automaton {
		whose := `(?:daily|weekly|monthly|hourly|yearly|annual|rate|usage|requests?|spending|spend|free|tier|concurrency|api|plan|prepaid|billing|org|organization|project|user|hard|soft|context|calls?|query|request|vision|image|upload|account|model|per-minute|per-day|evaluation|grace)`
		what := `(?:images?|captions?|limits?|quotas?|allowances?|credits?|balance|budget|tokens|allotment|cap|calls|requests|units|tier|usage|length|window|period|trial|subscription|license|licence|membership|plan|access)`
		own := `(?:quota|credits?|tokens?|subscription|membership|trial)`
		used := `(?:exceeded|reached|hit|used up|exhausted|depleted|consumed|insufficient|overdrawn|expired|spent|over|ended|up|lapsed|suspended|cancell?ed|(?:used|left|remaining) ?: ?\d+)`
		return newAutomaton(`^(?:(?:the|your|this|our) )?(?:(?:maximum|max|total|current|included|remaining|allotted) )*(?:` + whose + ` (?:[a-z-]+ ){0,2}?` + what + `|` + own + `(?: ` + what + `)?)(?: (?:for|of|on|in) (?:(?:the|this|your) )?(?:[a-z0-9-]+ ){0,2}[a-z0-9-]+)?` +
			`(?: ?[:–-] ?(?:upgrade|please|contact|buy|add|subscribe|top up)\b| (?:(?:has|have|is|are|was|were)(?: been)? )?(?:already )?` + used + `(?:$|[.,;:!(–-]| (?:for|of|on|in|by|with|until|at|today|and|please)\b))`)
	})
)

// strain tells whether a message says in English of a part of a service how it
// fares, and goes on as messages do.
func strain(low string) bool {
	if len(low) > maxNotice {
		return false
	}
	n := 0
	for start, end := range wordsIn(low) {
		if n++; n > maxHead {
			return false
		}
		if !infrastructure[low[start:end]] || indefinite.in(" "+low[:start]) {
			continue
		}
		if at := strained().index(low[end:]); at != nil {
			return messages(low[end+at[1]-1:])
		}
	}
	return false
}

// messages tells whether what follows such words is nothing, or more of a message,
// and brings nothing in as descriptions do.
func messages(rest string) bool {
	done := rest == "" || rest[0] != ' '
	return (done || technical.in(rest+" ") || passing.in(rest+" ")) && !described(rest) && !likened(":"+rest) && !indefinite.in(rest+" ")
}

// passing are the words with which services say when they will be back.
var passing = newNeedles("shortly", "soon", "passing", "moment", "right now", "at this time", "minutes", "an hour", "hours", " today", "tonight", "until", "maintenance", "traffic", "demand", " load", "backlog", "high", "limit", "exceed", "deploy", "upgrade", "restart", "origin", "upstream")

// overspent tells whether a message says that a limit was reached, or that nothing
// came of something.
func overspent(low string) bool {
	first, _ := word(low)
	if articles[first] && first != "the" {
		return false // as most descriptions begin
	}
	return len(low) <= maxNotice && (limited[first] && ended.in(low) && spent().match(low) || !indefinite.in(low) && unmet().match(low)) && !described(low) && !hasLettering(low)
}

// limited are the first words of those messages.
var limited = wordSet("the your this our maximum max total current included remaining allotted daily weekly monthly hourly yearly annual rate usage request requests token tokens spending spend credit credits free trial tier concurrency api plan prepaid billing org organization project user hard soft context call calls query vision image upload account model per-minute per-day quota subscription license evaluation grace membership")

// ended are the words with which it says so.
var ended = newNeedles("exceeded", "reached", " hit", "used up", "exhausted", "depleted", "consumed", "insufficient", "overdrawn", "expired", "spent", " over", " ended", "lapsed", " up", "suspended", "cancel", "used", "remaining", "left", "upgrade", "top up")
