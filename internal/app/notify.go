package app

import "net"

// States that a service manager is told.
const (
	readyState    = "READY=1"
	stoppingState = "STOPPING=1"
)

// tell says to the service manager how things stand, where one listens (sd_notify(3)): a start that fails is then told to whoever
// asked for it, and who waits for the service waits until it serves. A manager that does not listen keeps nobody from serving.
func (c Console) tell(state string) {
	if c.Notify == "" {
		return
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: c.Notify, Net: "unixgram"})
	if err == nil {
		_, err = conn.Write([]byte(state))
		_ = conn.Close()
	}
	if err != nil {
		c.Log.Warn("the service manager was not told", "state", state, "err", err)
	}
}
