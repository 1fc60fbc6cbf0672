package desk

// Pages returns the data of every page by the name of its template, so that a test checks that they fit.
func Pages() map[string]any {
	return map[string]any{
		"sign-in": signInPage{}, "inbox": inboxPage{}, "readers": readersPage{}, "mail": mailPage{}, "mail-file": mailFilePage{},
		"content": contentPage{}, "settings": settingsPage{}, "feed": feedPage{}, "failure": failurePage{}, "figures": figuresPage{},
	}
}

// SafeNext is where somebody is sent after signing in.
var SafeNext = safeNext
