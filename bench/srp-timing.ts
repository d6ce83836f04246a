// Whether time tells a wrong password from an unknown meeting: interleaved tries of each against the service in process;
// the medians of hello and of prove must lie within 10 % of each other.
//
//   npm run bench -- srp-timing [--tries 200] [--save]

import { once } from "node:events"
import { parseArgs } from "node:util"
import { WebSocket } from "ws"
import { randomBytes } from "../src/bytes/bytes.ts"
import { decodeFromService, encodeMessage, type Reply, type Request } from "../src/delivery/messages.ts"
import { figure, percentile } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { closeService, createMeeting, openService } from "../tests/harness/service.ts"

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: { tries: { type: "string", default: "200" }, save: { type: "boolean", default: false } },
})
const tries = Number(flags.tries)
if (!Number.isInteger(tries) || tries < 1) throw new RangeError('"tries" must be a positive integer')
const MAX_PERCENT = 10
const NOTES = [
  "Tries of a wrong password and of an unknown meeting in turn, over one socket, service and client in one process.",
]
const PLENTY = { burst: 1e6, perMinute: 1e6 }

const run = new BenchRun("srp-timing")
const service = await openService({
  limits: { srpPerAddress: PLENTY, srpPerMeeting: PLENTY, messagesPerSocket: PLENTY },
})
const { prepared } = await createMeeting(service)
const socket = new WebSocket(`ws://${service.host}/ws`)
await once(socket, "open")

async function ask(request: Request): Promise<Reply> {
  const answer = once(socket, "message")
  socket.send(encodeMessage(request))
  const [data] = await answer
  const message = decodeFromService(data)
  if (!("answers" in message)) throw new Error("a push")
  return message
}

// A random A and M1 cost the service what a wrong password costs it.
async function tryOnce(meeting: string): Promise<{ hello: number; prove: number }> {
  const start = performance.now()
  await ask({ type: "hello", request: 1, version: 1, meeting })
  const challenged = performance.now()
  const answer = await ask({ type: "prove", request: 2, A: randomBytes(256).with(0, 1), M1: randomBytes(64) })
  if (answer.type !== "error" || answer.fault !== "not-proven") throw new Error("not refused")
  return { hello: challenged - start, prove: performance.now() - challenged }
}

const unknown = prepared.meeting === "0000000000" ? "1111111111" : "0000000000"
const times = { known: { hello: [], prove: [] }, unknown: { hello: [], prove: [] } } as {
  [K in "known" | "unknown"]: { hello: number[]; prove: number[] }
}
for (let index = 0; index < tries + 10; index++) {
  const order = index % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)
  for (const kind of order) {
    const { hello, prove } = await tryOnce(kind === "known" ? prepared.meeting : unknown)
    if (index < 10) continue // warming up
    times[kind].hello.push(hello)
    times[kind].prove.push(prove)
  }
}

const figures = (["hello", "prove"] as const).flatMap((step) => {
  const [known, other] = [times.known[step], times.unknown[step]]
  const [one, two] = [percentile(known, 50), percentile(other, 50)]
  const apart = Math.abs(one - two) / Math.max(one, two)
  return [
    figure({ what: `${step}, wrong password`, unit: "ms", samples: known }),
    figure({ what: `${step}, unknown meeting`, unit: "ms", samples: other }),
    figure({
      what: `${step}: how far apart`,
      unit: "%",
      samples: [100 * apart],
      bar: { of: "p50", atMost: MAX_PERCENT },
    }),
  ]
})
socket.terminate()
await closeService(service)
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES })
process.exitCode = figures.every(({ met }) => met !== false) ? 0 : 1
