package e2e

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// badDays are what can happen to a server, in the words and the order of "Bad days" in docs/operations.md, and who tries it.
var badDays = []struct {
	what string
	try  func(t *testing.T)
}{
	{"Killed while readers sign up", killedWhileSigningUp},
	{"Killed while stories arrive", killedWhileWriting},
	{"Killed while an editor publishes", killedWhilePublishing},
	{"Killed while content changes", killedWhileContentChanges},
	{"Killed while a recording is stamped", killedWhileStamping},
	{"Killed while a backup is made", killedWhileBackingUp},
	{"Killed while the database is brought up to date", killedWhileMigrating},
	{"Killed while it starts", killedWhileStarting},
	{"Stopped while it answers", stoppedWhileAnswering},
	{"A second server on the same folder", secondServer},

	{"The disk is full", diskFull},
	{"There is no room to start", noRoomToStart},
	{"There is no room for the copy before an upgrade, or for the upgrade", noRoomToUpgrade},
	{"There is no room for a backup", noRoomForABackup},
	{"There is no room in the bucket for a stamped copy", noRoomForAStamp},
	{"There is no room for pictures, cards and traces", noRoomForPictures},
	{"There is no room for the search index", noRoomForTheIndex},
	{"There is no room to count downloads", noRoomToCount},
	{"There is no room for the log", noRoomForTheLog},
	{"A call to the disk fails", callFails},

	{"Another process holds the database", databaseTaken},
	{"The database may only be read", databaseReadOnly},
	{"The disk turns read-only while it serves", diskTurnsReadOnly},
	{"The data folder is made read-only while it serves", folderTurnsReadOnly},
	{"The database is another program's, or none at all", databaseForeign},
	{"The database is damaged", databaseDamaged},
	{"The database is of a newer program", newerSchema},

	{"A statement to PostgreSQL fails or is cut off", statementFails},
	{"PostgreSQL is away for half a minute", postgresAway},
	{"PostgreSQL takes no connections", postgresGoneThenBack},
	{"PostgreSQL may only be read", postgresReadOnly},
	{"PostgreSQL fails over to a standby", postgresFailsOver},
	{"PostgreSQL's tables are locked", postgresLocked},
	{"PostgreSQL says nothing", postgresSilent},
	{"Two servers on one PostgreSQL", twoServersOnPostgres},

	{"The mail server is away", relayDeadThenBack},
	{"The mail server is slow", isSlow},
	{"The mail server refuses for now (4xx)", refusesForNow},
	{"The mail server refuses everything (5xx)", refusesAll},
	{"The mail server breaks off in the middle", breaksOff},
	{"The mail server takes the call and says nothing", saysNothing},
	{"The mail server shows a bad certificate", certificateBad},
	{"One mailbox is refused", mailboxRefused},

	{"show.yaml or the whole folder is emptied", emptiedShow},
	{"The content folder vanishes", folderVanishes},
	{"The content folder is replaced by another", folderReplaced},
	{"Files are half written", halfWritten},
	{"Ten thousand files arrive at once", tenThousandFiles},
	{"Links lead in circles", linksInCircles},
	{"Files may not be read", notAllowed},

	{"The clock is set a year ahead, and right again", clockAYearAhead},
	{"The clock is set back by a day", clockADayBack},
	{"Summer time begins or ends", clockChanges},
}

// recovery is how soon everything works again when the cause of a bad day is gone, without a restart.
const recovery = 5 * time.Second

// TestBadDays tries every bad day. Those that depend on the moment are tried at a few moments here, and at more with
// make test-faults ROUNDS=100.
func TestBadDays(t *testing.T) {
	for _, day := range badDays {
		t.Run(day.what, day.try)
	}
}

// rounds is how often a bad day that depends on the moment is tried: a few times, or as FAULT_ROUNDS says.
func rounds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("FAULT_ROUNDS")); err == nil {
		return max(n, 1)
	}
	return few
}

// TestEveryBadDayIsTold holds the operator's table to what is tried.
func TestEveryBadDayIsTold(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(doc), "\n## Bad days\n")
	if !found {
		t.Fatal("docs/operations.md has no section Bad days")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var told, tried []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$`).FindAllStringSubmatch(section, -1) {
		if m[1] != "what happens" && !strings.HasPrefix(m[1], "--") {
			told = append(told, m[1])
		}
	}
	for _, day := range badDays {
		tried = append(tried, day.what)
	}
	if !slices.Equal(told, tried) {
		t.Errorf("told in docs/operations.md:\n  %s\ntried here:\n  %s", strings.Join(told, "\n  "), strings.Join(tried, "\n  "))
	}
}
