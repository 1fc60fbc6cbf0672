package app

import (
	"encoding/json"
	"strconv"
	"time"

	"insider/internal/edition"
	"insider/internal/feed"
	"insider/internal/feedcheck"
	"insider/internal/store"
)

// scheduled is later than anything that is scheduled: the edition of that time shows what the feed will become.
var scheduled = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// publishedFeed is what rows tell of the feed that was published last.
func publishedFeed(rows map[string]store.PublishedItem) map[string]feedcheck.Published {
	published := make(map[string]feedcheck.Published, len(rows))
	for guid, r := range rows {
		published[guid] = feedcheck.Published{
			GUID: r.GUID, Slug: r.Slug, Number: r.Number, URL: r.EnclosureURL, Length: r.EnclosureLength, Type: r.EnclosureType,
			Hash: r.ItemHash, Elements: readElements(r.Elements), First: r.FirstPublished, Listed: r.Listed,
			PreviousURL: r.PreviousURL, PreviousLength: r.PreviousLength, Replaced: r.EnclosureChanged,
		}
	}
	return published
}

// readElements reads digests as a row keeps them; what is no JSON is none.
func readElements(text string) map[string]string {
	var elements map[string]string
	if json.Unmarshal([]byte(text), &elements) != nil {
		return nil
	}
	return elements
}

// writeElements returns the digests of an item's elements as a row keeps them, "" when it cannot be read: then a later
// comparison says less, which is no reason to keep no row.
func writeElements(item []byte) string {
	elements, err := feedcheck.Elements(item)
	if err != nil {
		return ""
	}
	text, err := json.Marshal(elements)
	if err != nil {
		return ""
	}
	return string(text)
}

// sourceItems are the episodes of a folder, drafts and coming ones too, with what apps must not see changed. Their audio is
// left out: what is in the feed is the feed's to say.
func sourceItems(source *edition.Source) []feedcheck.Item {
	items := make([]feedcheck.Item, len(source.Episodes))
	for i, ep := range source.Episodes {
		items[i] = feedcheck.Item{GUID: ep.GUID, Slug: ep.Slug, Title: ep.Title, Source: ep.Source, Date: ep.Date, Number: ep.Number}
	}
	return items
}

// feedItems are the items of the feed of an edition. Digests are made only of items that differ from what was published.
func feedItems(b *feed.Builder, e *edition.Edition, published map[string]feedcheck.Published) ([]feedcheck.Item, error) {
	written, err := b.Items(e)
	if err != nil {
		return nil, err
	}
	items := make([]feedcheck.Item, len(written))
	for i, x := range written {
		items[i] = feedcheck.Item{GUID: x.GUID, Slug: x.Slug, Number: x.Number, URL: x.Enclosure, Length: x.Bytes, Type: x.Type, Hash: x.Hash}
		ep, ok := e.EpisodeByGUID(x.GUID)
		if !ok {
			continue
		}
		items[i].Title, items[i].Source, items[i].Date = ep.Title, ep.Source, ep.Date
		if published[x.GUID].Hash == x.Hash {
			continue
		}
		text, err := b.ItemXML(e, ep)
		if err != nil {
			return nil, err
		}
		if items[i].Elements, err = feedcheck.Elements(text); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// itemRow is what a row keeps of an item that is published now; old is the row before.
func itemRow(b *feed.Builder, e *edition.Edition, x feed.Item, old store.PublishedItem, now time.Time) (store.PublishedItem, error) {
	row := store.PublishedItem{GUID: x.GUID, Slug: x.Slug, EnclosureURL: x.Enclosure, EnclosureLength: x.Bytes, EnclosureType: x.Type,
		ItemHash: x.Hash, Elements: old.Elements, FirstPublished: now.UTC()}
	if x.Number > 0 {
		row.Number = strconv.Itoa(x.Number)
	}
	if old.ItemHash == x.Hash && old.Elements != "" {
		return row, nil
	}
	ep, ok := e.EpisodeByGUID(x.GUID)
	if !ok {
		return row, nil
	}
	text, err := b.ItemXML(e, ep)
	if err != nil {
		return row, err
	}
	row.Elements = writeElements(text)
	return row, nil
}
