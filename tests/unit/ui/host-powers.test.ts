import { describe, expect, it } from "vitest"
import type { HostOrder } from "../../../src/meeting/host-order.ts"
import type { Authority } from "../../../src/meeting/snapshot.ts"
import type { Person } from "../../../src/meeting/person.ts"
import { orderOf, powersOver } from "../../../src/ui/host-powers.ts"
import { BEN } from "../../harness/gallery/snapshots.ts"

const HOST: Pick<Authority, "yourRole" | "hasHostKey"> = { yourRole: "host", hasHostKey: true }
const CO_HOST: typeof HOST = { yourRole: "co-host", hasHostKey: false }
const MEMBER: typeof HOST = { yourRole: "member", hasHostKey: false }

const ben = (more: Partial<Person>): Person => ({ ...BEN, ...more })

const stopped = (mayResume: boolean) =>
  ben({ microphone: "muted", stopped: { microphone: { by: "Ana", mayResume }, camera: null, screen: null } })

describe("what a host is offered about a person", () => {
  it("is nothing for whoever is no host, and nothing about oneself", () => {
    expect(powersOver(BEN, MEMBER)).toEqual([])
    expect(powersOver(ben({ isYou: true }), HOST)).toEqual([])
    expect(powersOver(BEN, HOST)).not.toEqual([])
  })

  it("is only what would change something", () => {
    const quiet = ben({ microphone: "muted", camera: "off", screen: "off", hand: null })
    expect(powersOver(quiet, HOST)).toEqual(["muteHard", "makeCoHost", "remove"])
    const loud = ben({ microphone: "on", camera: "on", screen: "on", hand: 1 })
    expect(powersOver(loud, HOST)).toEqual([
      "mute",
      "muteHard",
      "stopVideo",
      "stopSharing",
      "lowerHand",
      "makeCoHost",
      "remove",
    ])
  })

  it("is to allow speaking only where a host holds it back", () => {
    expect(powersOver(stopped(false), HOST)).toContain("allowUnmute")
    expect(powersOver(stopped(false), HOST)).not.toContain("muteHard")
    expect(powersOver(stopped(true), HOST)).not.toContain("allowUnmute")
  })

  it("takes the host key to make and unmake co-hosts, and to remove one", () => {
    expect(powersOver(BEN, CO_HOST)).not.toContain("makeCoHost")
    expect(powersOver(BEN, CO_HOST)).toContain("remove")
    expect(powersOver(ben({ role: "co-host" }), HOST)).toEqual(expect.arrayContaining(["unmakeCoHost", "remove"]))
    expect(powersOver(ben({ role: "co-host" }), CO_HOST)).not.toContain("remove")
  })

  it("is never to remove the host", () => {
    expect(powersOver(ben({ role: "host" }), HOST)).not.toContain("remove")
  })
})

describe("a host's order", () => {
  it("names the person, and says of a muting whether they may undo it", () => {
    const whom = { personId: "b" }
    expect(orderOf("mute", "b")).toEqual({ kind: "mute", whom, mayUnmute: true } satisfies HostOrder)
    expect(orderOf("muteHard", "b")).toEqual({ kind: "mute", whom, mayUnmute: false } satisfies HostOrder)
    expect(orderOf("remove", "b")).toEqual({ kind: "remove", personId: "b" } satisfies HostOrder)
  })
})
