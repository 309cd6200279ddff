package journal

import (
	"strconv"

	"github.com/pktscope/pktscope/dissect/field"
)

// A known is a field of the journal that Wireshark has a field for. Its value is a
// text, a number, or a time in microseconds.
type known struct {
	name string
	def  *field.Def
}

// knownFields are in the order of systemd.journal-fields(7).
var knownFields = []known{
	text("MESSAGE", "message", "Message"),
	text("MESSAGE_ID", "message_id", "Message ID"),
	named("PRIORITY", "priority", "Priority", priorities, formatPriority),
	text("CODE_FILE", "code_file", "Code file"),
	number("CODE_LINE", "code_line", "Code line"),
	text("CODE_FUNC", "code_func", "Code func"),
	{"ERRNO", Proto.Generated("systemd_journal.errno", "Errno", field.Int, field.Dec, 4)},
	named("SYSLOG_FACILITY", "syslog_facility", "Syslog facility", facilities, formatFacility),
	text("SYSLOG_IDENTIFIER", "syslog_id", "Syslog identifier"),
	number("SYSLOG_PID", "syslog_pid", "Syslog PID"),
	number("_PID", "pid", "PID"),
	number("_UID", "uid", "UID"),
	number("_GID", "gid", "GID"),
	text("_COMM", "comm", "Command name"),
	text("_EXE", "exe", "Executable path"),
	text("_CMDLINE", "cmdline", "Command line"),
	text("_CAP_EFFECTIVE", "cap_effective", "Effective capability"),
	number("_AUDIT_SESSION", "audit_session", "Audit session"),
	number("_AUDIT_LOGINUID", "audit_loginuid", "Audit login UID"),
	text("_SYSTEMD_CGROUP", "systemd_cgroup", "Systemd cgroup"),
	text("_SYSTEMD_SLICE", "systemd_slice", "Systemd slice"),
	text("_SYSTEMD_UNIT", "systemd_unit", "Systemd unit"),
	text("_SYSTEMD_USER_UNIT", "systemd_user_unit", "Systemd user unit"),
	number("_SYSTEMD_SESSION", "systemd_session", "Systemd session"),
	number("_SYSTEMD_OWNER_UID", "systemd_owner_uid", "Systemd owner UID"),
	text("_SELINUX_CONTEXT", "selinux_context", "SELinux context"),
	moment("_SOURCE_REALTIME_TIMESTAMP", "source_realtime_timestamp", "Source realtime timestamp"),
	text("_BOOT_ID", "boot_id", "Boot ID"),
	text("_MACHINE_ID", "machine_id", "Machine ID"),
	text("_SYSTEMD_INVOCATION_ID", "systemd_invocation_id", "Systemd invocation ID"),
	text("_HOSTNAME", "hostname", "Hostname"),
	text("_TRANSPORT", "transport", "Transport"),
	text("_STREAM_ID", "stream_id", "Stream ID"),
	text("_LINE_BREAK", "line_break", "Line break"),
	text("_KERNEL_DEVICE", "kernel_device", "Kernel device"),
	text("_KERNEL_SUBSYSTEM", "kernel_subsystem", "Kernel subsystem"),
	text("__CURSOR", "cursor", "Cursor"),
	moment("__REALTIME_TIMESTAMP", "realtime_timestamp", "Realtime Timestamp"),
	{"__MONOTONIC_TIMESTAMP", Proto.Generated("systemd_journal.monotonic_timestamp", "Monotonic Timestamp", field.Relative, field.Dec, 8)},
}

func text(name, filter, label string) known {
	return known{name, Proto.String("systemd_journal."+filter, label).Def}
}

func number(name, filter, label string) known {
	return known{name, Proto.Generated("systemd_journal."+filter, label, field.Uint, field.Dec, 4)}
}

func moment(name, filter, label string) known {
	return known{name, Proto.Generated("systemd_journal."+filter, label, field.Absolute, field.Local, 8)}
}

func named(name, filter, label string, names func(uint64) string, format func([]byte, *field.Tree, int) []byte) known {
	return known{name, Proto.Generated("systemd_journal."+filter, label, field.Uint, field.Dec, 1, field.Named(names), field.Format(format))}
}

// find is the field of a name, nil for a name that has none.
func find(name []byte) *known {
	for i := range knownFields {
		if knownFields[i].name == string(name) {
			return &knownFields[i]
		}
	}
	return nil
}

// microsecond is in nanoseconds.
const microsecond = 1000

// put records the value at off; one that is no number where one belongs is none.
func (k *known) put(d *field.Decoder, off int, value []byte) {
	if k.def.Kind == field.Text {
		d.Put(k.def, off, len(value), 0)
		return
	}
	v, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil {
		return
	}
	if k.def.Kind == field.Absolute || k.def.Kind == field.Relative {
		v *= microsecond
	}
	d.Put(k.def, off, len(value), uint64(v))
}

// formatPriority appends "Priority: INFO - informational (6)".
func formatPriority(b []byte, t *field.Tree, i int) []byte {
	v := t.Nodes[i].Val
	b = append(append(b, "Priority: "...), orUnknown(priorities(v))...)
	return append(field.AppendUint(append(b, " ("...), v), ')')
}

// formatFacility appends "Syslog facility: DAEMON - system daemons".
func formatFacility(b []byte, t *field.Tree, i int) []byte {
	return append(append(b, "Syslog facility: "...), orUnknown(facilities(t.Nodes[i].Val))...)
}

func orUnknown(s string) string {
	if s == "" {
		return "Unknown"
	}
	return s
}

// priorities are syslog's severities: RFC 5424, section 6.2.1.
func priorities(v uint64) string {
	names := [...]string{
		"EMERG - system is unusable", "ALERT - action must be taken immediately", "CRIT - critical conditions", "ERR - error conditions",
		"WARNING - warning conditions", "NOTICE - normal but significant condition", "INFO - informational", "DEBUG - debug-level messages",
	}
	if v < uint64(len(names)) {
		return names[v]
	}
	return ""
}

// facilities are syslog's: RFC 5424, section 6.2.1.
func facilities(v uint64) string {
	names := [...]string{
		"KERN - kernel messages", "USER - random user-level messages", "MAIL - mail system", "DAEMON - system daemons",
		"AUTH - security/authorization messages", "SYSLOG - messages generated internally by syslogd", "LPR - line printer subsystem",
		"NEWS - network news subsystem", "UUCP - UUCP subsystem", "CRON - clock daemon (BSD, Linux)",
		"AUTHPRIV - security/authorization messages (private)", "FTP - ftp daemon", "NTP - ntp subsystem", "LOGAUDIT - log audit",
		"LOGALERT - log alert", "CRON - clock daemon (Solaris)",
	}
	if v < uint64(len(names)) {
		return names[v]
	}
	if v < 24 {
		return "LOCAL" + string('0'+byte(v-16)) + " - reserved for local use"
	}
	return ""
}
