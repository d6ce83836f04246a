// Proofs of a password by somebody who does not know it: they cost the service what a right one costs, and the bench
// almost nothing.

import { once } from "node:events"
import { WebSocket } from "ws"
import { randomBytes } from "../../src/bytes/bytes.ts"
import { decodeFromService, encodeMessage, type Request } from "../../src/delivery/messages.ts"

const SOME_MEETING = "Ab3dEf6h1J"

/** Makes `count` proofs over each of `sockets` sockets at once. */
export async function proveWrongly(host: string, sockets: number, count: number): Promise<void> {
  await Promise.all(Array.from({ length: sockets }, () => proveOn(host, count)))
}

async function proveOn(host: string, count: number): Promise<void> {
  const socket = new WebSocket(`ws://${host}/ws`)
  await once(socket, "open")
  const ask = async (request: Request): Promise<string> => {
    const answer = once(socket, "message")
    socket.send(encodeMessage(request))
    const [data] = await answer
    const reply = decodeFromService(data)
    return reply.type === "error" ? reply.fault : reply.type
  }
  for (let index = 0; index < count; index++) {
    await ask({ type: "hello", request: 2 * index, version: 1, meeting: SOME_MEETING })
    const fault = await ask({
      type: "prove",
      request: 2 * index + 1,
      A: randomBytes(256).with(0, 1),
      M1: randomBytes(64),
    })
    if (fault !== "not-proven") throw new Error(`expected "not-proven", got "${fault}"`)
  }
  socket.terminate()
}
