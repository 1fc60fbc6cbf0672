package audio

import "bytes"

// tags reads title, artist, album and cover as iTunes writes them.
func (m *mp4) tags(movie box, info *Info) {
	meta, ok := m.find(movie, "udta", "meta")
	if !ok {
		return
	}
	if c := m.read(meta.at, 8); c != nil && !bytes.Equal(c[4:], []byte("hdlr")) {
		meta.at += 4 // ISO's box begins with version and flags, QuickTime's does not
	}
	list, ok := m.find(meta, "ilst")
	if !ok {
		return
	}
	for _, b := range m.children(list.at, list.end) {
		switch b.kind {
		case "\xa9nam":
			m.takeTag(&info.Title, b)
		case "\xa9ART":
			m.takeTag(&info.Artist, b)
		case "\xa9alb":
			m.takeTag(&info.Album, b)
		case "covr":
			if data := m.tagData(b, MaxPicture+1); info.Picture == nil && len(data) <= MaxPicture {
				if kind := pictureType(data); kind != "" {
					info.Picture, info.PictureType = data, kind
				}
			}
		}
	}
}

func (m *mp4) takeTag(to *string, b box) {
	if *to == "" {
		*to = decodeText(utf8Enc, m.tagData(b, maxTextBody))
	}
}

// tagData returns up to limit bytes of the first value of a tag, behind its type and language.
func (m *mp4) tagData(b box, limit int64) []byte {
	data, ok := m.find(b, "data")
	if !ok {
		return nil
	}
	return tail(m.content(data, limit+8), 8)
}
