package store_test

import (
	"testing"
	"time"

	"insider/internal/store"
	"insider/internal/store/storetest"
)

var published = store.PublishedItem{
	GUID: "g", Slug: "a", Number: "1", EnclosureURL: "https://x/a.mp3", EnclosureLength: 1 << 40, EnclosureType: "audio/mpeg",
	ItemHash: "h", Elements: `{"title":"0a"}`, FirstPublished: noon,
}

func recordItems(t *testing.T, s *store.Store, items ...store.PublishedItem) map[string]store.PublishedItem {
	t.Helper()
	known, err := s.PublishedItems(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RecordItems(t.Context(), known, items); err != nil {
		t.Fatal(err)
	}
	rows, err := s.PublishedItems(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestFirstPublicationStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		other := published
		other.GUID = "other"
		first := recordItems(t, s, published, other)
		changed := published
		changed.ItemHash, changed.FirstPublished = "h2", noon.Add(time.Hour)
		items := recordItems(t, s, changed, other)
		g := items["g"]
		if len(items) != 2 || g.ItemHash != "h2" || !g.FirstPublished.Equal(noon) || !g.Listed || !g.EnclosureChanged.IsZero() || items["other"] != first["other"] {
			t.Fatalf("%+v", items)
		}
	})
}

func TestAnItemThatLeavesTheFeedKeepsItsRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		recordItems(t, s, published)
		gone := recordItems(t, s)["g"]
		if gone.Listed || !gone.FirstPublished.Equal(noon) {
			t.Fatalf("%+v", gone)
		}
		if back := recordItems(t, s, published)["g"]; !back.Listed || !back.FirstPublished.Equal(noon) {
			t.Fatalf("%+v", back)
		}
	})
}

func TestTheEnclosureBeforeIsRemembered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		recordItems(t, s, published)
		longer := published
		longer.EnclosureLength++
		row := recordItems(t, s, longer)["g"]
		if row.PreviousLength != published.EnclosureLength || row.PreviousURL != published.EnclosureURL || row.EnclosureChanged.IsZero() {
			t.Fatalf("%+v", row)
		}
		longer.ItemHash = "h3"
		if again := recordItems(t, s, longer)["g"]; !again.EnclosureChanged.Equal(row.EnclosureChanged) || again.PreviousLength != row.PreviousLength {
			t.Fatalf("%+v", again)
		}
	})
}
