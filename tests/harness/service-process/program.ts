// The delivery service in a process of its own, with what its own program does not offer: another suite, other limits,
// a clock that the starting process can move ahead, and how busy its event loop was.

import { once } from "node:events"
import { startService } from "../../../server/service.ts"
import { LoopWatch } from "./loop-watch.ts"
import { JumpingClock } from "../jumping-clock.ts"
import { type AskLoopDelay, type Listening, type PassTime, type ProcessSettings, SETTINGS } from "./protocol.ts"

const settings: ProcessSettings = JSON.parse(process.env[SETTINGS] ?? "")
const clock = new JumpingClock()
const service = await startService({ ...settings, clock })
const loop = new LoopWatch()
process.on("message", (message: PassTime | AskLoopDelay) => {
  if ("ask" in message) return void process.send?.(loop.take())
  clock.jump(message.passMs)
  return void process.send?.(message)
})
process.send?.({ url: service.url } satisfies Listening)
await once(process, "disconnect") // the process that started this one is over, or wants no more of it
await service.close()
