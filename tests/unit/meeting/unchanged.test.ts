import { describe, expect, it } from "vitest"
import type { InMeeting, Snapshot, WithRelease } from "../../../src/meeting/snapshot.ts"
import { withUnchanged } from "../../../src/meeting/unchanged.ts"
import { ANA, BEN, CHIDI, MEETING } from "../../harness/gallery/snapshots.ts"

/** The same once more, of other objects, as the engine makes it anew. */
function again(changes: Partial<InMeeting> = {}): InMeeting & WithRelease {
  return { ...structuredClone(MEETING), ...structuredClone(changes) }
}

function after(before: Snapshot, now: Snapshot): InMeeting {
  const kept = withUnchanged(before, now)
  if (kept.phase !== "meeting") throw new TypeError("expected a meeting")
  return kept
}

describe("what is unchanged in a snapshot", () => {
  it("is the same object as in the one before, part by part", () => {
    const now = again()
    const kept = after(MEETING, now)
    expect(kept).toEqual(now)
    for (const part of ["people", "askers", "authority", "security", "notices", "chat", "devices", "path"] as const) {
      expect(kept[part], part).toBe(MEETING[part])
    }
  })

  it("makes another snapshot all the same, as streams may be others", () => {
    expect(after(MEETING, again())).not.toBe(MEETING)
  })

  it("is every person but whoever changed", () => {
    const before = again({ people: [ANA, BEN, CHIDI] })
    const kept = after(before, again({ people: [ANA, { ...BEN, isSpeaking: false }, CHIDI] }))
    expect(kept.people).not.toBe(before.people)
    expect(kept.people.map((person, at) => person === before.people[at])).toEqual([true, false, true])
    expect(kept.people[1]?.isSpeaking).toBe(false)
  })

  it("is every person who stays when somebody goes and somebody comes", () => {
    const before = again({ people: [ANA, BEN] })
    const kept = after(before, again({ people: [CHIDI, ANA] }))
    expect(kept.people.map(({ name }) => name)).toEqual(["Chidi", "Ana"])
    expect(kept.people[1]).toBe(before.people[0])
  })

  it("is what lies within a person too: a change deep in one is one", () => {
    const stopped = { microphone: { by: "Ana", mayResume: true }, camera: null, screen: null }
    const before = again({ people: [ANA, { ...BEN, stopped }] })
    const microphone = { by: "Ana", mayResume: false }
    const kept = after(before, again({ people: [ANA, { ...BEN, stopped: { ...stopped, microphone } }] }))
    expect(kept.people[1]?.stopped.microphone?.mayResume).toBe(false)
  })

  it("is the comparison in another epoch, in which the rest of what secures the meeting is another", () => {
    const now = again()
    const kept = after(MEETING, { ...now, security: { ...now.security, epoch: "13" } })
    expect(kept.security.epoch).toBe("13")
    expect(kept.security.comparison).toBe(MEETING.security.comparison)
    expect(kept.security.digits).toBe(MEETING.security.digits)
  })

  it("takes a list of another length for another one", () => {
    const notice = { id: 1, at: 1000, kind: "joined", name: "Ben", by: null } as const
    const before = again({ notices: [notice] })
    expect(after(before, again({ notices: [] })).notices).toEqual([])
    expect(after(again({ notices: [] }), before).notices).toEqual([notice])
  })

  it("is nothing between two phases", () => {
    const idle: Snapshot = { phase: "idle", release: MEETING.release }
    const now = again()
    expect(withUnchanged(idle, now)).toBe(now)
    expect(withUnchanged(now, idle)).toBe(idle)
  })
})
