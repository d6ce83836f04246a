import { isDeepStrictEqual } from "node:util"
import { describe, expect, test } from "vitest"
import { UnreadableError } from "../../../scripts/verify/package/unreadable.ts"
import { unzip } from "../../../scripts/verify/package/unzip.ts"
import { descriptorOf, extraField, type MadeEnd, type MadeEntry, makeZip, uint32, unicodePath } from "./made-zip.ts"

const [A, B]: [MadeEntry, MadeEntry] = [
  { name: "a.js", content: Buffer.from("let a") },
  { name: "chunks/b.js", content: Buffer.from("let b") },
]
/** A file that a store may add: nobody asks what is in it. */
const STORE_FILE = "_metadata/verified_contents.json"
const UTF8 = 0x0800
const DESCRIBED_AFTER = 0x0008

function expectRefused(entries: readonly MadeEntry[], end?: MadeEnd): void {
  expect(() => unzip(makeZip(entries, end))).toThrow(UnreadableError)
}

test("what packers write is read: folders, times, descriptors, names in UTF-8", () => {
  const { content } = A
  const entries: readonly MadeEntry[] = [
    { name: "chunks/", content: Buffer.of() },
    B,
    { ...A, extra: extraField(0x5455, Buffer.of(1, 0, 0, 0, 0)), comment: Buffer.from("of a store") },
    { name: "c.js", content, flags: DESCRIBED_AFTER, local: { checksum: 0 }, descriptor: descriptorOf(content) },
    { name: "d.js", content, flags: DESCRIBED_AFTER, descriptor: descriptorOf(content).subarray(4) },
    { name: "ä.js", content, flags: UTF8 },
    { name: "e.js", content, local: { extra: extraField(1, Buffer.alloc(16)) } }, // as Chromium packs
  ]
  expect(Array.from(unzip(makeZip(entries)).keys())).toEqual(["chunks/b.js", "a.js", "c.js", "d.js", "ä.js", "e.js"])
})

describe("refused is a zip", () => {
  test("whose entry has another name for readers who know of Unicode paths", () => {
    const hidden = { name: STORE_FILE, content: Buffer.from("let evil") }
    expect(unzip(makeZip([A, hidden])).size).toBe(2)
    expectRefused([A, { ...hidden, extra: unicodePath(STORE_FILE, "a.js") }])
    expectRefused([A, { ...hidden, local: { extra: unicodePath(STORE_FILE, "a.js") } }])
    expectRefused([A, { ...hidden, extra: Buffer.of(1) }])
  })

  test("with a second directory for readers who look for the one of large zips", () => {
    const locator = Buffer.concat([Buffer.from("PK\x06\x07"), uint32(0), uint32(0), uint32(0), uint32(1)])
    expectRefused([A, { name: STORE_FILE, content: locator }])
    expectRefused([A, { ...B, comment: locator }])
    expectRefused([A], { between: locator })
    const zip = makeZip([{ ...A, extra: extraField(1, Buffer.alloc(24)) }])
    for (const field of [20, 24, 42]) {
      const large = Buffer.from(zip)
      large.writeUInt32LE(0xffffffff, large.indexOf("PK\x01\x02") + field)
      expect(() => unzip(large)).toThrow("too large")
    }
  })

  test("with bytes of no entry: in front, between, behind, or an entry that the directory leaves out", () => {
    const more = Buffer.from("more")
    for (const end of [{ before: more }, { between: more }, { after: more }]) expectRefused([A, B], end)
    expectRefused([{ ...A, descriptor: descriptorOf(A.content) }, B])
    const whole = makeZip([A, B])
    const left = makeZip([A], {
      between: whole.subarray(whole.indexOf("chunks/b.js") - 30, whole.indexOf("PK\x01\x02")),
    })
    expect(() => unzip(left)).toThrow("bytes of no entry")
  })

  test("whose entries share bytes", () => {
    const zip = makeZip([A, { ...A, name: "b.js" }])
    const second = zip.lastIndexOf("PK\x01\x02")
    zip.writeUInt32LE(0, second + 42)
    expect(() => unzip(zip)).toThrow(UnreadableError)
  })

  test("whose end record is of another directory", () => {
    for (const end of [{ count: 1 }, { count: 3 }, { disk: 1 }, { sizeChange: -46 }, { sizeChange: 1 }])
      expectRefused([A, B], end)
  })

  test("whose entry is described in two ways", () => {
    expectRefused([{ ...A, local: { name: "b.js" } }])
    expectRefused([{ ...A, local: { flags: 2 } }])
    expectRefused([{ ...A, local: { checksum: 0 } }])
    const described = { ...A, flags: DESCRIBED_AFTER, local: { checksum: 0 } }
    expectRefused([{ ...described, descriptor: descriptorOf(Buffer.from("let c")) }])
    expectRefused([described])
  })

  test("with a name that is not ASCII and does not say that it is UTF-8, or is not", () => {
    expectRefused([{ ...A, name: "ä.js" }])
    const broken = makeZip([{ ...A, name: "ä.js", flags: UTF8 }])
    const latin1 = Buffer.from(broken.toString("latin1").replaceAll("\xc3\xa4", "a\xe4"), "latin1")
    expect(() => unzip(latin1)).toThrow("not UTF-8")
  })

  test("with a symbolic link, or a flag such as encryption; a folder with content counts as a file", () => {
    expectRefused([{ ...A, attributes: 0xa1ff0000 }])
    expect(unzip(makeZip([{ ...A, attributes: 0x81ff0000 }])).size).toBe(1)
    expect(unzip(makeZip([{ ...A, name: "chunks/" }])).has("chunks/")).toBe(true)
    for (const flags of [1, 0x20, 0x40, 0x2000]) expectRefused([{ ...A, flags }])
  })
})

test("a name that leads elsewhere stays as it is, so that it counts as added", () => {
  const names = ["../a.js", "/a.js", "./a.js", "chunks\\b.js", "a.js\0", "A.js", "a.js."]
  const files = unzip(makeZip([A, ...names.map((name) => ({ ...B, name }))]))
  expect(Array.from(files.keys())).toEqual(["a.js", ...names])
})

test("any bit flipped leaves the same files, or none", () => {
  const { content } = A
  const described = { name: "ä", content, flags: UTF8 | DESCRIBED_AFTER, local: { checksum: 0 } }
  const zip = makeZip([A, { ...described, descriptor: descriptorOf(content) }])
  const files = unzip(zip)
  let refused = 0
  for (let bit = 0; bit < zip.length * 8; bit++) {
    const flipped = Buffer.from(zip)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    try {
      if (!isDeepStrictEqual(unzip(flipped), files)) expect.fail(`bit ${bit} makes other files`)
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error
      refused++
    }
  }
  expect(refused).toBeGreaterThan(zip.length * 4)
})
