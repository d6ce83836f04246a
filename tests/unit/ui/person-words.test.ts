import { describe, expect, it } from "vitest"
import { ownState, ownStops } from "../../../src/ui/own-state.ts"
import { aboutPerson, handPlaces } from "../../../src/ui/person-words.ts"
import { ANA, BEN, MEETING } from "../../harness/gallery/snapshots.ts"

const NOT_STOPPED = { microphone: null, camera: null, screen: null }
const { authority } = MEETING

describe("the line about a person", () => {
  it("says who they are, what hosts stopped and who did", () => {
    expect(aboutPerson({ ...BEN, role: "co-host" })).toMatch(/^co-host · /)
    const muted = { ...BEN, stopped: { ...NOT_STOPPED, microphone: { by: "Ana", mayResume: true } } }
    expect(aboutPerson(muted)).toContain("muted by Ana ·")
    const held = { ...BEN, stopped: { ...NOT_STOPPED, microphone: { by: null, mayResume: false } } }
    expect(aboutPerson(held)).toContain("muted by a host until a host allows speaking")
    expect(aboutPerson(BEN)).not.toContain("muted")
  })

  it("says what of theirs is refused", () => {
    const refused = aboutPerson({ ...BEN, camera: "refused", microphone: "refused" })
    expect(refused).toContain("picture refused: not theirs · sound refused: not theirs")
    expect(aboutPerson(BEN)).not.toContain("refused")
  })

  it("says since when they are in, and of whoever was in before that they were", () => {
    expect(aboutPerson(BEN)).toMatch(/· here since \d/)
    expect(aboutPerson({ ...BEN, since: null })).toMatch(/· here when you came$/)
  })
})

describe("raised hands", () => {
  it("are numbered by when they went up, and by identity where that is the same", () => {
    const people = [
      { id: "c", hand: 7 },
      { id: "a", hand: null },
      { id: "b", hand: 7 },
      { id: "d", hand: 3 },
    ]
    expect([...handPlaces(people)]).toEqual([
      ["d", 1],
      ["b", 2],
      ["c", 3],
    ])
  })
})

const you = (microphone: { readonly by: string | null; readonly mayResume: boolean } | null) => ({
  ...ANA,
  stopped: { ...NOT_STOPPED, microphone },
})
const held = (mayResume: boolean) => ownState({ people: [you({ by: "Ben", mayResume })], authority }).held.microphone

describe("what hosts hold back of yours", () => {
  it("is said on the button only where you may not turn it on yourself", () => {
    expect(held(false)).toMatch(/does not allow/)
    expect(held(true)).toBeNull()
  })

  it("is said with the host's name and the way out", () => {
    expect(ownStops(you({ by: "Ben", mayResume: true }))).toEqual(["Ben muted you. You may unmute yourself."])
    expect(ownStops(you({ by: "Ben", mayResume: false }))).toEqual([expect.stringContaining("raise your hand")])
    expect(ownStops(you(null))).toEqual([])
  })

  it("is sharing and writing where only hosts may, and you are none", () => {
    const hostsOnly = { ...authority, mayShare: "hosts", mayChat: "hosts" } as const
    const member = ownState({ people: [ANA], authority: { ...hostsOnly, yourRole: "member" } })
    expect([member.held.screen, member.mayWrite]).toEqual([expect.stringMatching(/Only hosts/), false])
    const host = ownState({ people: [ANA], authority: hostsOnly })
    expect([host.held.screen, host.mayWrite]).toEqual([null, true])
  })
})
