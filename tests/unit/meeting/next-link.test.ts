import { describe, expect, it } from "vitest"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { decodeNextLink, encodeNextLink } from "../../../src/meeting/next-link.ts"

const PRESENT = {
  origin: "https://meet.example",
  host: "meet.example",
  meeting: "Meeting001",
  password: "A".repeat(22),
  asksPassphrase: true,
}

describe("the next link, as members are told it", () => {
  it("has another id and password on the same server, and asks for the same passphrase", () => {
    const next = { meeting: "Meeting002", password: "B".repeat(22) }
    expect(decodeNextLink(PRESENT, encodeNextLink({ ...PRESENT, ...next }))).toEqual({ ...PRESENT, ...next })
  })

  it.each([
    ["another server", { meeting: "Meeting002", password: "B".repeat(22), origin: "https://evil.example" }],
    ["no password", { meeting: "Meeting002" }],
    ["a short id", { meeting: "Meeting", password: "B".repeat(22) }],
  ])("is not read with %s", (_what, fields) => {
    expect(() => decodeNextLink(PRESENT, encodeCbor(fields))).toThrow(expect.objectContaining({ name: "ShapeError" }))
  })
})
