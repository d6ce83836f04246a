// Whether time tells a wrong password from an unknown meeting: 200 interleaved tries of each against the service in
// process; the medians of hello and prove must lie within 10 % of each other.
//
//   node bench/srp-timing.ts [tries]

import { once } from "node:events"
import { WebSocket } from "ws"
import { randomBytes } from "../src/bytes/bytes.ts"
import { decodeFromService, encodeMessage, type Reply, type Request } from "../src/delivery/messages.ts"
import { closeService, createMeeting, openService } from "../tests/harness/service.ts"

const TRIES = Number(process.argv[2] ?? 200)
if (!Number.isInteger(TRIES) || TRIES < 1) throw new RangeError('"tries" must be a positive integer')
const MAX_DIFFERENCE = 0.1
const PLENTY = { burst: 1e6, perMinute: 1e6 }

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
for (let index = 0; index < TRIES + 10; index++) {
  const order = index % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)
  for (const kind of order) {
    const { hello, prove } = await tryOnce(kind === "known" ? prepared.meeting : unknown)
    if (index < 10) continue // warming up
    times[kind].hello.push(hello)
    times[kind].prove.push(prove)
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

let isAlike = true
for (const step of ["hello", "prove"] as const) {
  const [known, other] = [median(times.known[step]), median(times.unknown[step])]
  const difference = Math.abs(known - other) / Math.max(known, other)
  isAlike &&= difference <= MAX_DIFFERENCE
  const percent = (100 * difference).toFixed(1)
  console.log(
    `${step}: wrong password ${known.toFixed(2)} ms, unknown meeting ${other.toFixed(2)} ms, ${percent} % apart`,
  )
}
socket.terminate()
await closeService(service)
console.log(isAlike ? "alike" : "time tells them apart")
process.exitCode = isAlike ? 0 : 1
