// Makes the tables and plots of docs/performance.md from the results that benches saved. Run: npm run bench -- report

import { writeFile } from "node:fs/promises"
import { performanceFiles } from "./report/performance.ts"

for (const [path, content] of await performanceFiles()) await writeFile(path, content)
