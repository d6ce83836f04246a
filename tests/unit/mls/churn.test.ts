import { describe, expect, it } from "vitest"
import { isEqual, toHex } from "../../../src/bytes/bytes.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { nextPublicGroup, type PublicGroup, readGroupInfo, verifyGroupInfo } from "../../../src/mls/public-group.ts"
import { createSuite, FAST_SUITE } from "../../../src/mls/suite.ts"
import { Gathering, Meeting, type Person } from "./people.ts"

const IS_SLOW = Boolean(process.env["SLOW"])
const STEPS = IS_SLOW ? 200 : 20
const TIMEOUT_MS = IS_SLOW ? 600_000 : 20_000

/** A fixed sequence of numbers below `bound` (Numerical Recipes' generator), so that a failure comes again. */
function sequence(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}

describe("a group in which people come, go, return and heal", () => {
  it.each([1, 2])(
    "stays one, and the service follows it by commits alone (seed %i)",
    async (seed) => {
      const pick = sequence(seed)
      const gathering = await Gathering.of(await Meeting.create(), "founder", "second")
      let followed: PublicGroup = await readGroupInfo(gathering.groupInfo, await createSuite(FAST_SUITE))
      const log: Uint8Array[] = []
      gathering.onCommit = (commit) => log.push(commit)
      for (let step = 0; step < STEPS; step++) {
        await takeStep(gathering, pick, step)
        for (const commit of log.splice(0))
          followed = await nextPublicGroup(followed, await judgeCommit(followed, commit))
        await verifyGroupInfo(followed, gathering.groupInfo)
        const epochs = new Set(gathering.people.map(({ session }) => toHex(session.epochState.authenticator)))
        expect(epochs.size).toBe(1)
      }
    },
    TIMEOUT_MS,
  )
})

async function takeStep(gathering: Gathering, pick: (bound: number) => number, step: number): Promise<void> {
  const { people } = gathering
  const actor = people[pick(people.length)]
  if (!actor) throw new Error("the group is empty")
  const roll = pick(10)
  if (roll < 4) await gathering.join(`person ${step}`)
  else if (roll < 7 && people.length > 1) await leave(gathering, actor, pick)
  else if (roll < 8) {
    people.splice(people.indexOf(actor), 1)
    await gathering.join(`${actor.name} again`, actor.identity)
  } else await gathering.commit(actor, (session) => session.heal())
}

async function leave(gathering: Gathering, leaver: Person, pick: (bound: number) => number): Promise<void> {
  const others = gathering.people.filter(({ identity }) => !isEqual(identity.publicKey, leaver.identity.publicKey))
  const committer = others[pick(others.length)]
  if (!committer) throw new Error("nobody else is there")
  const { leafKey, signature } = await leaver.session.signLeave()
  await gathering.commit(committer, (session) => session.removeMembers([{ reason: "left", leafKey, signature }]))
}
