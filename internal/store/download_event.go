package store

import (
	"context"
	"errors"
	"net/http"

	"gorm.io/gorm"

	"insider/internal/downloads"
	"insider/internal/fault"
)

// downloadBatchRow is some events of a day, in the order in which they were recorded.
type downloadBatchRow struct {
	ID     int64 `gorm:"primaryKey"`
	Day    int
	Events int
	Body   []byte
}

func (downloadBatchRow) TableName() string { return "download_batches" }

// AppendEvents keeps events that were recorded on the day. After an error those that it was given are given again, first.
func (s *Store) AppendEvents(ctx context.Context, day downloads.Day, events []downloads.Event) error {
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	open := &s.names.open
	if err := s.settleBatch(ctx, open); err != nil {
		return err
	}
	if events = events[min(open.kept, len(events)):]; len(events) == 0 {
		*open = openBatch{}
		return nil
	}
	err := s.write(ctx, func(tx *gorm.DB) error {
		s.names.begin(day)
		return s.appendBatch(tx, day, events)
	})
	s.names.end(err)
	var nobodyKnows *unsettled
	switch {
	case err == nil:
		*open = openBatch{}
	case errors.As(err, &nobodyKnows):
		open.number, open.events = nobodyKnows.number, len(events)
	}
	return err
}

// settleBatch asks whether the events of the call before are on disk, when the answer to its COMMIT was lost.
func (s *Store) settleBatch(ctx context.Context, open *openBatch) error {
	if open.number == "" {
		return nil
	}
	committed, known, err := s.outcome(ctx, open.number)
	switch {
	case err != nil:
		return asFault(err)
	case !known:
		return fault.New(fault.Unavailable, "It is not known yet what became of the batch before.")
	case committed:
		open.kept += open.events
	}
	open.number = ""
	return nil
}

func (s *Store) appendBatch(tx *gorm.DB, day downloads.Day, events []downloads.Event) error {
	packed := make([]downloadEvent, len(events))
	for i := range events {
		e := &events[i]
		target, err := s.names.target(tx, e)
		if err != nil {
			return err
		}
		agent, err := s.names.agent(tx, e.Agent)
		if err != nil {
			return err
		}
		packed[i] = downloadEvent{target: target, agent: agent, at: e.At, head: e.Method == http.MethodHead, status: e.Status, sent: e.Sent,
			listener: e.Listener, before: e.Before, ranges: e.Range, country: e.Country}
	}
	return tx.Create(&downloadBatchRow{Day: int(day), Events: len(events), Body: encodeBatch(packed)}).Error
}

// Events calls yield with every raw event that was recorded after the day and until the last, in the order in which they
// were recorded. All of it is of one moment, and nothing is read again after an error.
func (s *Store) Events(ctx context.Context, after, last downloads.Day, yield func(downloads.Event) error) error {
	return s.readOnce(ctx, func(tx *gorm.DB) error {
		targets, agents, err := loadNames(tx)
		if err != nil {
			return err
		}
		rows, err := tx.Model(&downloadBatchRow{}).Select("day", "body").Where("day > ? AND day <= ?", int(after), int(last)).Order("day, id").Rows()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var day int
			var body []byte
			if err := rows.Scan(&day, &body); err != nil {
				return err
			}
			err := decodeBatch(body, func(p downloadEvent) error {
				e := unpack(p, targets[p.target], agents[p.agent])
				e.Recorded = downloads.Day(day)
				return yield(e)
			})
			if err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// knownTarget is a target with its file made once, so that events share it.
type knownTarget struct {
	kind downloads.Kind
	item string
	file *downloads.File
}

func loadNames(tx *gorm.DB) (targets map[int64]knownTarget, agents map[int64]string, err error) {
	var targetRows []downloadTargetRow
	if err := tx.Find(&targetRows).Error; err != nil {
		return nil, nil, err
	}
	targets = make(map[int64]knownTarget, len(targetRows))
	for _, r := range targetRows {
		targets[r.ID] = knownTarget{downloads.Kind(r.Kind), r.Item, r.file()}
	}
	var agentRows []downloadAgentRow
	if err := tx.Find(&agentRows).Error; err != nil {
		return nil, nil, err
	}
	agents = make(map[int64]string, len(agentRows))
	for _, r := range agentRows {
		agents[r.ID] = r.Agent
	}
	return targets, agents, nil
}

func unpack(p downloadEvent, target knownTarget, agent string) downloads.Event {
	method := http.MethodGet
	if p.head {
		method = http.MethodHead
	}
	return downloads.Event{At: p.at, Kind: target.kind, Item: target.item, File: target.file, Method: method, Status: p.status, Range: p.ranges,
		Sent: p.sent, Listener: p.listener, Before: p.before, Agent: agent, Country: p.country}
}
