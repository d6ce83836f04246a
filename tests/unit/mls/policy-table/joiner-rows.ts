// What is compared with what one knows already: the record that a joiner opened, the group that the service followed,
// the predecessor that a member comes from.

import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { groupInfoOf } from "../../../../src/mls/installed.ts"
import { type Expectation, signContext } from "../../../../src/mls/meeting-context.ts"
import { buildHeal } from "../../../../src/mls/member-commit.ts"
import type { PolicyFault } from "../../../../src/mls/policy.ts"
import type { PublicGroup } from "../../../../src/mls/public-group.ts"
import { requireDefined } from "../forge.ts"
import { OPEN } from "../people.ts"
import { type Bench, GUEST, HOST } from "./bench.ts"
import { forged } from "./group-info-rows.ts"
import type { CallRow } from "./row.ts"
import { fieldsChanged, PREDECESSOR, REFUSED } from "./successor-rows.ts"

/** A context against the opened record. */
export const expectationRows = ({ group, workshop }: Bench): readonly CallRow[] => {
  const expected = workshop.meeting.expectation
  const unexpected: readonly (readonly [PolicyFault, Partial<Expectation>])[] = [
    ["unexpected-meeting", { meeting: "0000000000" }],
    ["unexpected-psk", { pskId: randomBytes(32) }],
    ["unexpected-record", { recordDigest: randomBytes(32) }],
    ["unexpected-host", { hostKey: randomBytes(32) }],
    ["unexpected-service", { serviceKey: randomBytes(32) }],
    ["unexpected-settings", { settings: { ...OPEN, admission: "locked" } }],
    ["unexpected-settings", { settings: { ...OPEN, mayShare: "hosts" } }],
    ["unexpected-settings", { settings: { ...OPEN, mayChat: "hosts" } }],
  ]
  return [
    ["what the record says", "accepted", async (policy) => policy.verifyExpectation(group.context, expected)],
    ...unexpected.map(([fault, change]): CallRow => [
      `another ${Object.keys(change).join()} in the record`,
      fault,
      async (policy) => policy.verifyExpectation(group.context, { ...expected, ...change }),
    ]),
  ]
}

/** A join into a tree of so many leaves: one leaf in all places, since only their number matters here. */
export const sizeRows = (bench: Bench): readonly CallRow[] => {
  const joining = (leaves: number): CallRow[2] => {
    const leaf = requireDefined(bench.group.tree[2 * GUEST])
    const tree = Array.from({ length: 511 }, (_, index) => (index % 2 === 0 && index < 2 * leaves ? leaf : undefined))
    const make = async () => bench.workshop.joinOf(await bench.workshop.newcomer(), null, { tree })
    let made: ReturnType<typeof make> | null = null // a ciphertext for each leaf: made once, and only when wanted
    return async (policy) => {
      made ??= make()
      await policy.judgeCommit({ ...bench.group, tree }, (await made).commit)
    }
  }
  return [
    ["a 250th leaf", "accepted", joining(249)],
    ["a 251st leaf", "group-full", joining(250)],
  ]
}

/** An uploaded group info against the group that the service followed by commits alone. */
export const uploadRows = (bench: Bench): readonly CallRow[] => {
  const next = async () => {
    const { commit, state } = await buildHeal(bench.memberOf(GUEST))
    return { commit, groupInfo: await groupInfoOf(state, bench.workshop.member(GUEST).own.suite) }
  }
  return [
    [
      "the group info of the followed epoch",
      "accepted",
      async (policy) => {
        const { commit, groupInfo } = await next()
        const followed = await policy.nextPublicGroup(bench.group, await policy.judgeCommit(bench.group, commit))
        await policy.verifyGroupInfo(followed, groupInfo)
      },
    ],
    [
      "the group info of the epoch before",
      "group-info-differs",
      async (policy) => {
        const { commit } = await next()
        const followed = await policy.nextPublicGroup(bench.group, await policy.judgeCommit(bench.group, commit))
        await policy.verifyGroupInfo(followed, await bench.workshop.groupInfo())
      },
    ],
    [
      "another confirmation tag",
      "group-info-differs",
      async (policy) =>
        policy.verifyGroupInfo(bench.group, await forged(bench, () => ({ confirmationTag: randomBytes(32) }))),
    ],
    [
      "a group info that its signer did not sign",
      "group-info-signature",
      async (policy) => policy.verifyGroupInfo(bench.group, await forged(bench, () => ({ signer: GUEST }))),
    ],
  ]
}

/** A successor group against the predecessor that one was in, and the commit that one refused. */
export const successionRows = (bench: Bench): readonly CallRow[] => {
  const { group: successor, workshop } = bench
  const succession = requireDefined(successor.succession)
  const { author, epoch, origin, returning } = succession
  const refused = { refused: REFUSED, author }
  const leaves = [...returning, author].map((identityKey) => ({ ...bench.leaf(HOST), identityKey }))
  const before: PublicGroup = { ...successor, groupId: PREDECESSOR, origin, epoch, leaves, succession: null }
  const later = async (by: "host" | "stranger") => {
    const { authority: _, ...fields } = successor.context
    const { publicKey, sign } = workshop.meeting.host
    const signer = { signer: publicKey, certificate: null, sign }
    const hostKey = by === "host" ? fields.hostKey : randomBytes(32)
    return signContext(origin, { ...fields, hostKey, generation: 3 }, signer)
  }
  return [
    ["the right successor", "accepted", async (policy) => policy.verifySuccession(successor, before, refused)],
    [
      "the right successor, in which a host has spoken",
      "accepted",
      async (policy) => policy.verifySuccession({ ...successor, context: await later("host") }, before, refused),
    ],
    ...fieldsChanged(bench).map(([field, change]): CallRow => [
      `a successor with another ${field}`,
      "unexpected-succession",
      async (policy) =>
        policy.verifySuccession({ ...successor, succession: { ...succession, ...change } }, before, refused),
    ]),
    [
      "a group that succeeds none",
      "unexpected-succession",
      async (policy) => policy.verifySuccession({ ...successor, succession: null }, before, refused),
    ],
    [
      "a context changed on the way",
      "unexpected-succession",
      async (policy) => {
        const context = { ...successor.context, admission: "locked" as const }
        return policy.verifySuccession({ ...successor, context }, before, refused)
      },
    ],
    [
      "a later context of another host key",
      "unexpected-succession",
      async (policy) => policy.verifySuccession({ ...successor, context: await later("stranger") }, before, refused),
    ],
  ]
}
