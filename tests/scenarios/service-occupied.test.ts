// What an owner changes at the service from outside the meeting, when somebody came in just before.

import { expect, it } from "vitest"
import { OPEN_TO_ALL } from "../../src/meetings/create-meeting.ts"
import { settledOn } from "../harness/node-meeting.ts"
import { openVault } from "../harness/node-parts.ts"
import { NodeSockets } from "../harness/node-sockets.ts"
import { faultOf, onlyOf, OwnersPlace } from "../harness/owners-place.ts"

it("a new link and other settings are refused while somebody is in, and change nothing; later they are taken", async () => {
  await using place = await OwnersPlace.open()
  const vault = await openVault()
  const way = new NodeSockets()
  // As who looked before anybody was in.
  way.received = (message) => (message.type === "proven" ? { ...message, group: null } : message)
  const mine = place.page(vault, { openSocket: (address) => way.open(address) })
  const made = await mine.create(place.wanted())
  const gathering = place.gather(made)
  const ben = await gathering.join("Ben")

  const settings = { ...OPEN_TO_ALL, admission: "locked" } as const
  expect(await faultOf(mine.rotate(made, { current: null, next: null }))).toBe("occupied")
  expect(await faultOf(mine.changeSettings(made, null, settings))).toBe("occupied")
  expect(await onlyOf(mine)).toMatchObject({ link: made.link, nextLink: null })
  const hana = await gathering.join("Hana", { vault })
  await settledOn(1n, [ben, hana])
  expect(ben.shown.authority).toMatchObject({ admission: "open", isResting: false })

  await ben.leave()
  await hana.leave()
  await mine.changeSettings(made, null, settings)
  expect(await mine.readSettings(made, null)).toEqual(settings)
  const link = await mine.rotate(made, { current: null, next: null })
  expect(await place.doorOf(made)).toBe("wrong-link")
  expect(await place.doorOf({ link })).toBe("pre-join")
})
