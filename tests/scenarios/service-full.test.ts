// As many people as a meeting holds: real joins of real groups, one after the other over one socket, since nobody of them
// is needed afterwards.

import { afterEach, expect, it } from "vitest"
import { GroupSession } from "../../src/mls/group.ts"
import { MAX_LEAVES } from "../../src/mls/tree.ts"
import { Company } from "../harness/company.ts"
import { eventually } from "../harness/eventually.ts"
import type { Participant } from "../harness/participant.ts"
import { closeService, type Keys, makeKeys } from "../harness/service.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"

const PLENTY = { burst: 1e6, perMinute: 0 }
const PATIENCE_MS = 90_000

let company: Company
afterEach(() => closeService(company.service))

it(
  "holds 250 people, refuses the next one before it gets token and group info, and gives a place that is freed again",
  async () => {
    // Time stands still, so that nobody who has no socket any more counts as gone.
    company = await Company.open({ clock: new SteppedClock(), limits: { commitsPerMeeting: PLENTY } })
    const alice = await company.person()
    await alice.join()
    alice.manner = "accomplice" // following costs more than joining
    const crowd = await company.person()
    const comeInAsCrowd = await doorFor(crowd)
    for (let count = 1; count < MAX_LEAVES - 2; count++) await comeInAsCrowd(await makeKeys())
    crowd.caller.drop()
    const bob = await company.person()
    await bob.join()
    const charlie = await company.person()
    const comeIn = await doorFor(charlie)
    const last = await makeKeys()
    const session = await comeIn(last)
    const expectFull = () => eventually(() => expect(bob.session.epochState.members).toHaveLength(MAX_LEAVES))
    await expectFull()

    const late = await company.person()
    await late.prove()
    await expect(late.enter()).rejects.toMatchObject({ fault: "group-full" })

    // Whoever is in takes its own place again.
    const again = await comeIn(last)
    await session.close()
    const { leafKey, signature } = await again.signLeave()
    const left = bob.caller.heard("left")
    await charlie.client.leave(leafKey, signature)
    await left
    await expect(late.enter()).rejects.toMatchObject({ fault: "group-full" }) // its leaf is in the tree still
    await bob.settled()
    await bob.commit(await bob.session.removeMembers([{ reason: "left", leafKey, signature }]))
    await late.join()
    await expectFull()
  },
  PATIENCE_MS,
)

/** Lets anybody in over this one's socket, who proved the link once for all. */
async function doorFor(crowd: Participant): Promise<(identity: Keys) => Promise<GroupSession>> {
  const { options } = await crowd.prove()
  return async (identity) => {
    const reply = await crowd.client.enter(identity, () => undefined)
    if (reply.type !== "may-join") throw new Error(`cannot come in: ${reply.type}`)
    const { session, ...pending } = await GroupSession.join(reply.groupInfo, { ...options, identity, ticket: null })
    const uploads: Promise<void>[] = []
    const result = await crowd.client.commit(pending.commit, (epoch) => {
      uploads.push(crowd.client.groupInfo(epoch, pending.groupInfo))
    })
    expect(result).toMatchObject({ outcome: "final" })
    await Promise.all(uploads)
    await session.finalize(pending.epoch)
    return session
  }
}
