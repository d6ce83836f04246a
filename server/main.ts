// node server/main.ts: starts the delivery service with the settings of config.ts, until SIGTERM or SIGINT.

import { ConfigError, readConfig } from "./config.ts"
import { printLine } from "./log.ts"
import { startService } from "./service.ts"

try {
  const options = await readConfig(process.argv.slice(2), process.env)
  const service = await startService(options)
  service.subscribe(printLine, new AbortController().signal)
  console.error(`delivery service at ${service.url}`)
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void service.close().then(() => process.exit(0)))
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exit(2)
}
