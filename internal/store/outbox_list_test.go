package store_test

import (
	"testing"
	"time"

	"insider/internal/account"
	"insider/internal/mail"
	"insider/internal/outbox"
	"insider/internal/store"
	"insider/internal/store/storetest"
)

func TestOpenMailsWaitOrFailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		to, err := mail.ParseAddress("ed@example.com")
		if err != nil {
			t.Fatal(err)
		}
		now := time.Now()
		if err := s.AddUser(t.Context(), to.Key(), account.Editor, account.Link{Digest: []byte("0"), Purpose: account.SignIn, Created: now, Expires: now.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		for _, digest := range []string{"1", "2", "3"} {
			l := account.Link{Digest: []byte(digest), Purpose: account.SignIn, Created: now, Expires: now.Add(time.Hour)}
			m := outbox.Mail{Kind: "sign-in", Priority: outbox.Urgent, To: to, Subject: "Sign in " + digest, Text: "link " + digest}
			if err := s.AskLink(t.Context(), to.Key(), l, m, 9); err != nil {
				t.Fatal(err)
			}
		}
		claims, err := s.ClaimMails(t.Context(), "test", 2, now.Add(time.Minute))
		if err != nil || len(claims) != 2 {
			t.Fatalf("%+v, %v", claims, err)
		}
		outcomes := []outbox.Outcome{
			{ID: claims[0].ID, State: outbox.Sent, At: now},
			{ID: claims[1].ID, State: outbox.Failed, Sentence: "There is no such mailbox.", At: now},
		}
		if err := s.FinishMails(t.Context(), "test", outcomes); err != nil {
			t.Fatal(err)
		}
		list, err := s.OpenMails(t.Context(), 10)
		if err != nil || len(list) != 2 || list[0].State != outbox.Waiting || list[0].Text != "link 3" || list[0].To != "ed@example.com" ||
			list[1].State != outbox.Failed || list[1].To != "" || list[1].Sentence != "There is no such mailbox." {
			t.Fatalf("%+v, %v", list, err)
		}
		if one, err := s.OpenMails(t.Context(), 1); err != nil || len(one) != 1 {
			t.Fatalf("%+v, %v", one, err)
		}
	})
}
