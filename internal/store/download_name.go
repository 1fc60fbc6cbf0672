package store

import (
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"insider/internal/downloads"
)

// downloadTargetRow is what was answered.
type downloadTargetRow struct {
	ID          int64 `gorm:"primaryKey"`
	Kind        string
	Item        string
	Hash        string
	Bytes       int64
	HeaderBytes int64
	DurationMS  int64 `gorm:"column:duration_ms"`
}

func (downloadTargetRow) TableName() string { return "download_targets" }

// file is what the counter must know of the target, nil for a feed.
func (r *downloadTargetRow) file() *downloads.File {
	if r.Kind != string(downloads.Media) {
		return nil
	}
	return &downloads.File{Hash: r.Hash, Bytes: r.Bytes, HeaderBytes: r.HeaderBytes, Duration: time.Duration(r.DurationMS) * time.Millisecond}
}

// downloadAgentRow is a name that a program sent.
type downloadAgentRow struct {
	ID      int64 `gorm:"primaryKey"`
	Agent   string
	SeenDay int
}

func (downloadAgentRow) TableName() string { return "download_agents" }

// downloadNames are the numbers of targets and agents that this process wrote on one day, so that a name costs a statement
// once a day.
type downloadNames struct {
	mu      sync.Mutex
	day     downloads.Day
	unsure  bool                        // the transaction that wrote some of them is not committed
	targets map[downloadTargetRow]int64 // by the row without its number
	agents  map[string]int64
	open    openBatch
}

// openBatch is what is known of events that a failed call was given, and that will be given again.
type openBatch struct {
	kept   int    // of them are on disk
	number string // of the transaction of the next ones, when nobody knows what became of it; "" otherwise
	events int    // in it
}

// maxNames bounds the memory of a day's names.
const maxNames = 1 << 16

// begin is called when a transaction begins, or begins again: it forgets the names of another day and those of a transaction
// that failed.
func (n *downloadNames) begin(day downloads.Day) {
	if n.day != day || n.unsure || n.targets == nil || len(n.agents) > maxNames {
		n.day, n.targets, n.agents = day, map[downloadTargetRow]int64{}, map[string]int64{}
	}
	n.unsure = true
}

// end is called with what became of the transaction.
func (n *downloadNames) end(err error) { n.unsure = err != nil }

// target returns the number of what was answered.
func (n *downloadNames) target(tx *gorm.DB, e *downloads.Event) (int64, error) {
	row := downloadTargetRow{Kind: string(e.Kind), Item: e.Item}
	if f := e.File; f != nil {
		row.Hash, row.Bytes, row.HeaderBytes, row.DurationMS = f.Hash, f.Bytes, f.HeaderBytes, f.Duration.Milliseconds()
	}
	if id, ok := n.targets[row]; ok {
		return id, nil
	}
	fresh := row
	err := tx.Clauses(clause.OnConflict{Columns: columns("kind", "item", "hash"), DoUpdates: clause.AssignmentColumns([]string{"bytes", "header_bytes", "duration_ms"})},
		clause.Returning{Columns: columns("id")}).Create(&fresh).Error
	if err == nil {
		n.targets[row] = fresh.ID
	}
	return fresh.ID, err
}

// agent returns the number of a name, and notes that it was seen on the day.
func (n *downloadNames) agent(tx *gorm.DB, agent string) (int64, error) {
	if id, ok := n.agents[agent]; ok {
		return id, nil
	}
	row := downloadAgentRow{Agent: agent, SeenDay: int(n.day)}
	newest := clause.Assignments(map[string]any{"seen_day": gorm.Expr("CASE WHEN download_agents.seen_day > excluded.seen_day THEN download_agents.seen_day ELSE excluded.seen_day END")})
	err := tx.Clauses(clause.OnConflict{Columns: columns("agent"), DoUpdates: newest}, clause.Returning{Columns: columns("id")}).Create(&row).Error
	if err == nil {
		n.agents[agent] = row.ID
	}
	return row.ID, err
}

func columns(names ...string) []clause.Column {
	list := make([]clause.Column, len(names))
	for i, name := range names {
		list[i] = clause.Column{Name: name}
	}
	return list
}
