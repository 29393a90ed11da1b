package quality

// Parts of the grammar of those who decline and speak of nobody: that describing
// somebody is not allowed, that no description can be given.
const (
	// enDoing is what was asked for, as something that is done.
	enDoing = `(?:describing|identifying|recogni[sz]ing|naming|sharing|disclosing|revealing|providing|giving|offering|discussing|commenting on|speculating (?:on|about)|guessing|captioning|generating|producing|transcribing|analy[sz]ing|` +
		`(?:any |the |such |visual |facial |image )?(?:descriptions?|identification|recognition|captions?|analysis|interpretation|speculation|commentary|assumptions))`
	// enVerdict is what is said of it.
	enVerdict = `(?:(?:is|are|was|were|would be|has been)(?:n't| not| never) (?:something|allowed|permitted|possible|appropriate|acceptable|supported|within|part of (?:my|what)|ethical|okay|ok|an option|advisable|in line|provided|offered|generated)\b|` +
		`(?:would|could|might|may) be (?:inappropriate|unethical|wrong|irresponsible|improper|harmful|unsafe|disrespectful|intrusive|invasive|problematic|a (?:violation|breach)|an? invasion|against)\b|` +
		`(?:is|are) (?:prohibited|forbidden|disallowed|restricted|off[- ]limits|unavailable|inappropriate|unethical|impossible|against|beyond|outside|above|off the table|a no-go|a non-starter|out of the question|a hard no) ?(?:$|[.,!;]|(?:my|our|the|its|company|platform|all) |(?:by|for|under|due|to|here|in) )|` +
		`(?:can(?:not|'t| not)|could(?:n't| not)|won't|will not|must not|may not|should(?:n't| not)|would(?:n't| not)) be (?:described|provided|given|shared|generated|offered|produced|disclosed|made|written|created|fulfilled|done|appropriate|possible|ethical|right)\b|` +
		`(?:(?:would|could|might|may|can) )?(?:violates?|breach(?:es)?|infringes?|contravenes?|compromises?|invades?|raises?|conflicts?|go(?:es)? against|crosses?|risks?) (?:[^\s.!?:"]+ ){0,4}?(?:privacy|polic|guideline|rule|terms|standard|consent|concern|ethic|safety|boundar|rights|law|line))`
)

var impersonalGrammars = []grammar{
	{
		english: true,
		first: `describing identifying recognizing recognising naming sharing disclosing revealing providing giving offering discussing commenting speculating guessing captioning generating producing transcribing analyzing analysing any the such visual facial image description descriptions identification recognition caption captions analysis interpretation
			speculation commentary assumptions for due because out given owing in to per under as based following no sorry unfortunately regrettably this that your doing`,
		polite: `sorry|unfortunately|regrettably|(?:for|due to|because of|out of|given|owing to|in light of|to (?:protect|respect|maintain)|in (?:line|accordance|keeping|compliance) with|per|as per|under|based on|following) [^.,!?:"]{1,80}`,
		other: enDoing + ` (?:[^\s.!?:"]+ ){0,12}?` + enVerdict +
			`|no (?:[a-z]+ )?(?:descriptions?|captions?|alt(?:ernative)?[ -]?text|identification|details|information|answer|comment)s? (?:[^\s.!?:"]+ ){0,4}?(?:can|could|may|will|shall|is|are|was|has|have)(?: be| been)? (?:given|provided|shared|offered|generated|made|written|possible|disclosed)` +
			`|(?:this|the|your|that) (?:image|picture|photo|photograph|request|content|person|individual) (?:(?:will|shall|should|must|may|can|could|would) ?(?:not|n't)|won't) be (?:described|captioned|identified|named|answered|fulfilled|processed|discussed|analy)` +
			`|doing (?:so|that|this) ` + enVerdict,
	},
}
