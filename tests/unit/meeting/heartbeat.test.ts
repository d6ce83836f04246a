import { describe, expect, it } from "vitest"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { encodeHeartbeat, readHeartbeat } from "../../../src/meeting/heartbeat.ts"
import { ANA, BEN, epochOf } from "./fixtures.ts"

const own = epochOf(5n, [ANA, BEN])

describe("a heartbeat", () => {
  it("says that its sender is in our epoch", () => {
    expect(readHeartbeat(encodeHeartbeat(own), own)).toEqual({ epoch: 5n, state: "same" })
  })

  it("says which other epoch its sender is in", () => {
    expect(readHeartbeat(encodeHeartbeat(epochOf(6n, [ANA, BEN])), own)).toEqual({ epoch: 6n, state: "other" })
  })

  it("shows a fork: our epoch number over another state", () => {
    const fork = { ...own, authenticator: new Uint8Array(64).fill(1) }
    expect(readHeartbeat(encodeHeartbeat(fork), own)).toEqual({ epoch: 5n, state: "forked" })
  })

  it.each([
    ["another field", { epoch: 5n, authenticator: own.authenticator, extra: 1 }],
    ["a missing field", { epoch: 5n }],
    ["an authenticator of more than 64 bytes", { epoch: 5n, authenticator: new Uint8Array(65) }],
    ["an epoch that is no number", { epoch: "5", authenticator: own.authenticator }],
  ])("is refused with %s", (_what, body) => {
    expect(() => readHeartbeat(encodeCbor(body), own)).toThrow()
  })
})
