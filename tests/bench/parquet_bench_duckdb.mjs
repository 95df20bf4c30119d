// SPDX-License-Identifier: GPL-3.0-or-later
// What parquet_bench measures, by DuckDB on one thread: node parquet_bench_duckdb.mjs FILE…
// Needs the npm package @duckdb/node-api beside it, or DUCKDB_FROM=FOLDER/ where it is installed. Fetching the rows makes
// it read all values, as parquet_bench does.
import { createRequire } from "node:module";
import process from "node:process";

const require = createRequire(process.env.DUCKDB_FROM ?? import.meta.url);
const { DuckDBInstance } = require("@duckdb/node-api");

const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
const files = process.argv.slice(2).map((file) => `'${file.replaceAll("'", "''")}'`);
let best = Infinity;
let rows = 0;
for (let i = 0; i < 5; ++i) {
    const start = performance.now();
    const result = await connection.run(`SELECT * FROM read_parquet([${files.join(", ")}])`);
    rows = 0;
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
        rows += chunk.rowCount;
    }
    best = Math.min(best, performance.now() - start);
}
console.log(`DuckDB, one thread: ${rows} rows in ${best.toFixed(2)} ms`);
