import { describe, expect, it } from "vitest"
import { Gathering, Meeting } from "./people.ts"

/** Of all bytes in a value: where they are, and how many more are behind them, which go along to another thread. */
function strays(value: unknown, path: string): readonly string[] {
  if (value instanceof Uint8Array) {
    const more = value.buffer.byteLength - value.byteLength
    return more === 0 ? [] : [`${path}: ${more}`]
  }
  if (typeof value !== "object" || value === null || value instanceof CryptoKey) return []
  return Object.entries(value).flatMap(([name, part]) => strays(part, `${path}.${name}`))
}

describe("an epoch, as the rest of the client sees it", () => {
  it("holds its own bytes, and not the messages in which they came", async () => {
    const gathering = await Gathering.of(await Meeting.create(), "anna", "ben", "cleo", "dora")
    const states = gathering.people.map(({ session }) => session.epochState)
    expect(states.map(({ members }) => members.length)).toEqual([4, 4, 4, 4])
    expect(states.flatMap((state, person) => strays(state, String(person)))).toEqual([])
  })
})
