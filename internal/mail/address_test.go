package mail

import (
	"strings"
	"testing"

	"insider/internal/fault"
)

var long = strings.Repeat("a", 64)

// accepted are addresses as people type them and as they are written to.
var accepted = map[string]string{
	"name@example.com":                      "name@example.com",
	"Name@Example.COM":                      "Name@example.com",
	"a@b.co":                                "a@b.co",
	"first.last@example.com":                "first.last@example.com",
	"first+tag@example.com":                 "first+tag@example.com",
	"o'neill@example.ie":                    "o'neill@example.ie",
	"user_name@example.com":                 "user_name@example.com",
	"1234567890@example.com":                "1234567890@example.com",
	"-leading@example.com":                  "-leading@example.com",
	"trailing-@example.com":                 "trailing-@example.com",
	"!#$%&'*+-/=?^_`{|}~@example.com":       "!#$%&'*+-/=?^_`{|}~@example.com",
	"=1+1@example.com":                      "=1+1@example.com",
	"name@sub.example.co.uk":                "name@sub.example.co.uk",
	"name@a-b.example":                      "name@a-b.example",
	"name@1and1.com":                        "name@1and1.com",
	"name@123.example":                      "name@123.example",
	"name@example.museum":                   "name@example.museum",
	"name@x.y.z.example.com":                "name@x.y.z.example.com",
	"name@münchen.example":                  "name@xn--mnchen-3ya.example",
	"name@MÜNCHEN.example":                  "name@xn--mnchen-3ya.example",
	"name@xn--mnchen-3ya.example":           "name@xn--mnchen-3ya.example",
	"name@例え.テスト":                           "name@xn--r8jz45g.xn--zckzah",
	"name@straße.example":                   "name@xn--strae-oqa.example",
	"name@παράδειγμα.δοκιμή":                "name@xn--hxajbheg2az3al.xn--jxalpdlp",
	"name@ex。ample.com":                     "name@ex.ample.com", // an ideographic full stop is a dot (UTS 46)
	"name@ｅxample.com":                      "name@example.com",
	long + "@example.com":                   long + "@example.com",
	"a@" + strings.Repeat("b", 63) + ".com": "a@" + strings.Repeat("b", 63) + ".com",
}

// refused are texts that are no address to write to.
var refused = []string{
	"", " ", "@", "name", "name@", "@example.com", "name@@example.com", "a@b@example.com", "name.example.com",
	// spaces, lines, control characters
	" name@example.com", "name@example.com ", "na me@example.com", "name@exam ple.com", "name @example.com", "name@ example.com",
	"name@example.com\n", "name@example.com\r\nBcc: x@example.com", "name\r\n@example.com", "name@example.com\x00", "na\tme@example.com",
	"name\x7f@example.com", "name@example\u2028.com", "name\u00a0@example.com", "name@exa\u200bmple..com",
	// more than an address
	"Name <name@example.com>", "<name@example.com>", "name@example.com, other@example.com", "name@example.com;other@example.com",
	"mailto:name@example.com", "name@example.com>", "name(comment)@example.com", "name@example.com(comment)", "name@(comment)example.com",
	"group:name@example.com;", "name@example.com?subject=x", "name@example.com/path", "name@example.com:25",
	// quoted strings and what hides in them
	`"name"@example.com`, `"a@evil"@example.com`, `"a b"@example.com`, `"a\"b"@example.com`, `a"b@example.com`, `a\b@example.com`,
	// dots
	".name@example.com", "name.@example.com", "na..me@example.com", ".@example.com", "name@.example.com", "name@example.com.",
	"name@example..com", "name@.", "name@..",
	// local parts that are no atom
	"na,me@example.com", "na:me@example.com", "na;me@example.com", "na<me@example.com", "na[me@example.com", "na(me@example.com",
	"näme@example.com", "名前@example.com", "name\xff@example.com",
	// routes of old
	"name%other@", "@route:name@example.com", "@a,@b:name@example.com",
	// domains
	"name@localhost", "name@example", "name@-example.com", "name@example-.com", "name@exam_ple.com", "name@example.-com", "name@example.com-",
	"name@[127.0.0.1]", "name@[IPv6:::1]", "name@127.0.0.1", "name@192.168.1", "name@example.123", "name@example.1", "name@exam!ple.com",
	"name@exam*ple.com", "name@exam'ple.com", "name@example.com\\", "name@ex--ample.com", "name@xn--.example", "name@xn--a.example",
	"name@xn--münchen.example", "name@example.c\xff", "name@a\u0300.\u0301b.example", "name@\u202eexample.com", "name@exa\u00admple\u00ad.c\x01m",
	"name@अ\u200d.example", "name@" + "א1a.example",
	// lengths
	long + "a@example.com",
	"a@" + strings.Repeat("b", 64) + ".com",
	"a@" + strings.Repeat("b.", 126) + "com",
	long + "@" + strings.Repeat("b", 60) + "." + strings.Repeat("c", 60) + "." + strings.Repeat("d", 64) + ".com",
	long + "@" + strings.Repeat("b", 62) + "." + strings.Repeat("c", 62) + "." + strings.Repeat("d", 60) + ".com",
	strings.Repeat("x", 100000) + "@example.com", "a@" + strings.Repeat("é", 100000) + ".com",
}

func TestParseAddressAccepts(t *testing.T) {
	for text, want := range accepted {
		a, err := ParseAddress(text)
		if err != nil || a.String() != want {
			t.Errorf("%q: %q, %v; want %q", text, a, err, want)
		}
		if again, err := ParseAddress(a.String()); err != nil || again != a {
			t.Errorf("%q does not survive itself: %q, %v", text, again, err)
		}
	}
}

func TestParseAddressRefuses(t *testing.T) {
	if n := len(accepted) + len(refused); n < 80 {
		t.Fatalf("the table has only %d addresses", n)
	}
	for _, text := range refused {
		a, err := ParseAddress(text)
		if err == nil || !a.IsZero() {
			t.Errorf("%.80q was accepted as %q", text, a)
		}
		fields := fault.FieldsOf(err)
		if len(fields) != 1 || fields[0].Name != "email" || !fault.Is(err, fault.Invalid) {
			t.Errorf("%.80q: %v", text, err)
		}
		want := "Enter an email address like name@example.com"
		if text == "" {
			want = "Enter your email address"
		}
		if fields[0].Sentence != want {
			t.Errorf("%.80q: %q", text, fields[0].Sentence)
		}
	}
}

func TestKeyIsTheSameForAllSpellings(t *testing.T) {
	a, _ := ParseAddress("Jan.Peeters@EXAMPLE.com")
	b, _ := ParseAddress("jan.peeters@example.com")
	if a.Key() != b.Key() || a.String() == b.String() || a.Domain() != "example.com" {
		t.Fatal(a.Key(), b.Key(), a.Domain())
	}
}

// FuzzParseAddress: what is accepted fits into an SMTP command and a header as it is.
func FuzzParseAddress(f *testing.F) {
	for text := range accepted {
		f.Add(text)
	}
	for _, text := range refused {
		if len(text) < 300 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAddress(text)
		if err != nil {
			return
		}
		s := a.String()
		if len(s) > 254 || strings.Count(s, "@") != 1 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }) ||
			strings.ContainsAny(s, `"(),:;<>[\]`) || strings.Contains(s, "..") {
			t.Fatalf("%q became %q", text, s)
		}
		if again, err := ParseAddress(s); err != nil || again != a {
			t.Fatalf("%q does not survive itself: %v", s, err)
		}
	})
}
