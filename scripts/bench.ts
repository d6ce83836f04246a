// `npm run bench -- <name>`: runs bench/<name>.ts, or says which there are.

import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { PROJECT_FOLDER } from "./toolchain/machine.ts"

const folder = join(PROJECT_FOLDER, "bench")
const names = (await readdir(folder)).filter((file) => file.endsWith(".ts")).map((file) => file.slice(0, -".ts".length))
const [name] = process.argv.slice(2)
if (name !== undefined && names.includes(name)) {
  process.argv.splice(2, 1) // what follows the name is the bench's own
  await import(pathToFileURL(join(folder, `${name}.ts`)).href)
} else {
  console.error(`expected one of ${names.join(", ") || "(there is none)"}, got ${name ?? "nothing"}`)
  process.exitCode = 2
}
