import type { ClientState } from "ts-mls/clientState.js"
import { describe, expect, it } from "vitest"
import { fromUtf8 } from "../../../src/bytes/bytes.ts"
import { erase } from "../../../src/mls/client-state.ts"
import { LinkKeys } from "../../../src/mls/link-keys.ts"
import { install, type Installed } from "../../../src/mls/installed.ts"
import { buildHeal } from "../../../src/mls/member-commit.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { followCommit } from "../../../src/mls/received-commit.ts"
import { discarded, endOf, finalized, type Phase, restored } from "../../../src/mls/session-phase.ts"
import type { MlsSuite } from "../../../src/mls/suite.ts"
import { type Insider, Workshop } from "./forge.ts"
import { Meeting } from "./people.ts"

function scheduleOf(state: ClientState): number[] {
  return Object.values(state.keySchedule).flatMap((secret: Uint8Array) => Array.from(secret))
}

function privateKeysOf(state: ClientState): Uint8Array[] {
  return Object.values(state.privatePath.privateKeys)
}

/** Whether nothing is left of an epoch but private keys that `successor` goes on using. */
function isErased(state: ClientState, successor: ClientState | null): boolean {
  const kept = new Set(successor ? privateKeysOf(successor) : [])
  const dropped = privateKeysOf(state).filter((key) => !kept.has(key))
  return [...scheduleOf(state), ...dropped.flatMap((key) => Array.from(key))].every((byte) => byte === 0)
}

/** Whether an epoch can go on: no secret and no private key of it is zero. */
function isWhole(state: ClientState): boolean {
  const secrets = [...Object.values(state.keySchedule), ...privateKeysOf(state)]
  return secrets.every((secret: Uint8Array) => secret.some((byte) => byte !== 0))
}

/** A member's epoch, the one after its own heal, and a first epoch in a group of its own. */
async function epochs() {
  const meeting = await Meeting.create()
  const workshop = await Workshop.create(meeting, 2)
  const elsewhere = await Workshop.create(meeting, 0)
  const installed = (state: ClientState, { own }: Insider): Promise<Installed> =>
    install(state, { suite: own.suite, signingKey: own.signingKey, links: linksOf(meeting) }, null)
  const member = workshop.member(1)
  const { state, own } = member
  const healed = await buildHeal({ state, group: workshop.group, suite: own.suite })
  const first = elsewhere.member(0)
  return {
    current: await installed(state, member),
    next: await installed(healed.state, member),
    successor: await installed(first.state, first),
  }
}

function linksOf({ psk, nameKey, expectation: { pskId } }: Meeting): LinkKeys {
  return new LinkKeys({ psk, pskId, nameKey })
}

type Epochs = Awaited<ReturnType<typeof epochs>>
type Outcome = (phase: Phase) => Phase | Promise<Phase>

const MOVES: readonly (readonly [
  title: string,
  phase: (epochs: Epochs) => Phase,
  outcome: Outcome,
  stays: keyof Epochs,
  goes: keyof Epochs,
])[] = [
  [
    "an own commit that is final",
    ({ current, next }) => ({ kind: "committing", current, next: next.state }),
    (phase) => finalized(phase, 3n),
    "next",
    "current",
  ],
  [
    "an own commit that is given up",
    ({ current, next }) => ({ kind: "committing", current, next: next.state }),
    discarded,
    "current",
    "next",
  ],
  [
    "somebody's commit that is final",
    ({ current, next }) => ({ kind: "provisional", current: next, previous: current }),
    (phase) => finalized(phase, 3n),
    "next",
    "current",
  ],
  [
    "somebody's commit that was taken back",
    ({ current, next }) => ({ kind: "provisional", current: next, previous: current }),
    restored,
    "current",
    "next",
  ],
  [
    "a join into the successor that is final",
    ({ current, successor }) => ({ kind: "succeeding", current, next: successor.state, own: successor.own }),
    (phase) => finalized(phase, 0n),
    "successor",
    "current",
  ],
  [
    "a join into the successor that is given up",
    ({ current, successor }) => ({ kind: "succeeding", current, next: successor.state, own: successor.own }),
    discarded,
    "current",
    "successor",
  ],
  [
    "a successor founded for good",
    ({ current, successor }) => ({ kind: "founded", current: successor, previous: current }),
    (phase) => finalized(phase, 0n),
    "successor",
    "current",
  ],
  [
    "a successor that somebody else founded first",
    ({ current, successor }) => ({ kind: "founded", current: successor, previous: current }),
    discarded,
    "current",
    "successor",
  ],
]

describe("an epoch that is over", () => {
  it.each(MOVES)("is erased, and the other kept whole: %s", async (_title, phase, outcome, stays, goes) => {
    const made = await epochs()
    expect([isWhole(made[stays].state), isWhole(made[goes].state)]).toEqual([true, true])
    await outcome(phase(made))
    expect(isErased(made[goes].state, made[stays].state)).toBe(true)
    expect(isWhole(made[stays].state)).toBe(true)
  })

  it.each(MOVES)("is erased with all others at the end: %s", async (_title, phase, _outcome, stays, goes) => {
    const made = await epochs()
    endOf(phase(made), "closed")
    expect(isErased(made[goes].state, null)).toBe(true)
    expect(isErased(made[stays].state, null)).toBe(true)
  })

  it("drops the private keys that the next one does not use", async () => {
    const { current, next } = await epochs()
    const kept = privateKeysOf(next.state).filter((key) => privateKeysOf(current.state).includes(key))
    erase(current.state, next.state)
    const zeroed = privateKeysOf(current.state).filter((key) => key.every((byte) => byte === 0))
    expect(zeroed.length).toBe(privateKeysOf(current.state).length - kept.length)
    expect(zeroed.length).toBeGreaterThan(0)
  })

  it("leaves neither a secret tree nor past epochs in the next", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 3)
    for (const { state } of workshop.members) {
      expect(state.secretTree).toHaveLength(0)
      expect(state.historicalReceiverData.size).toBe(0)
    }
  })
})

describe("what following a commit used up", () => {
  it("is erased at once: the init secret of a join", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 1)
    const { state, own } = workshop.member(0)
    const { suite, initSecrets } = keepingInitSecrets(own.suite)
    const { commit } = await workshop.joinOf(await workshop.newcomer())
    const group = { ...workshop.group, suite }
    await followCommit(group, state, await judgeCommit(group, commit), { findPsk: () => workshop.meeting.psk })
    expect(initSecrets.map((secret) => secret.length)).toEqual([32])
    expect(initSecrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true)
  })

  it("is erased at once: the path secret that was opened", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 2)
    const author = workshop.member(1)
    const { state, own } = workshop.member(0)
    const { suite, opened } = keepingOpened(own.suite)
    const { commit } = await buildHeal({ state: author.state, group: workshop.group, suite: author.own.suite })
    const group = { ...workshop.group, suite }
    await followCommit(group, state, await judgeCommit(group, commit), { findPsk: () => workshop.meeting.psk })
    expect(opened.map((secret) => secret.length)).toEqual([32])
    expect(opened.every((secret) => secret.every((byte) => byte === 0))).toBe(true)
  })

  it("does not take from the epoch before, which may be restored", async () => {
    const workshop = await Workshop.create(await Meeting.create(), 2)
    const { group, meeting } = workshop
    const author = workshop.member(1)
    const { commit } = await buildHeal({ state: author.state, group, suite: author.own.suite })
    const { state } = workshop.member(0)
    await followCommit(group, state, await judgeCommit(group, commit), { findPsk: () => meeting.psk })
    expect(isWhole(state)).toBe(true)
  })
})

/** The suite, and every plaintext that HPKE opens by it. */
function keepingOpened(suite: MlsSuite): { suite: MlsSuite; opened: readonly Uint8Array[] } {
  const opened: Uint8Array[] = []
  const open: MlsSuite["hpke"]["open"] = async (...sealed) => {
    const secret = await suite.hpke.open(...sealed)
    opened.push(secret)
    return secret
  }
  return { suite: { ...suite, hpke: { ...suite.hpke, open } }, opened }
}

/** The suite, and every init secret that an ExternalInit yields by it (RFC 9420 §8.3). */
function keepingInitSecrets(suite: MlsSuite): { suite: MlsSuite; initSecrets: readonly Uint8Array[] } {
  const initSecrets: Uint8Array[] = []
  const importSecret: MlsSuite["hpke"]["importSecret"] = async (privateKey, context, ...rest) => {
    const secret = await suite.hpke.importSecret(privateKey, context, ...rest)
    if (fromUtf8(context) === "MLS 1.0 external init secret") initSecrets.push(secret)
    return secret
  }
  return { suite: { ...suite, hpke: { ...suite.hpke, importSecret } }, initSecrets }
}

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

/** The suite of a member that puts a stranger's key where the first parent's belongs, after its leaf's own. */
async function misnamingParents(suite: MlsSuite): Promise<MlsSuite> {
  const { publicKey } = await suite.hpke.generateKeyPair()
  const stranger = await suite.hpke.exportPublicKey(publicKey)
  let exported = 0
  const exportPublicKey: MlsSuite["hpke"]["exportPublicKey"] = (key) =>
    exported++ === 1 ? Promise.resolve(stranger) : suite.hpke.exportPublicKey(key)
  return { ...suite, hpke: { ...suite.hpke, exportPublicKey } }
}
