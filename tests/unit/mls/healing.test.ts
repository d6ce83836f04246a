import type { ClientState } from "ts-mls/clientState.js"
import { describe, expect, it } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import type { BuiltCommit } from "../../../src/mls/commit-builder.ts"
import { buildHeal, buildRemove } from "../../../src/mls/member-commit.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { publicGroupOf } from "../../../src/mls/public-group.ts"
import { followCommit } from "../../../src/mls/received-commit.ts"
import { Workshop } from "./forge.ts"
import { Meeting } from "./people.ts"

const [HOST, VICTIM, OTHER] = [0, 1, 2]

/** Whoever took a copy of all that a member's memory holds; the leaf key cannot be taken. */
class Thief {
  readonly #workshop: Workshop
  #state: ClientState

  constructor(workshop: Workshop, victim: number) {
    const { state } = workshop.member(victim)
    this.#workshop = workshop
    const keySchedule = structuredClone(state.keySchedule)
    this.#state = { ...state, keySchedule, privatePath: structuredClone(state.privatePath) }
  }

  get authenticator(): string {
    return toHex(this.#state.keySchedule.epochAuthenticator)
  }

  async follow(commit: Uint8Array): Promise<void> {
    const group = publicGroupOf(this.#state, this.#workshop.group.suite)
    const pskIndex = { findPsk: () => this.#workshop.meeting.psk }
    const next = await followCommit(group, this.#state, await judgeCommit(group, commit), pskIndex)
    if (!next) throw new Error("it was removed")
    this.#state = next
  }
}

function authenticatorOf(workshop: Workshop, member: number): string {
  return toHex(workshop.member(member).state.keySchedule.epochAuthenticator)
}

/** A member's commit, which everybody follows. */
async function commit(
  workshop: Workshop,
  by: number,
  build: (member: Parameters<typeof buildHeal>[0]) => Promise<BuiltCommit> = buildHeal,
): Promise<Uint8Array> {
  const insider = workshop.member(by)
  const built = await build({ state: insider.state, group: workshop.group, suite: insider.own.suite })
  await workshop.apply(built.commit, { insider, state: built.state })
  return built.commit
}

describe("a thief of a member's whole state", () => {
  it("reads on through everybody else's commits", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 2)
    const thief = new Thief(workshop, VICTIM)
    for (const by of [HOST, OTHER, HOST]) {
      // oxlint-disable-next-line no-await-in-loop -- one epoch after the other
      await thief.follow(await commit(workshop, by))
      expect(thief.authenticator).toBe(authenticatorOf(workshop, VICTIM))
    }
  })

  it("is locked out by the victim's own heal, for good", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 2)
    const thief = new Thief(workshop, VICTIM)
    await thief.follow(await commit(workshop, HOST))
    const last = thief.authenticator
    await expect(thief.follow(await commit(workshop, VICTIM))).rejects.toMatchObject({ fault: "unreadable-commit" })
    await expect(thief.follow(await commit(workshop, HOST))).rejects.toMatchObject({ fault: "wrong-epoch" })
    expect(thief.authenticator).toBe(last)
    expect(authenticatorOf(workshop, VICTIM)).toBe(authenticatorOf(workshop, OTHER))
  })

  it("is locked out as well by the victim's removal of somebody, which renews its path", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 3)
    const thief = new Thief(workshop, HOST)
    const removed = workshop.members.pop()
    expect(removed).toBeDefined()
    const removing = await commit(workshop, HOST, (member) => buildRemove(member, [{ reason: "order", leaf: 3 }]))
    await expect(thief.follow(removing)).rejects.toMatchObject({ fault: "unreadable-commit" })
  })
})
