import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { personTag, tagOf } from "../../../src/room/person-tag.ts"

const KEY = new Uint8Array(32).fill(5)

describe("the tag of a person", () => {
  it("is the first half of SHA-256 over the room's name and the identity key", async () => {
    const digest = createHash("sha256").update("room-1").update(KEY).digest("hex")
    expect(await personTag("room-1", KEY)).toBe(digest.slice(0, 32))
  })

  it("differs from room to room, so that nobody is known again", async () => {
    expect(await personTag("room-2", KEY)).not.toBe(await personTag("room-1", KEY))
  })

  it("stands before the dot of a LiveKit identity", async () => {
    const tag = await personTag("room-1", KEY)
    expect(tagOf(`${tag}.0123456789abcdef`)).toBe(tag)
  })

  it.each([
    ["without its random part", "0".repeat(32)],
    ["with a short random part", `${"0".repeat(32)}.0123`],
    ["with a short tag", `${"0".repeat(31)}.0123456789abcdef`],
    ["in capitals", `${"A".repeat(32)}.0123456789abcdef`],
    ["with something behind", `${"0".repeat(32)}.0123456789abcdef0`],
    ["that somebody chose", "Ana"],
  ])("is null for an identity %s", (_what, identity) => {
    expect(tagOf(identity)).toBeNull()
  })
})
