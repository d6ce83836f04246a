import { beforeEach, describe, expect, it } from "vitest"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { Chat, CHAT } from "../../../../src/meeting/words/chat.ts"
import { settled } from "../../media/fixtures.ts"
import { BEN } from "../fixtures.ts"
import { idOf, messageOf, TestData } from "./fixtures.ts"

const YOU = { id: "aa", name: "Ana" }

let data: TestData
let chat: Chat
let changes: number

beforeEach(() => {
  data = new TestData()
  changes = 0
  chat = new Chat({ wallClock: () => 5000, post: (body) => data.post(CHAT, body), onChange: () => changes++ })
})

function hear(text: string): void {
  chat.handleMessage(messageOf(encodeCbor({ text }), BEN), "Ben")
}

describe("the chat", () => {
  it("shows what came and what was said, in that order, with the time here", () => {
    hear("hello")
    expect(chat.say("hi", YOU)).toBe("said")
    expect(chat.messages).toEqual([
      { id: 1, personId: idOf(BEN), name: "Ben", at: 5000, text: "hello", isYours: false, reached: null },
      { id: 2, personId: "aa", name: "Ana", at: 5000, text: "hi", isYours: true, reached: "sending" },
    ])
    expect(data.bodies(CHAT)).toEqual([encodeCbor({ text: "hi" })])
    expect(changes).toBe(2)
  })

  it.each([
    ["everyone", () => Promise.resolve([])],
    ["some", () => Promise.resolve([BEN.identityKey])],
  ] as const)("says that a message reached %s", async (reached, unreached) => {
    data.unreached = unreached()
    chat.say("hi", YOU)
    await settled()
    expect(chat.messages[0]?.reached).toBe(reached)
  })

  it("says that a message reached nobody when it could not be sent", async () => {
    data.isHalted = true
    chat.say("hi", YOU)
    await settled()
    expect(chat.messages[0]?.reached).toBe("nobody")
  })

  it("takes up to 2000 UTF-16 units, and something to see", () => {
    expect(chat.say("x".repeat(2000), YOU)).toBe("said")
    expect(chat.say("x".repeat(2001), YOU)).toBe("too-long")
    expect(chat.say(" \n\u200B ", YOU)).toBe("empty")
    expect(chat.messages).toHaveLength(1)
    expect(() => hear("x".repeat(2001))).toThrow()
    hear("\u202E")
    expect(chat.messages).toHaveLength(1)
    hear("x".repeat(2000))
    expect(chat.messages).toHaveLength(2)
  })

  it("keeps lines apart, and lets nothing turn or hide them", () => {
    hear("\nfirst\r\nsec\u202Eond\n\n")
    expect(chat.messages[0]?.text).toBe("first\nsecond")
  })

  it("refuses what is no message", () => {
    const refused = [{ text: 7 }, { text: "hello", at: 0 }, {}]
    for (const body of refused) expect(() => chat.handleMessage(messageOf(encodeCbor(body), BEN), null)).toThrow()
    expect(chat.messages).toEqual([])
  })

  it("keeps the last 200 messages", () => {
    for (let index = 0; index < 201; index++) hear(`message ${index}`)
    expect(chat.messages).toHaveLength(200)
    expect(chat.messages[0]?.text).toBe("message 1")
  })
})
