package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"

	"insider/internal/fault"
)

// Limits of a posted form.
const (
	maxBody   = 512 << 10 // bytes as sent
	maxFields = 30
	maxField  = 20_000 // bytes of one value after decoding
)

var (
	errFormType = &statusError{http.StatusUnsupportedMediaType, "This is not the form that this address takes."}
	errSlow     = &statusError{http.StatusRequestTimeout, "The form took too long to arrive. Please send it again."}
	errLarge    = &statusError{http.StatusRequestEntityTooLarge, "That was more than this form takes."}
)

// FormOption changes a limit of Form.
type FormOption func(*formLimits)

type formLimits struct{ fields map[string]int }

// FieldLimit lets the named field hold up to so many bytes after decoding.
func FieldLimit(name string, bytes int) FormOption {
	return func(l *formLimits) { l.fields[name] = bytes }
}

// Form reads a posted form strictly: either form encoding, at most 512 KiB, 30 fields and 20,000 bytes a field, UTF-8
// without NUL, no field twice, no files. What is wrong with it is the error: 400, 413 or 415; 429 when forms that arrive at
// the same time leave no room for it. Values are as sent; the query of the address is no part of them.
func Form(w http.ResponseWriter, r *http.Request, options ...FormOption) (url.Values, error) {
	limits := formLimits{fields: map[string]int{}}
	for _, o := range options {
		o(&limits)
	}
	kind, parameters, err := mime.ParseMediaType(strings.Join(r.Header.Values("Content-Type"), ", "))
	if err != nil {
		return nil, errFormType
	}
	if r.ContentLength > maxBody {
		w.Header().Set("Connection", "close")
		return nil, errLarge
	}
	boundary := parameters["boundary"]
	plain := kind == "application/x-www-form-urlencoded"
	if len(r.Header.Values("Content-Encoding")) > 0 || !plain && (kind != "multipart/form-data" || boundary == "") {
		return nil, errFormType
	}
	data, free, err := readBody(w, http.MaxBytesReader(w, r.Body, maxBody))
	defer free()
	if err != nil {
		return nil, formError(err)
	}
	var values url.Values
	if plain {
		values, err = parseURLEncoded(data)
	} else {
		values, err = parseMultipart(data, boundary)
	}
	if err != nil {
		return nil, formError(err)
	}
	return values, limits.check(values)
}

func parseURLEncoded(data []byte) (url.Values, error) {
	if strings.Count(string(data), "&") >= 4*maxFields {
		return nil, errFields
	}
	return url.ParseQuery(string(data))
}

func parseMultipart(data []byte, boundary string) (url.Values, error) {
	if !bytes.Contains(data, []byte("--"+boundary+"--")) { // the reader takes a part that breaks off for the end
		return nil, io.ErrUnexpectedEOF
	}
	parts := multipart.NewReader(bytes.NewReader(data), boundary)
	values := url.Values{}
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF {
			return values, nil
		}
		if err != nil {
			return nil, err
		}
		if n >= maxFields {
			return nil, errFields
		}
		if part.FileName() != "" || part.FormName() == "" {
			return nil, fault.New(fault.Invalid, "This form takes no files.")
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		values.Add(part.FormName(), string(data))
	}
}

var errFields = fault.New(fault.Invalid, "The form has more fields than it can have. Open it again and send it once more.")

// formError turns a failed read into what to tell people.
func formError(err error) error {
	var large *http.MaxBytesError
	var known *fault.Error
	switch {
	case errors.As(err, &large):
		return errLarge
	case errors.As(err, &known):
		return err
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSlow
	}
	return fault.Wrap(err, fault.Invalid, "The form arrived incomplete or damaged. Please send it again.")
}

func (l formLimits) check(values url.Values) error {
	if len(values) > maxFields {
		return errFields
	}
	for name, list := range values {
		limit := maxField
		if n, ok := l.fields[name]; ok {
			limit = n
		}
		switch {
		case len(list) > 1:
			return fault.New(fault.Invalid, "A field of the form was sent twice. Open the form again and send it once more.")
		case !validText(name) || !validText(list[0]):
			return fault.New(fault.Invalid, "The form holds characters that are no text. Please remove them and send it again.")
		case len(name) > 100 || len(list[0]) > limit:
			return fault.New(fault.Invalid, "A field of the form is longer than it can be. Please shorten it and send it again.")
		}
	}
	return nil
}
