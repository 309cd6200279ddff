package syslog

// A name is the keyword of a facility or a severity, and what it means.
type name struct{ short, meaning string }

// facility returns the name of a facility: RFC 5424, table 1.
func facility(v int) name {
	names := [...]name{
		{"KERN", "kernel messages"}, {"USER", "random user-level messages"}, {"MAIL", "mail system"}, {"DAEMON", "system daemons"},
		{"AUTH", "security/authorization messages"}, {"SYSLOG", "messages generated internally by syslogd"},
		{"LPR", "line printer subsystem"}, {"NEWS", "network news subsystem"}, {"UUCP", "UUCP subsystem"},
		{"CRON", "clock daemon (BSD, Linux)"}, {"AUTHPRIV", "security/authorization messages (private)"}, {"FTP", "ftp daemon"},
		{"NTP", "ntp subsystem"}, {"LOGAUDIT", "log audit"}, {"LOGALERT", "log alert"}, {"CRON", "clock daemon (Solaris)"},
		{"LOCAL0", localUse}, {"LOCAL1", localUse}, {"LOCAL2", localUse}, {"LOCAL3", localUse}, {"LOCAL4", localUse},
		{"LOCAL5", localUse}, {"LOCAL6", localUse}, {"LOCAL7", localUse},
	}
	if v < len(names) {
		return names[v]
	}
	return name{}
}

const localUse = "reserved for local use"

// level returns the name of a severity: RFC 5424, table 2.
func level(v int) name {
	return [...]name{
		{"EMERG", "system is unusable"}, {"ALERT", "action must be taken immediately"}, {"CRIT", "critical conditions"},
		{"ERR", "error conditions"}, {"WARNING", "warning conditions"}, {"NOTICE", "normal but significant condition"},
		{"INFO", "informational"}, {"DEBUG", "debug-level messages"},
	}[v&7]
}

func facilityName(v uint64) string { return facility(int(v)).full() }
func levelName(v uint64) string    { return level(int(v)).full() }

func (n name) full() string {
	if n.short == "" {
		return ""
	}
	return n.short + " - " + n.meaning
}
