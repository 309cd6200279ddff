// Asks questions of folders of tables. Standard input is [{"folder": ..., "tables": [...],
// "questions": [...]}, ...]; standard output the rows of each answer, values as texts.
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const answers = [];
for (const { folder, tables, questions } of JSON.parse(readFileSync(0, "utf8"))) {
  const db = await (await DuckDBInstance.create()).connect();
  for (const table of tables) {
    await db.run(`CREATE VIEW ${table} AS FROM read_parquet('${folder}/${table}/**/*.parquet', hive_partitioning = true, union_by_name = true)`);
  }
  const of = [];
  for (const question of questions) {
    of.push((await db.runAndReadAll(question)).getRowsJson());
  }
  answers.push(of);
}
console.log(JSON.stringify(answers));
