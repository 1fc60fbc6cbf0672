package newsletter_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"insider/internal/newsletter"
	"insider/internal/store/storetest"
)

// crashURL makes the test binary a server that only signs people up, until it is killed.
const crashURL = "TEST_CRASH_URL"

func signingUpChild(t *testing.T, address string) {
	t.Helper()
	h := open(t, address)
	for n := 0; ; n++ {
		email := fmt.Sprintf("reader%d.%d@example.com", os.Getpid(), n)
		fmt.Println("begin", email)
		h.signUp(email)
		h.now = h.now.Add(time.Minute) // past the limit in all
		fmt.Println("acknowledged", email)
	}
}

// TestKilledWhileSigningUp kills a process in the middle of its work (SIGKILL): what it acknowledged is there once, with
// its consent and its mail, and nothing is there by half.
func TestKilledWhileSigningUp(t *testing.T) {
	if address := os.Getenv(crashURL); address != "" {
		signingUpChild(t, address)
	}
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := open(t, url)
		acknowledged, begun := map[string]bool{}, 0
		for round := range 4 {
			begun += killAfter(t, url, 5+7*round, acknowledged)
		}
		h.now = h.now.Add(24 * time.Hour) // the children moved their clocks
		mails := map[string]int{}
		for batch := h.post(); len(batch) > 0; batch = h.post() {
			for _, m := range batch {
				mails[m.To.String()]++
			}
		}
		found := 0
		for reader, err := range h.store.EachSubscriber(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			found++
			records, err := h.store.Consents(t.Context(), "list:"+reader.ID)
			if err != nil || len(records) != 1 || mails[reader.Email] != 1 || reader.State != newsletter.Pending {
				t.Errorf("%s: %d consents, %d mails, %v", reader.Email, len(records), mails[reader.Email], err)
			}
			delete(acknowledged, reader.Email)
			delete(mails, reader.Email)
		}
		if len(acknowledged) > 0 || len(mails) > 0 || found > begun {
			t.Errorf("acknowledged and lost: %v; mails to nobody: %v; %d found, %d begun", acknowledged, mails, found, begun)
		}
		if found < 20 {
			t.Errorf("only %d sign-ups: the test proves little", found)
		}
	})
}

// killAfter runs a child and kills it once it acknowledged so many; it returns how many it had begun.
func killAfter(t *testing.T, url string, count int, acknowledged map[string]bool) (begun int) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledWhileSigningUp$")
	child.Env = append(os.Environ(), crashURL+"="+url)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	defer child.Process.Kill()
	lines := bufio.NewScanner(out)
	for done := 0; lines.Scan(); {
		var what, email string
		if _, err := fmt.Sscan(lines.Text(), &what, &email); err != nil {
			t.Fatalf("the child says %q", lines.Text())
		}
		switch what {
		case "begin":
			begun++
		case "acknowledged":
			acknowledged[email] = true
			done++
		}
		if done == count {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			count = -1 // read what was still on its way
		}
	}
	return begun
}
