package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"insider/internal/fault"
	"insider/internal/store/failure"
)

// schemaBeside is the PostgreSQL schema that is filled.
const schemaBeside = "insider_restoring"

// schemaBuilder builds in a PostgreSQL schema.
type schemaBuilder struct {
	config Config
	schema string // where the tables will be
	pool   *sql.DB
}

// postgresBuilder finds the schema that the URL leads to.
func postgresBuilder(ctx context.Context, c Config) (*schemaBuilder, error) {
	s, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	p := &schemaBuilder{config: c, pool: s.pools[0]}
	var schema sql.NullString
	if err := p.pool.QueryRowContext(ctx, "SELECT current_schema()").Scan(&schema); err != nil {
		return nil, errors.Join(asFault(err), p.pool.Close())
	}
	if p.schema = schema.String; !schema.Valid {
		return nil, errors.Join(fault.New(fault.Invalid, "The database has no schema to put tables into. Make one with: CREATE SCHEMA public"), p.pool.Close())
	}
	return p, nil
}

func (p *schemaBuilder) clear(ctx context.Context) (*Store, error) {
	taken, err := p.tablesThere(ctx)
	if err == nil && len(taken) > 0 {
		err = fault.New(fault.Conflict, "The database holds %d tables already, such as %s. Empty it first (DROP SCHEMA %s CASCADE; CREATE SCHEMA %s), or name another with INSIDER_DATABASE_URL.",
			len(taken), taken[0], quoted(p.schema), quoted(p.schema))
	}
	if err == nil {
		err = p.exec(ctx, "DROP SCHEMA IF EXISTS "+schemaBeside+" CASCADE", "CREATE SCHEMA "+schemaBeside)
	}
	if err != nil {
		return nil, errors.Join(err, p.pool.Close())
	}
	c := p.config
	c.schema = schemaBeside
	s, err := open(ctx, c)
	if err != nil {
		return nil, errors.Join(err, p.drop(ctx), p.pool.Close())
	}
	return s, nil
}

// tablesThere returns which tables of the program stand where it would put them.
func (p *schemaBuilder) tablesThere(ctx context.Context) ([]string, error) {
	names, err := column[string](p.pool.QueryContext(ctx, "SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'v', 'm', 'p') ORDER BY 1", quoted(p.schema)))
	return slices.DeleteFunc(names, func(name string) bool {
		return name != "goose_db_version" && !slices.ContainsFunc(tables, func(t table) bool { return t.name == name })
	}), asFault(err)
}

// swap moves every table with all that belongs to it in one transaction.
func (p *schemaBuilder) swap(ctx context.Context, s *Store) error {
	if err := s.Close(); err != nil {
		return errors.Join(err, p.drop(ctx), p.pool.Close())
	}
	err := p.move(ctx)
	if err != nil {
		err = errors.Join(asFault(err), p.drop(context.WithoutCancel(ctx)))
	}
	return errors.Join(err, p.pool.Close())
}

func (p *schemaBuilder) move(ctx context.Context) error {
	tx, err := p.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing after a commit
	names, err := column[string](tx.QueryContext(ctx, "SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r'", schemaBeside))
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "ALTER TABLE "+schemaBeside+"."+quoted(name)+" SET SCHEMA "+quoted(p.schema)); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "DROP SCHEMA "+schemaBeside); err != nil {
		return err
	}
	return tx.Commit()
}

func (p *schemaBuilder) abandon(ctx context.Context, s *Store) error {
	return errors.Join(s.Close(), p.drop(ctx), p.pool.Close())
}

func (p *schemaBuilder) drop(ctx context.Context) error {
	return p.exec(ctx, "DROP SCHEMA IF EXISTS "+schemaBeside+" CASCADE")
}

func (p *schemaBuilder) exec(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := p.pool.ExecContext(ctx, statement); err != nil {
			if failure.PostgresCode(err) == "42501" {
				return fault.Wrap(err, fault.Forbidden, "The user of the database may not make a schema, which restoring needs. Let its owner run: GRANT CREATE ON DATABASE ... TO ...")
			}
			return asFault(err)
		}
	}
	return nil
}

// quoted is a name as SQL takes it.
func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// column reads the one column of a result.
func column[T any](rows *sql.Rows, err error) (list []T, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var value T
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	return list, rows.Err()
}
