import { expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { PasswordError } from "../../../src/password/errors.ts"
import { deriveFileKey } from "../../../src/password/file-key.ts"

const CHEAP = { m: 64, t: 1, p: 1 }
const PLAIN = new TextEncoder().encode("what is kept")

it("gives one key for one passphrase and salt, however the letters were typed, and cannot be read out", async () => {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const [key, again] = [
    await deriveFileKey({ passphrase: "caf\u00e9", salt }, CHEAP),
    await deriveFileKey({ passphrase: "cafe\u0301", salt }, CHEAP),
  ]
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, PLAIN)
  expect(new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, again, sealed))).toEqual(PLAIN)
  await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow()
  const other = await deriveFileKey({ passphrase: "caf\u00e9", salt: randomBytes(16) }, CHEAP)
  await expect(crypto.subtle.decrypt({ name: "AES-GCM", iv }, other, sealed)).rejects.toThrow()
})

it.each([
  ["an empty passphrase", { passphrase: "", salt: new Uint8Array(16) }],
  ["a salt of another length", { passphrase: "x", salt: new Uint8Array(15) }],
])("refuses %s", async (_, secret) => {
  const failure = await deriveFileKey(secret).catch((error: unknown) => error)
  expect(failure instanceof PasswordError && failure.fault).toBe("malformed")
})
