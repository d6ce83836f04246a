// What a member hands in of a group info, and what whoever followed the group makes of it.

import { describe, expect, it } from "vitest"
import { completeGroupInfo, type PartialGroupInfo } from "../../../src/mls/partial-group-info.ts"
import { type PublicGroup, readGroupInfo } from "../../../src/mls/public-group.ts"
import { createSuite, FAST_SUITE } from "../../../src/mls/suite.ts"
import { Gathering, Meeting } from "./people.ts"

const gathering = await Gathering.of(await Meeting.create(), "anna", "ben", "chidi")
const anna = gathering.person("anna").session
const before = { group: await groupOf(gathering), partial: await anna.exportPartialGroupInfo() }
await gathering.commit(gathering.person("ben"), (session) => session.heal())
const group = await groupOf(gathering)
const partial = await anna.exportPartialGroupInfo()

async function groupOf({ groupInfo }: Gathering): Promise<PublicGroup> {
  return readGroupInfo(groupInfo, await createSuite(FAST_SUITE))
}

describe("a member's part of a group info", () => {
  it("makes the very bytes that the member would have handed in", async () => {
    expect(await completeGroupInfo(group, partial)).toEqual(await anna.exportGroupInfo())
  })

  it("has a size that does not grow with the group", () => {
    const { externalKey, signature } = partial
    expect([externalKey.length, signature.length]).toEqual([32, 64])
  })

  it.each<readonly [string, PublicGroup, PartialGroupInfo]>([
    ["of the epoch before", group, before.partial],
    ["in the epoch before", before.group, partial],
    ["of another member", group, { ...partial, signer: 1 }],
    ["of nobody", group, { ...partial, signer: 99 }],
    ["with another external key", group, { ...partial, externalKey: partial.externalKey.toReversed() }],
    ["with another signature", group, { ...partial, signature: partial.signature.toReversed() }],
    [
      "with another confirmation tag in the group",
      { ...group, confirmationTag: before.group.confirmationTag },
      partial,
    ],
    ["with another tree in the group", { ...group, tree: before.group.tree }, partial],
  ])("makes nothing when it is %s", async (_what, into, given) => {
    await expect(completeGroupInfo(into, given)).rejects.toMatchObject({ fault: "group-info-signature" })
  })
})
