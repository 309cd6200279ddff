// Package fleet makes the tables of "pktscope export --to parquet" of very many captures, on
// the engines that Apache Beam runs on: Flink, Spark, Dataflow, and Prism on one machine.
//
// The job has two parts. The first reads each capture by itself, writes its packets, and
// sends what belongs together to one place: the frames of a tunnel by its peers and SPIs,
// announcements by the interface, packets that a NAT may have translated by the end that it
// leaves unchanged. The second part brings the frames of a shard into the order of their
// times and shows them to pktscope's own trackers: what these say is what they would have
// said in one run over all captures.
package fleet
