// Package e2e tries the whole program from outside: the binary, a folder, sockets, signals and a browser.
//
// It holds only tests. Each starts servers of its own in folders of its own, on ports from the kernel.
package e2e

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"insider/internal/sabotage"
)

// binary is the program under test, built once for all tests of the package.
var binary string

func TestMain(m *testing.M) {
	sabotage.Child()
	dir, err := os.MkdirTemp("", "insider-e2e-")
	if err != nil {
		panic(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // some tests run the program as somebody else
		panic(err)
	}
	binary = filepath.Join(dir, "insider")
	build := exec.Command("go", "build", "-tags", "nomsgpack", "-o", binary, "insider/cmd/insider")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "the program does not build:", err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// server is one running insider.
type server struct {
	t       testing.TB
	URL     string // without a trailing slash
	Root    string // path of the base URL, "" at the root of the host
	Data    string
	Content string         // "" is the show in the binary
	client  *http.Client   // nil: the one of all tests
	watch   sabotage.Watch // of what the process does; see withWatch
	program *sabotage.Program
	user    *syscall.Credential // nil: whoever runs the tests
	env     []string
	serving []string // as env, but not for commands beside the server
	cmd     *exec.Cmd
	log     lockedBuffer
	output  io.Writer // of the process; nil: log
	exited  chan error
}

// option changes a server before it starts.
type option func(*server)

// withContent serves the folder.
func withContent(dir string) option { return func(s *server) { s.Content = dir } }

// withData uses an existing data folder.
func withData(dir string) option { return func(s *server) { s.Data = dir } }

// withRoot serves the site below a path.
func withRoot(path string) option { return func(s *server) { s.Root = path } }

// withEnv adds "NAME=value" lines.
func withEnv(lines ...string) option {
	return func(s *server) { s.env = append(s.env, lines...) }
}

// withWatch lets a test decide what the process gets from the system.
func withWatch(w sabotage.Watch) option { return func(s *server) { s.watch = w } }

// start runs insider serve and waits until it is ready; it is stopped when the test ends.
func start(t testing.TB, options ...option) *server {
	t.Helper()
	s := &server{t: t}
	for _, o := range options {
		o(s)
	}
	if s.Data == "" {
		s.Data = filepath.Join(t.TempDir(), "data")
	}
	s.launch()
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Logf("log of %s:\n%s", s.URL, s.remarkable())
		}
	})
	return s
}

// remarkable is the log without the requests that went well.
func (s *server) remarkable() string {
	var b strings.Builder
	for line := range strings.Lines(s.log.String()) {
		request := strings.Contains(line, "msg=request ") || strings.Contains(line, `"msg":"request"`)
		if !request || strings.Contains(line, "status=5") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// launch starts the process on a fresh port and waits for /readyz. A port that somebody else took meanwhile is no failure.
func (s *server) launch() {
	s.t.Helper()
	for range 3 {
		if s.tryLaunch(freePort(s.t)) {
			return
		}
	}
	s.t.Fatalf("the server ended at start:\n%s", s.log.String())
}

// tryLaunch reports false when the port was taken.
func (s *server) tryLaunch(port string) (started bool) {
	s.t.Helper()
	before := len(s.log.String())
	s.URL = "http://localhost:" + port + s.Root
	s.cmd = exec.Command(binary, "serve")
	s.cmd.Env = append(s.environ("INSIDER_ADDR=127.0.0.1:"+port, "INSIDER_BASE_URL="+s.URL), s.serving...)
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	if s.output != nil {
		s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	}
	s.begin()
	s.exited = make(chan error, 1)
	go func(cmd *exec.Cmd, exited chan error) { exited <- cmd.Wait(); close(exited) }(s.cmd, s.exited)
	taken := false
	eventually(s.t, 60*time.Second, "the server is ready", func() bool {
		select {
		case err := <-s.exited:
			if taken = strings.Contains(s.log.String(), "address already in use"); taken {
				return true
			}
			s.t.Fatalf("the server ended at start: %v\n%s", err, s.log.String())
		default:
		}
		if s.output == nil && !listens(s.log.String()[before:], port) {
			return false
		}
		a, err := s.try(http.MethodGet, "/readyz", nil)
		return err == nil && a.Status == http.StatusOK
	})
	return !taken
}

// listens reports whether a server says in its log that it has the port. An answer alone may come from somebody else, who took it first.
func listens(log, port string) bool {
	return strings.Contains(log, "addr=127.0.0.1:"+port) || strings.Contains(log, `"addr":"127.0.0.1:`+port)
}

// begin starts the process, under watch when a test asked for it.
func (s *server) begin() {
	s.t.Helper()
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.user}
	if s.watch == (sabotage.Watch{}) {
		if err := s.cmd.Start(); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	var err error
	if s.program, err = sabotage.Start(s.cmd, s.watch); err != nil {
		s.t.Skip("SKIP-TOOL seccomp: ", err)
	}
}

// environ is the environment of a command that works with the same folders.
func (s *server) environ(more ...string) []string {
	env := slices.DeleteFunc(os.Environ(), func(line string) bool { return strings.HasPrefix(line, "INSIDER_") })
	env = append(env, "INSIDER_DATA="+s.Data, "INSIDER_CONTENT="+s.Content)
	env = append(env, more...)
	return append(env, s.env...)
}

// command runs another insider command beside the server and returns what it printed and its exit code.
func (s *server) command(args ...string) (output string, code int) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute) // a server that starts though it should not
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = s.environ("INSIDER_BASE_URL=" + s.URL)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// stop asks the server to end and returns its exit error.
func (s *server) stop() error {
	s.t.Helper()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	return s.end()
}

// end waits until the server has ended and returns its exit error.
func (s *server) end() error {
	s.t.Helper()
	select {
	case err := <-s.exited:
		return err
	case <-time.After(30 * time.Second):
		s.t.Fatal("the server did not stop within 30 seconds")
		return nil
	}
}

// kill ends the server at once, as a power cut would.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	<-s.exited
}

// restart launches the server again on the same folders, on another port.
func (s *server) restart() {
	s.t.Helper()
	s.launch()
}

// get fetches a path without following redirects.
func (s *server) get(path string, headers ...string) *answer {
	s.t.Helper()
	return s.do(http.MethodGet, path, nil, headers...)
}

// post sends a form.
func (s *server) post(path, form string, headers ...string) *answer {
	s.t.Helper()
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	return s.do(http.MethodPost, path, strings.NewReader(form), headers...)
}

// answer is a response read to its end.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

var client = &http.Client{
	Timeout:       60 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64},
}

func (s *server) do(method, path string, body io.Reader, headers ...string) *answer {
	s.t.Helper()
	a, err := s.try(method, path, body, headers...)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

// try is do for tests in which the server may be gone.
func (s *server) try(method, path string, body io.Reader, headers ...string) (*answer, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, s.URL+path, body)
	if err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := cmp.Or(s.client, client).Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return &answer{Status: resp.StatusCode, Header: resp.Header, Body: string(data)}, err
}

// mails returns the mails that landed as files, oldest first.
func (s *server) mails() []string {
	names, _ := filepath.Glob(filepath.Join(s.Data, "outbox", "*.eml"))
	slices.SortFunc(names, func(a, b string) int {
		x, _ := os.Stat(a)
		y, _ := os.Stat(b)
		if x == nil || y == nil {
			return strings.Compare(a, b)
		}
		return x.ModTime().Compare(y.ModTime())
	})
	var mails []string
	for _, n := range names {
		if data, err := os.ReadFile(n); err == nil {
			mails = append(mails, string(data))
		}
	}
	return mails
}

// patience is how long a busy machine may take for what a quick one does at once.
const patience = 15 * time.Second

// eventually waits for a condition; tests wait on conditions, never for a time.
func eventually(t testing.TB, within time.Duration, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(within); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", within, what)
		}
	}
}

// given are the ports that tests of this run were given.
var given sync.Map

// freePort returns a port that nobody listens on, and no other test was given: it may not have been taken yet.
func freePort(t testing.TB) string {
	t.Helper()
	for {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ := net.SplitHostPort(l.Addr().String())
		_ = l.Close()
		if _, twice := given.LoadOrStore(port, true); !twice {
			return port
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
