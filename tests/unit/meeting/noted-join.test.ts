import { expect, it } from "vitest"
import { noteJoin } from "../../../src/meeting/noted-join.ts"
import { StoredMeetings } from "../../../src/meetings/stored-meetings.ts"
import { LINK, openVault, OTHER_LINK, stored } from "../meetings/fixtures.ts"

it("a join is noted as the running meeting, and as a use where the meeting is an own one", async () => {
  const vault = await openVault()
  const meetings = new StoredMeetings(vault)
  await meetings.put(stored())
  await noteJoin(OTHER_LINK, { vault, wallClock: () => 5000 })
  expect([await vault.runningLink(), await meetings.list()]).toEqual([OTHER_LINK, [stored()]])
  await noteJoin(LINK, { vault, wallClock: () => 6000 })
  expect([await vault.runningLink(), await meetings.list()]).toEqual([LINK, [stored({ usedAt: 6000 })]])
})
