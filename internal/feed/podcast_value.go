package feed

import "insider/internal/show"

type payment struct {
	Type       string      `xml:"type,attr"`
	Method     string      `xml:"method,attr"`
	Suggested  string      `xml:"suggested,attr,omitempty"`
	Recipients []recipient `xml:"podcast:valueRecipient"`
	Splits     []timeSplit `xml:"podcast:valueTimeSplit"`
}

type recipient struct {
	Name        string `xml:"name,attr,omitempty"`
	CustomKey   string `xml:"customKey,attr,omitempty"`
	CustomValue string `xml:"customValue,attr,omitempty"`
	Type        string `xml:"type,attr"`
	Address     string `xml:"address,attr"`
	Split       int    `xml:"split,attr"`
	Fee         bool   `xml:"fee,attr,omitempty"`
}

type timeSplit struct {
	Start       string      `xml:"startTime,attr"` // seconds
	Duration    string      `xml:"duration,attr"`
	RemoteStart string      `xml:"remoteStartTime,attr,omitempty"`
	Percentage  int         `xml:"remotePercentage,attr,omitempty"`
	Recipients  []recipient `xml:"podcast:valueRecipient"`
	Remote      *remoteItem `xml:"podcast:remoteItem"`
}

type remoteItem struct {
	FeedGUID string `xml:"feedGuid,attr"`
	FeedURL  string `xml:"feedUrl,attr,omitempty"`
	ItemGUID string `xml:"itemGuid,attr,omitempty"`
	Medium   string `xml:"medium,attr,omitempty"`
	Title    string `xml:"title,attr,omitempty"`
}

func paymentOf(v show.Value) payment {
	x := payment{Type: v.Type, Method: v.Method, Suggested: v.Suggested, Recipients: recipientsOf(v.Recipients)}
	for _, s := range v.Splits {
		split := timeSplit{Start: seconds(s.Start), Duration: seconds(s.Duration), Percentage: s.Percentage, Recipients: recipientsOf(s.Recipients)}
		if s.RemoteStart > 0 {
			split.RemoteStart = seconds(s.RemoteStart)
		}
		if s.Remote != nil {
			remote := remoteItemOf(*s.Remote)
			split.Remote = &remote
		}
		x.Splits = append(x.Splits, split)
	}
	return x
}

func recipientsOf(list []show.Recipient) []recipient {
	var out []recipient
	for _, r := range list {
		out = append(out, recipient{line(r.Name, 128), line(r.CustomKey, 255), line(r.CustomValue, 255), r.Type, r.Address, r.Split, r.Fee})
	}
	return out
}

func remoteItemOf(r show.RemoteItem) remoteItem {
	return remoteItem{r.FeedGUID, r.FeedURL, clean(r.ItemGUID), r.Medium, line(r.Title, 255)}
}
