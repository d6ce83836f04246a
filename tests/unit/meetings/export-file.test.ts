import { describe, expect, it, vi } from "vitest"
import { concat, utf8 } from "../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { type ExportedMeeting, MAX_FILE_BYTES, openMeetings, sealMeetings } from "../../../src/meetings/export-file.ts"
import { cheapKey, failsWith, LINK, stored } from "./fixtures.ts"

const keyOf = (passphrase: string) => (salt: Uint8Array) => cheapKey(passphrase, salt)
const { usedAt: _, nextLink: __, ...kept } = stored()
const EXPORTED: ExportedMeeting = { ...kept, privateKey: new Uint8Array(48).fill(1) }
const HEAD = utf8("Wardroom meetings\0").length

describe("a file of meetings", () => {
  it("opens to what was sealed, under its passphrase", async () => {
    const file = await sealMeetings([EXPORTED], keyOf("open sesame"))
    expect(await openMeetings(file, keyOf("open sesame"))).toEqual([EXPORTED])
    expect(await openMeetings(await sealMeetings([], keyOf("x")), keyOf("x"))).toEqual([])
  })

  it("shows nothing of a meeting, and is another one each time", async () => {
    const [one, other] = [await sealMeetings([EXPORTED], keyOf("x")), await sealMeetings([EXPORTED], keyOf("x"))]
    const text = new TextDecoder("latin1").decode(one)
    for (const word of [LINK.slice(-22), "meet.example", "review"]) expect(text).not.toContain(word)
    expect(one.subarray(HEAD + 1, HEAD + 29)).not.toEqual(other.subarray(HEAD + 1, HEAD + 29))
  })

  it("stays closed under another passphrase", async () => {
    const file = await sealMeetings([EXPORTED], keyOf("open sesame"))
    await expect(openMeetings(file, keyOf("sesame"))).rejects.toMatchObject(failsWith("file-closed"))
  })

  it("is refused when any byte is flipped, or some are missing or added", async () => {
    const file = await sealMeetings([EXPORTED], keyOf("x"))
    for (let index = 0; index < file.length; index += index < 60 ? 1 : 37) {
      const bad = file.slice()
      bad[index] = (bad[index] ?? 0) ^ 1
      const fault = index <= HEAD ? "file-malformed" : "file-closed"
      await expect(openMeetings(bad, keyOf("x")), `byte ${index}`).rejects.toMatchObject(failsWith(fault))
    }
    const added = concat(file, new Uint8Array(1))
    for (const bad of [file.slice(0, -1), added])
      await expect(openMeetings(bad, keyOf("x"))).rejects.toMatchObject(failsWith("file-closed"))
  })

  it.each([
    ["nothing", new Uint8Array()],
    ["something else", utf8("PK\x03\x04".padEnd(100, "x"))],
    ["a head alone", concat(utf8("Wardroom meetings\0"), Uint8Array.of(1), new Uint8Array(28))],
    ["a later version", concat(utf8("Wardroom meetings\0"), Uint8Array.of(2), new Uint8Array(100))],
    ["more than a file has", concat(utf8("Wardroom meetings\0"), Uint8Array.of(1), new Uint8Array(MAX_FILE_BYTES))],
  ])("is refused when it is %s, and no passphrase is tried", async (_name, file) => {
    const keyFor = vi.fn(keyOf("x"))
    await expect(openMeetings(file, keyFor)).rejects.toMatchObject(failsWith("file-malformed"))
    expect(keyFor).not.toHaveBeenCalled()
  })

  it.each([
    ["a field more", { meetings: [{ ...EXPORTED, passphrase: "x" }] }],
    ["a field less", { meetings: [{ ...kept }] }],
    ["a schedule that does not belong", { meetings: [{ ...EXPORTED, kind: "scheduled" }] }],
    ["no list", { meetings: null }],
    ["a list of its own", [EXPORTED]],
  ])("is refused when what is sealed has %s", async (_name, contents) => {
    const file = await sealMeetings([], keyOf("x"))
    const [head, nonce] = [file.slice(0, HEAD + 17), file.slice(HEAD + 17, HEAD + 29)]
    const key = await cheapKey("x", head.slice(HEAD + 1))
    const parameters = { name: "AES-GCM", iv: nonce, additionalData: head }
    const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, key, encodeCbor(contents)))
    await expect(openMeetings(concat(head, nonce, sealed), keyOf("x"))).rejects.toMatchObject(
      failsWith("file-malformed"),
    )
  })
})
