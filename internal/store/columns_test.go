package store

import (
	"sync"
	"testing"

	"gorm.io/gorm/schema"
)

// rows are the row types of this package's base tables.
var rows = []schema.Tabler{
	keyRow{}, settingRow{}, revisionRow{}, contentFileRow{}, PublishedItem{}, auditRow{}, auditHeadRow{}, consentRow{},
	mailRow{}, subscriberRow{}, suppressionRow{}, markRow{}, hubRow{},
	downloadTargetRow{}, downloadAgentRow{}, downloadBatchRow{}, downloadSaltRow{}, downloadSumRow{}, downloadEpisodeRow{},
}

func TestEveryFieldHasItsColumnAndEveryColumnItsField(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		s, err := Open(t.Context(), Config{URL: url, Migrate: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for _, row := range rows {
			parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
			if err != nil {
				t.Fatal(err)
			}
			found, err := s.reader.Migrator().ColumnTypes(row)
			if err != nil {
				t.Fatal(err)
			}
			columns := map[string]bool{}
			for _, c := range found {
				columns[c.Name()] = true
				if parsed.FieldsByDBName[c.Name()] == nil {
					t.Errorf("%s.%s has no field", row.TableName(), c.Name())
				}
			}
			for _, name := range parsed.DBNames {
				if !columns[name] {
					t.Errorf("%s.%s has no column", row.TableName(), name)
				}
			}
		}
	})
}
