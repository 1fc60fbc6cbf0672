package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"
)

func TestKindAndSentenceSurviveWrapping(t *testing.T) {
	cause := Wrap(io.ErrUnexpectedEOF, Unavailable, "The disk is full.")
	err := fmt.Errorf("saving story: %w", cause)
	if KindOf(err) != Unavailable || Sentence(err) != "The disk is full." {
		t.Fatalf("kind %v, sentence %q", KindOf(err), Sentence(err))
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal("the cause is lost")
	}
	if Wrap(nil, Invalid, "x") != nil || Fields() != nil {
		t.Fatal("nothing wrong must be nil")
	}
}

func TestUnclassifiedErrorsAreNotShown(t *testing.T) {
	err := errors.New("dial tcp 10.0.0.1: refused")
	if KindOf(err) != Internal || Sentence(err) != "" || Is(nil, Internal) {
		t.Fatalf("kind %v, sentence %q", KindOf(err), Sentence(err))
	}
}

func TestFieldsAndRetry(t *testing.T) {
	err := Fields(Field{"email", "Enter your email address"})
	if f := FieldsOf(err); len(f) != 1 || f[0].Name != "email" || !Is(err, Invalid) {
		t.Fatalf("%#v", f)
	}
	var e *Error
	if err := Retry(10*time.Minute, "Too many."); !errors.As(err, &e) || e.RetryAfter != 10*time.Minute || e.Kind != TooMany {
		t.Fatalf("%#v", err)
	}
	if Kind(99).String() != "kind 99" || Gone.String() != "gone" {
		t.Fatal("names")
	}
}
