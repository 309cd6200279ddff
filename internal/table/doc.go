// Package table has the tables of "pktscope export --to parquet": a struct for the rows of
// each, one file a table, and the files of Apache Parquet that they are written in, for
// DuckDB, Spark, ClickHouse and others that read a folder of them as one table.
//
// A struct names the columns and their types, once: its tags are the schema. What is in the
// columns of a report is what the report has in JSON under the same names, which Rows reads.
// A frame has the number that it has in its capture, which stands beside it.
//
//   - A File is one file of a table.
//   - A Writer is a folder of them, by the capture and the day of rows.
package table

// Names are those of the tables.
func Names() []string {
	var names []string
	for _, row := range []Row{
		Packet{}, IKESA{}, IKEMessage{}, ESPSA{}, Neighbor{}, Link{}, Translation{}, Finding{}, Conversation{},
	} {
		names = append(names, row.Table())
	}
	return names
}
