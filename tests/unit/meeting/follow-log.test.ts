import { describe, expect, it, vi } from "vitest"
import type { DeliveryClient } from "../../../src/delivery/delivery-client.ts"
import { DeliveryError, type DeliveryFault } from "../../../src/delivery/errors.ts"
import type { Push } from "../../../src/delivery/messages.ts"
import { followLog, type LogListener, sayGoodBye } from "../../../src/meeting/follow-log.ts"
import type { LinkedMember, ServiceLinkListener } from "../../../src/meeting/service-link.ts"
import { ANA, BEN, epochOf, key } from "./fixtures.ts"

const STATE = epochOf(5n, [ANA, BEN])
const FINAL: Push = { type: "final", log: 1, epoch: 5n }
const { privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])

const LEAVE = { leafKey: key(101), signature: new Uint8Array(64) }

function setUp() {
  const settled = Promise.withResolvers<void>()
  const membership = {
    state: STATE,
    finalEpoch: 4n,
    evidence: async () => ({ groupInfo: Uint8Array.of(1), commits: [] }),
    handlePush: vi.fn<(push: Push) => void>(),
    handleReplayed: vi.fn<() => void>(),
    settled: () => settled.promise,
  }
  const listener = {
    onConnection: vi.fn<LogListener["onConnection"]>(),
    onReplayed: vi.fn<LogListener["onReplayed"]>(),
    onDisplaced: vi.fn<LogListener["onDisplaced"]>(),
    onLost: vi.fn<LogListener["onLost"]>(),
  }
  const becomeMember = vi.fn<(who: LinkedMember, at: ServiceLinkListener) => void>()
  followLog(membership, { identity: { publicKey: ANA.identityKey, privateKey }, service: { becomeMember } }, listener)
  const [who, service] = becomeMember.mock.calls[0] ?? expect.unreachable()
  return { membership, listener, who, service, settle: settled.resolve }
}

describe("a membership at its service", () => {
  it("is shown by its group, its identity and its last final epoch, and takes what is pushed", () => {
    const { membership, listener, who, service } = setUp()
    expect(who).toMatchObject({ groupId: STATE.groupId, identity: { publicKey: ANA.identityKey } })
    expect(who.finalEpoch()).toBe(4n)
    service.onPush(FINAL)
    expect(membership.handlePush).toHaveBeenCalledWith(FINAL)
    service.onConnection("reconnecting")
    expect(listener.onConnection).toHaveBeenCalledWith("reconnecting")
  })

  it("has replayed what it missed once all of it is done", async () => {
    const { membership, listener, service, settle } = setUp()
    service.onReplayed()
    expect(membership.handleReplayed).toHaveBeenCalledOnce()
    expect(listener.onReplayed).not.toHaveBeenCalled()
    settle()
    await vi.waitFor(() => expect(listener.onReplayed).toHaveBeenCalledOnce())
  })

  it.each<[DeliveryFault, "onDisplaced" | "onLost"]>([
    ["log-too-old", "onDisplaced"],
    ["forked", "onDisplaced"],
    ["unknown-group", "onDisplaced"],
    ["not-a-member", "onDisplaced"],
    ["not-proven", "onLost"],
    ["busy", "onLost"],
  ])("loses its place, or the service: %s", (fault, told) => {
    const { listener, service } = setUp()
    service.onLost(new DeliveryError(fault, ""))
    const other = told === "onLost" ? "onDisplaced" : "onLost"
    expect(listener[told]).toHaveBeenCalledOnce()
    expect(listener[other]).not.toHaveBeenCalled()
  })
})

function serviceOf(returned: () => Promise<void>) {
  const leave = vi.fn<DeliveryClient["leave"]>(async () => {})
  return { leave, link: { returned, client: { leave } as unknown as DeliveryClient } }
}

describe("a good-bye", () => {
  it("is signed by the leaf, and waits for the way to be mended", async () => {
    const mended = Promise.withResolvers<void>()
    const { leave, link } = serviceOf(() => mended.promise)
    const said = sayGoodBye(link, { signLeave: async () => LEAVE })
    await Promise.resolve()
    expect(leave).not.toHaveBeenCalled()
    mended.resolve()
    await said
    expect(leave).toHaveBeenCalledWith(LEAVE.leafKey, LEAVE.signature)
  })

  it("that cannot be said is left unsaid, but no bug is", async () => {
    const { leave, link } = serviceOf(() => Promise.reject(new DeliveryError("aborted", "")))
    await sayGoodBye(link, { signLeave: async () => LEAVE })
    expect(leave).not.toHaveBeenCalled()
    const sound = serviceOf(async () => {}).link
    await expect(sayGoodBye(sound, { signLeave: () => Promise.reject(new TypeError("a bug")) })).rejects.toThrow("bug")
  })
})
