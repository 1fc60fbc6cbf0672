package web

import (
	"path"
	"strings"
)

// types are the MIME types of files by extension: a table of our own, so that the machine's own lists change nothing.
var types = map[string]string{
	".aac": "audio/aac", ".avif": "image/avif", ".css": "text/css; charset=utf-8", ".flac": "audio/flac",
	".gif": "image/gif", ".html": "text/html; charset=utf-8", ".ico": "image/x-icon", ".jpeg": "image/jpeg",
	".jpg": "image/jpeg", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
	".m4a": "audio/mp4", ".m4b": "audio/mp4", ".m4v": "video/mp4", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".oga": "audio/ogg",
	".ogg": "audio/ogg", ".opus": "audio/ogg", ".pdf": "application/pdf", ".png": "image/png",
	".srt": "application/x-subrip", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
	".vtt": "text/vtt; charset=utf-8", ".wav": "audio/wav", ".webm": "video/webm",
	".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff": "font/woff", ".woff2": "font/woff2",
	".xml": "application/xml; charset=utf-8",
}

// MediaType returns the MIME type for a file name, application/octet-stream when its extension is not in the table.
func MediaType(name string) string {
	if t, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}
