import { describe, expect, it } from "vitest"
import { openPassedKey } from "../../../src/bytes/passed-key.ts"
import { deriveLinkKeys, passNameKey } from "../../../src/password/link-keys.ts"
import { deriveMeetingKeys } from "../../../src/password/meeting-keys.ts"

const FORMER = { meeting: "Meeting001", password: "A".repeat(22), passphrase: null }
const NEXT = { meeting: "Meeting002", password: "B".repeat(22), passphrase: null }

describe("the keys of a link", () => {
  it("are those that its service is entered with", async () => {
    const [keys, all] = await Promise.all([deriveLinkKeys(NEXT), deriveMeetingKeys(NEXT)])
    expect([keys.psk, keys.pskId]).toEqual([all.psk, all.pskId])
    expect(Object.keys(keys).toSorted((a, b) => a.localeCompare(b))).toEqual(["nameKey", "psk", "pskId"])
  })

  it("open what was sealed under the former link's name key", async () => {
    const passed = await passNameKey({ former: FORMER, next: NEXT })
    const { nameKey } = await deriveLinkKeys(NEXT)
    const opened = await openPassedKey(nameKey, passed, { former: FORMER.meeting, next: NEXT.meeting })
    if (!opened) throw new TypeError("it does not open")
    const iv = new Uint8Array(12)
    const former = (await deriveLinkKeys(FORMER)).nameKey
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, former, Uint8Array.of(1, 2, 3))
    expect(new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, opened, sealed))).toEqual(
      Uint8Array.of(1, 2, 3),
    )
  })
})
