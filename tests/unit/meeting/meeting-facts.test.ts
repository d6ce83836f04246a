import { describe, expect, it } from "vitest"
import { parseMeetingLink } from "../../../src/links/link.ts"
import { type KnownArrival, meetingFacts } from "../../../src/meeting/meeting-facts.ts"

const TEXT = "https://meet.example/join/id-AbCdEf0123#pwd-0123456789abcdefghijKL"
const LINK = parseMeetingLink(TEXT) ?? expect.unreachable()
const GROUP = { admission: "ask", epoch: 3n, link: "current" } as const
const KNOWN: KnownArrival = {
  isLasting: false,
  hostKey: null,
  proven: { group: GROUP },
  opened: { record: { name: "Standup" } },
}
const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
const HOST_KEY = { publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)), privateKey }

describe("the facts of a meeting", () => {
  it("are those of its link before the link is proven", () => {
    const facts = { host: "meet.example", link: TEXT, name: null, admission: null, isEmpty: null, isLasting: null }
    expect(meetingFacts(LINK, null, "theirs")).toEqual({ ...facts, isYours: false })
    expect(meetingFacts(LINK, null, "yours")).toEqual({ ...facts, isYours: true })
  })

  it("are then those of the record, and of the group as the service sees it", () => {
    expect(meetingFacts(LINK, KNOWN, "theirs")).toEqual({
      host: "meet.example",
      link: TEXT,
      name: "Standup",
      admission: "ask",
      isEmpty: false,
      isYours: false,
      isLasting: false,
    })
  })

  it.each([
    ["nobody is in", { proven: { group: null } }, { isEmpty: true, admission: null }],
    ["the host key is here", { hostKey: HOST_KEY }, { isYours: true }],
    ["a lasting identity comes along", { isLasting: true }, { isLasting: true }],
  ] as const)("say that %s", (_what, known, facts) => {
    expect(meetingFacts(LINK, { ...KNOWN, ...known }, "theirs")).toMatchObject(facts)
  })
})
