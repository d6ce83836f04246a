// Starts the delivery service with the settings of config.ts, until SIGTERM or SIGINT.

import { once } from "node:events"
import { ConfigError, readConfig } from "./config.ts"
import { printLine } from "./log.ts"
import { startService } from "./service.ts"

// Heard from the first moment on, so that a signal during the start ends the service cleanly too.
const ended = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")])

try {
  const options = await readConfig(process.argv.slice(2), process.env)
  const service = await startService({ ...options, onLine: printLine })
  console.error(`delivery service at ${service.url}`)
  await ended
  await service.close()
  process.exit(0)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exit(2)
}
