import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { EMOJI } from "../../../src/password/emoji.ts"
import { securityCode } from "../../../src/password/security-code.ts"

const HOST = new Uint8Array(32).fill(7)
const PEOPLE = [1, 2, 3].map((value) => new Uint8Array(32).fill(value))

describe("the security code", () => {
  it("is six groups of five digits and twelve named emoji", async () => {
    const code = await securityCode(HOST, PEOPLE)
    expect(code.digits).toMatch(/^(?:\d{5} ){5}\d{5}$/)
    expect(code.emoji).toHaveLength(12)
    for (const { symbol, name } of code.emoji) expect([symbol, name]).not.toContain("")
  })

  it("does not depend on the order of the roster", async () => {
    expect(await securityCode(HOST, PEOPLE.toReversed())).toEqual(await securityCode(HOST, PEOPLE))
  })

  it("changes with a person more, another person and another host", async () => {
    const codes = await Promise.all([
      securityCode(HOST, PEOPLE),
      securityCode(HOST, PEOPLE.slice(1)),
      securityCode(HOST, [...PEOPLE.slice(1), randomBytes(32)]),
      securityCode(randomBytes(32), PEOPLE),
    ])
    expect(new Set(codes.map(({ digits }) => digits)).size).toBe(4)
    expect(new Set(codes.map(({ emoji }) => emoji.map(({ name }) => name).join())).size).toBe(4)
  })

  it.each([
    ["nobody", []],
    ["a person twice", [new Uint8Array(32), new Uint8Array(32)]],
    ["a short key", [new Uint8Array(31)]],
  ])("refuses a roster of %s", async (_, roster) => {
    await expect(securityCode(HOST, roster)).rejects.toMatchObject({ name: "PasswordError", fault: "roster" })
  })

  it("draws on 256 emoji that differ in symbol and name", () => {
    expect(EMOJI).toHaveLength(256)
    expect(new Set(EMOJI.map(({ symbol }) => symbol)).size).toBe(256)
    expect(new Set(EMOJI.map(({ name }) => name)).size).toBe(256)
    for (const { symbol, name } of EMOJI) {
      expect(symbol).toMatch(/^\p{Emoji}\uFE0F?$/u)
      expect(name).toMatch(/^[A-Za-z][A-Za-z ]+$/)
    }
  })
})
