import { describe, expect, it } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import { RELEASE_SUITE } from "../../../src/mls/suite.ts"
import { Gathering, Meeting, OPEN } from "./people.ts"

function authenticators(gathering: Gathering): Set<string> {
  return new Set(gathering.people.map(({ session }) => toHex(session.epochState.authenticator)))
}

describe("a group of people who join one after the other", () => {
  it("shares every epoch among five", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben", "cleo", "dan", "eva")
    expect(authenticators(gathering).size).toBe(1)
    const { epoch, members } = gathering.person("anna").session.epochState
    expect(epoch).toBe(4n)
    expect(members.map(({ name, role }) => [name, role])).toEqual([
      ["anna", "host"],
      ["ben", "member"],
      ["cleo", "member"],
      ["dan", "member"],
      ["eva", "member"],
    ])
  })

  it("works alike in the release suite", async () => {
    const gathering = await Gathering.of(await Meeting.create(OPEN, RELEASE_SUITE), "anna", "ben", "cleo")
    expect(authenticators(gathering).size).toBe(1)
    expect(gathering.person("cleo").session.epochState.authenticator).toHaveLength(64)
    await gathering.commit(gathering.person("ben"), (session) => session.heal())
    expect(authenticators(gathering).size).toBe(1)
  })
})
