package feed

import (
	"insider/internal/edition"
	"insider/internal/fault"
	"insider/internal/show"
)

// ItemXML returns the item of an episode of the edition as the podcast feed holds it. An episode that cannot stand in the
// feed is fault.NotFound.
func (b *Builder) ItemXML(e *edition.Edition, ep *show.Episode) ([]byte, error) {
	written, err := b.written(e, []*show.Episode{ep})
	if err != nil {
		return nil, err
	}
	if len(written) == 0 {
		return nil, fault.New(fault.NotFound, "This episode is not in the feed.")
	}
	return written[0].xml, nil
}
