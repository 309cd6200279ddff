// Package table has the tables of "pktscope export --to parquet": a struct for the rows of
// each, one file a table, and the files of Apache Parquet that they are written in, for
// DuckDB, Spark, ClickHouse and others that read a folder of them as one table.
//
// A struct names the columns and their types, once: its tags are the schema. What is in the
// columns of a report is what the report has in JSON under the same names, which Rows reads.
//
//   - A File is one file of a table.
//   - A Writer is a folder of them, by the capture and the day of rows.
package table

// Names are those of the tables.
func Names() []string {
	return []string{Packet{}.Table(), IKESA{}.Table()}
}
