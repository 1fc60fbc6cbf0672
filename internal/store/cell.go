package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// cellKind is what a column holds, the same on both databases.
type cellKind int

const (
	text cellKind = iota
	number
	truth
	moment
	blob
)

// cellKinds are the kinds by the names of the databases' types.
var cellKinds = map[string]cellKind{
	"TEXT": text, "INTEGER": number, "BOOLEAN": truth, "DATETIME": moment, "BLOB": blob,
	"INT4": number, "INT8": number, "BOOL": truth, "TIMESTAMPTZ": moment, "BYTEA": blob,
}

// cell is a column of a table.
type cell struct {
	name string
	kind cellKind
}

// cellsOf returns the columns of a result.
func cellsOf(rows *sql.Rows) ([]cell, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	cells := make([]cell, len(types))
	for i, t := range types {
		kind, known := cellKinds[t.DatabaseTypeName()]
		if !known {
			return nil, fmt.Errorf("store: copies do not know the type %s of column %s", t.DatabaseTypeName(), t.Name())
		}
		cells[i] = cell{t.Name(), kind}
	}
	return cells, nil
}

// errCell says that a value is not what its column holds.
var errCell = errors.New("the value is of another type")

// portable returns a value as the database gave it in the form in which it becomes JSON: bytes in base64, times in UTC by
// RFC 3339.
func (c cell) portable(value any) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case []byte:
		if c.kind == text {
			return string(v), nil
		}
		if c.kind == blob {
			return append([]byte{}, v...), nil // an empty one is not none
		}
	case time.Time:
		if c.kind == moment {
			return v.UTC(), nil
		}
	case int64:
		if c.kind == truth {
			return v != 0, nil
		}
		if c.kind == number {
			return v, nil
		}
	case string:
		if c.kind == text {
			return v, nil
		}
	case bool:
		if c.kind == truth {
			return v, nil
		}
	}
	return nil, fmt.Errorf("column %s: %w: %T", c.name, errCell, value)
}

// parse returns a value of JSON as the database takes it.
func (c cell) parse(value json.RawMessage) (any, error) {
	if string(value) == "null" {
		return nil, nil
	}
	var err error
	switch c.kind {
	case number:
		var v int64
		err = json.Unmarshal(value, &v)
		return v, err
	case truth:
		var v bool
		err = json.Unmarshal(value, &v)
		return v, err
	case moment:
		var v time.Time
		err = json.Unmarshal(value, &v)
		return v.UTC(), err
	case blob:
		v := []byte{}
		err = json.Unmarshal(value, &v)
		return v, err
	}
	var v string
	err = json.Unmarshal(value, &v)
	return v, err
}

// encodeRow writes a row as a JSON object.
func encodeRow(cells []cell, values []any) ([]byte, error) {
	line := make([]byte, 0, 256)
	for i, c := range cells {
		value, err := c.portable(values[i])
		if err != nil {
			return nil, err
		}
		data, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		separator := byte(',')
		if i == 0 {
			separator = '{'
		}
		line = append(line, separator, '"')
		line = append(append(line, c.name...), '"', ':')
		line = append(line, data...)
	}
	return append(line, '}'), nil
}

// decodeRow reads a row that has exactly these columns.
func decodeRow(cells []cell, line []byte) ([]any, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil {
		return nil, err
	}
	if len(fields) != len(cells) {
		return nil, fmt.Errorf("a row has %d columns, the table has %d", len(fields), len(cells))
	}
	values := make([]any, len(cells))
	for i, c := range cells {
		field, found := fields[c.name]
		if !found {
			return nil, fmt.Errorf("a row has no column %s", c.name)
		}
		value, err := c.parse(field)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		values[i] = value
	}
	return values, nil
}
