import type { ClientState } from "ts-mls/clientState.js"
import { describe, expect, it } from "vitest"
import { erase } from "../../../src/mls/client-state.ts"
import { buildHeal } from "../../../src/mls/member-commit.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { followCommit } from "../../../src/mls/received-commit.ts"
import type { MlsSuite } from "../../../src/mls/suite.ts"
import { Workshop } from "./forge.ts"
import { Meeting } from "./people.ts"

function scheduleBytes(state: ClientState): number[] {
  return Object.values(state.keySchedule).flatMap((secret: Uint8Array) => Array.from(secret))
}

describe("an epoch that is over", () => {
  it("is zeroed, but for the private keys that the next one uses", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 3)
    const { state, own } = workshop.member(0)
    const { state: next } = await buildHeal({ state, group: workshop.group, suite: own.suite })
    const kept = Object.values(next.privatePath.privateKeys)
    const before = kept.map((key) => key.slice())
    erase(state, next)
    expect(scheduleBytes(state).every((byte) => byte === 0)).toBe(true)
    expect(scheduleBytes(next).every((byte) => byte === 0)).toBe(false)
    expect(kept).toEqual(before)
    const dropped = Object.values(state.privatePath.privateKeys).filter((key) => !kept.includes(key))
    expect(dropped.length).toBeGreaterThan(0)
    expect(dropped.every((key) => key.every((byte) => byte === 0))).toBe(true)
  })

  it("leaves neither a secret tree nor past epochs in the next", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 3)
    for (const { state } of workshop.members) {
      expect(state.secretTree).toHaveLength(0)
      expect(state.historicalReceiverData.size).toBe(0)
    }
  })
})

describe("a path whose public keys are not those of its secrets", () => {
  it("is refused by those who can tell, before it breaks the next commit", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 3)
    const { state, own } = workshop.member(1)
    const { group } = workshop
    const honest = await buildHeal({ state, group, suite: own.suite })
    const forged = await buildHeal({ state, group, suite: await misnamingParents(own.suite) })
    const receiver = workshop.member(0)
    const pskIndex = { findPsk: () => workshop.meeting.psk }
    const follow = async (commit: Uint8Array) =>
      followCommit(group, receiver.state, await judgeCommit(group, commit), pskIndex)
    await expect(follow(honest.commit)).resolves.toMatchObject({ groupActiveState: { kind: "active" } })
    await expect(follow(forged.commit)).rejects.toMatchObject({ fault: "unreadable-commit" })
  })
})

/** The suite of a member that puts a stranger's key where the first parent's belongs. */
async function misnamingParents(suite: MlsSuite): Promise<MlsSuite> {
  const { publicKey } = await suite.hpke.generateKeyPair()
  const stranger = await suite.hpke.exportPublicKey(publicKey)
  let exported = 0
  const exportPublicKey: MlsSuite["hpke"]["exportPublicKey"] = (key) =>
    exported++ === 0 ? Promise.resolve(stranger) : suite.hpke.exportPublicKey(key)
  return { ...suite, hpke: { ...suite.hpke, exportPublicKey } }
}
