package site

import (
	"time"

	"insider/internal/account"
	"insider/internal/edition"
	"insider/internal/newsletter"
	"insider/internal/outbox"
)

// facts is what the page on privacy says about one thing, computed from what the program does as it was set up.
type facts struct {
	About string
	Says  []string
}

// privacyFacts are the facts of this site now. A test holds each against a running server.
func (s *Site) privacyFacts(e *edition.Edition) []facts {
	list := []facts{
		{"What your browser loads", s.factsOfLoading(e)},
		{"What stays in your browser", s.factsOfBrowser(e)},
		{"What is counted", s.factsOfCounting(e)},
		{"What the log says", []string{
			"Of each request its time, the page or the kind of page, how it was answered and how long that took.",
			"No network address, no name of a browser, and nothing that anybody typed.",
			"How long the log is kept is up to whoever runs this server.",
		}},
	}
	if s.Deps.Search != nil {
		list = append(list, facts{"Searching", []string{
			"What you search for, and what you have typed so far while titles are suggested, is answered by " + s.Base.Host + " and not kept.",
		}})
	}
	if s.List != nil {
		list = append(list, facts{"The letter", s.factsOfLetter()})
	}
	if s.Inbox != nil {
		list = append(list, facts{"Stories", s.factsOfStories()})
	}
	list = append(list, facts{"Copies against loss", s.factsOfCopies()})
	return append(list, facts{"Editors", []string{
		"Editors sign in and get one cookie for it. It ends " + days(account.SessionIdle) + " after their last visit, at the latest after " +
			days(account.SessionLimit) + ". Until they have signed in, for a quarter of an hour at most, another one remembers which page they asked for, and one which link their browser asked for.",
		"What they typed into a form after they had been signed out comes back to them once they have signed in. Until then it lies encrypted in the page that they left open, and for an hour at most in the memory of this server.",
		"What they do with a story or with the list is written into a record that cannot be changed unnoticed.",
	}})
}

func (s *Site) factsOfLoading(e *edition.Edition) []string {
	says := []string{"Pages, styles, scripts and typefaces come from " + s.Base.Host + "."}
	if from := e.Elsewhere.Pictures; len(from) > 0 {
		says = append(says, "Pictures come from "+s.Base.Host+" and from "+enumerate(hosts(from))+".")
	} else {
		says = append(says, "Pictures come from "+s.Base.Host+".")
	}
	if from := e.Elsewhere.Audio; len(from) > 0 {
		here := ""
		if playsHere(e) {
			here = s.Base.Host + " and from "
		}
		says = append(says, "Audio comes from "+here+enumerate(hosts(from))+"; nothing of it is loaded before you play it.")
	} else if playsHere(e) {
		says = append(says, "Audio comes from "+s.Base.Host+"; nothing of it is loaded before you play it.")
	}
	if len(loadsFrom(e)) > 0 {
		says = append(says, "Whoever runs another server learns your network address when something is loaded from there.")
	}
	return append(says, "Every page carries a policy (Content-Security-Policy) that keeps your browser from loading anything else.")
}

func (s *Site) factsOfBrowser(e *edition.Edition) []string {
	says := []string{"No cookies, unless you are an editor.", "“theme”: the colours, once you choose light or dark; until you choose System."}
	if len(e.Episodes) > 0 {
		says = append(says, "“insider player” and “insider /episodes/…”: speed, keys and how far you heard each episode, once you play one; until you delete the data of this site in your browser.")
	}
	if s.Inbox != nil {
		says = append(says, "“insider story”: a draft of a story, only if you press “Keep a draft on this device”; until you delete or send it.")
	}
	return append(says, "Nothing of what stays there is sent to us.")
}

func (s *Site) factsOfCounting(e *edition.Edition) []string {
	if s.Downloads == nil {
		return []string{"Nothing."}
	}
	what, stays := "the time, what you asked for, how much was sent and the name of your app or browser", "day, episode and app"
	if s.Practice.Countries {
		what, stays = "the time, what you asked for, how much was sent, the name of your app or browser and your country", "day, episode, app and country"
	}
	says := []string{
		"Fetches of feeds, and downloads of audio that comes from here: " + what + ", for " + count(s.Practice.EventDays, "day") +
			". After that only numbers by " + stays + " stay.",
		"Your network address is not among it. It is turned into a fingerprint with a random key that is destroyed within two days.",
	}
	if len(e.Elsewhere.Audio) > 0 {
		says = append(says, "Downloads from "+enumerate(hosts(e.Elsewhere.Audio))+" are not counted by us.")
	}
	return append(says, "Pages are not counted.")
}

func (s *Site) factsOfLetter() []string {
	if !s.TakesMail {
		return []string{"Mail is not set up on this site, so no addresses are taken."}
	}
	return []string{
		"Your email address, when you asked, when you confirmed, and the wording you agreed to; until you leave, which takes one press.",
		"An address that is never confirmed is deleted after " + days(newsletter.KeepPending) + ".",
		"When you leave, the address is deleted. A fingerprint of it stays, with what you had agreed to, when you left and why, if you told us, so that you are not written to again by mistake.",
		"A fingerprint of an address also says for a day when it was last written to.",
		"Mails hold no pictures and nothing that tells us whether you read them. A mail that could not be sent is deleted after " + days(outbox.KeepFailed) + ".",
	}
}

func (s *Site) factsOfStories() []string {
	says := []string{
		"The text, industry and country if you gave them, how you want to be named, and each answer to what we may do, with its wording and time; until you withdraw the story.",
	}
	if s.TakesMail {
		says = append(says, "Your name and email address, apart from the text; only editors see them, and readers the line that you chose. They go with the story.")
	} else {
		says = append(says, "Your name, apart from the text; only editors see it, and readers the line that you chose. It goes with the story. No email address is taken, because mail is not set up.")
	}
	return append(says,
		"A fingerprint of your code of words. We cannot tell you the words again.",
		"No network address and no name of your browser. To stop floods, the program remembers for some minutes how often one network used a form, in memory and under a keyed hash.")
}

func (s *Site) factsOfCopies() []string {
	says := "Copies that are made against loss hold what is kept here. How long one holds what was removed here since is up to whoever runs this server."
	if gone := s.Practice.CopiesGone; gone > 0 {
		within := days(gone)
		if gone < 24*time.Hour {
			within = "a day"
		}
		says = "Copies that are made against loss hold what is kept here. Each is replaced within " + within + ", and with it what was removed here since."
	}
	return []string{says, "When a copy is put to use, who left, who took a story back and who asked to be removed is removed again, by fingerprint."}
}

func days(d time.Duration) string { return count(int(d/(24*time.Hour)), "day") }
