#!/usr/bin/env node
const NEEDED = 24

// Before anything is loaded: an older Node fails while it loads, with the exit code of a refusal.
if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  console.error(`wardroom-verify: could not check: it needs Node ${NEEDED}, this is ${process.versions.node}`)
  process.exitCode = 2
} else {
  const { main } = await import("./main.ts")
  process.exitCode = await main(process.argv.slice(2))
}
