import { describe, expect, it } from "vitest"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { toHex } from "../../../src/bytes/bytes.ts"
import type { MessageHandler } from "../../../src/meeting/data-messages.ts"
import { KeyFrames } from "../../../src/meeting/key-frames.ts"
import { FakeClock, makePerson } from "../media/fixtures.ts"

const ben = await makePerson()

async function start() {
  const clock = new FakeClock()
  const posted: { readonly kind: string; readonly body: string; readonly to: readonly string[] }[] = []
  const handlers = new Map<string, MessageHandler>()
  let wanted = 0
  const keyFrames = new KeyFrames({
    clock,
    data: {
      post: async (kind, body, to = []) => {
        posted.push({ kind, body: toHex(body), to: to.map(toHex) })
        return { reached: Promise.resolve([]) }
      },
      take: (kind, handler) => void handlers.set(kind, handler),
    },
    onWanted: () => wanted++,
  })
  const hear = (body = encodeCbor({})) => {
    const { identityKey, leafKey } = ben
    handlers.get("key-frame")?.({ kind: "key-frame", counter: 1n, body, identityKey, leafKey, leaf: 1, epoch: 4n })
  }
  return { clock, posted, keyFrames, hear, count: () => wanted }
}

describe("key frames", () => {
  it("are asked of the sender alone, by a message that says nothing else", async () => {
    const { keyFrames, posted } = await start()
    keyFrames.handleHeard()
    keyFrames.ask(ben.identityKey)
    expect(posted).toEqual([{ kind: "key-frame", body: "a0", to: [toHex(ben.identityKey)] }])
  })

  it("are asked for once the others hear us, where a picture came before", async () => {
    const { keyFrames, posted } = await start()
    keyFrames.ask(ben.identityKey)
    expect(posted).toEqual([])
    keyFrames.handleHeard()
    keyFrames.handleHeard()
    expect(posted.map(({ to }) => to)).toEqual([[toHex(ben.identityKey)]])
  })

  it("are made at once, and not again within half a second, however many ask", async () => {
    const { clock, hear, count } = await start()
    hear()
    hear()
    clock.advance(499)
    hear()
    expect(count()).toBe(1)
    clock.advance(1)
    hear()
    expect(count()).toBe(2)
  })

  it("are not made for a message of another form", async () => {
    const { hear, count } = await start()
    expect(() => hear(encodeCbor({ more: 1 }))).toThrow("unknown field")
    expect(count()).toBe(0)
  })
})
