// The service's own time, so that nobody waits; only its socket pings stay out of it, since they need real answers.

import { systemClock } from "../../server/clock.ts"
import { TestClock } from "../unit/server/clock.ts"

const PING_MS = 5000

export class SteppedClock extends TestClock {
  override after(delayMs: number, task: () => void): () => void {
    return delayMs === PING_MS ? systemClock.after(delayMs, task) : super.after(delayMs, task)
  }
}
