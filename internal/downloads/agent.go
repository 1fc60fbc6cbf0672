package downloads

import "strings"

// AppKind is what sort of program a user agent is.
type AppKind string

// The kinds of programs.
const (
	Player  AppKind = "app"     // people hear podcasts with it
	Browser AppKind = "browser" // a web player in it
	Library AppKind = "library" // a building block of apps that do not name themselves
	Bot     AppKind = "bot"     // no listener: directories, monitors, archives, scripts
	Unknown AppKind = "unknown"
)

// App is the program behind a user agent.
type App struct {
	Name string
	Kind AppKind
}

var unknownApp = App{"Unknown", Unknown}

// Agents finds the program behind a user agent: by the list it was given, or by the table of this package. It is safe for
// concurrent use.
type Agents struct {
	match func(agent string) (App, bool)
	known *lru[App]
}

// remembered is how many user agents an Agents keeps with their programs.
const remembered = 4096

// NewAgents returns the table of this package.
func NewAgents() *Agents { return newAgents(ownTable().find) }

func newAgents(match func(string) (App, bool)) *Agents {
	return &Agents{match: match, known: newLRU[App](remembered)}
}

// Find returns the program behind a User-Agent as sent. One that nobody knows is Unknown; without one, or when it says
// itself that it is a bot, it is a Bot.
func (a *Agents) Find(agent string) App {
	if app, ok := a.known.get(agent); ok {
		return app
	}
	app := a.find(agent)
	a.known.put(agent, app)
	return app
}

func (a *Agents) find(agent string) App {
	agent = strings.TrimSpace(agent)
	if agent == "" || agent == "-" {
		return App{"No user agent", Bot}
	}
	if app, ok := a.match(agent); ok {
		return app
	}
	if lower := strings.ToLower(agent); strings.Contains(lower, "bot") || strings.Contains(lower, "crawler") || strings.Contains(lower, "spider") {
		return App{"Other bots", Bot}
	}
	return unknownApp
}
