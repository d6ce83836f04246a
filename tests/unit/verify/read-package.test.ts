import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { deflateRawSync } from "node:zlib"
import { expect, onTestFinished, test } from "vitest"
import { zip } from "../../../scripts/release/zip.ts"
import { readPackage } from "../../../scripts/verify/package/read-package.ts"
import { UnreadableError } from "../../../scripts/verify/package/unreadable.ts"
import { unzip } from "../../../scripts/verify/package/unzip.ts"

const FILES = new Map([
  ["a.js", Buffer.from("let a")],
  ["chunks/ä.js", Buffer.from("let b")],
  ["empty", Buffer.of()],
])

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "package-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test("a folder, a zip, a crx and an xpi hold the same files", async () => {
  const folder = await scratch()
  for (const [path, content] of FILES) {
    await mkdir(join(folder, "package", "chunks"), { recursive: true })
    await writeFile(join(folder, "package", path), content)
  }
  const header = Buffer.concat([Buffer.from("Cr24"), Buffer.of(3, 0, 0, 0, 5, 0, 0, 0), Buffer.from("proof")])
  await writeFile(join(folder, "a.zip"), zip(FILES))
  await writeFile(join(folder, "a.xpi"), zip(FILES))
  await writeFile(join(folder, "a.crx"), Buffer.concat([header, zip(FILES)]))
  await symlink("package", join(folder, "link"))
  for (const name of ["package", "link", "a.zip", "a.xpi", "a.crx"]) {
    expect(await readPackage(join(folder, name)), name).toEqual(FILES)
  }
})

test("what is there twice, leads elsewhere or is no package at all is not read", async () => {
  const folder = await scratch()
  await expect(readPackage(join(folder, "nothing"))).rejects.toThrow(UnreadableError)
  await writeFile(join(folder, "text"), "no zip")
  await expect(readPackage(join(folder, "text"))).rejects.toThrow(UnreadableError)
  await mkdir(join(folder, "package"))
  await symlink("/etc/hostname", join(folder, "package", "link"))
  await expect(readPackage(join(folder, "package"))).rejects.toThrow(UnreadableError)
  await writeFile(
    join(folder, "old.crx"),
    Buffer.concat([Buffer.from("Cr24"), Buffer.of(2, 0, 0, 0, 0, 0, 0, 0), zip(FILES)]),
  )
  await expect(readPackage(join(folder, "old.crx"))).rejects.toThrow(UnreadableError)
})

test("a zip that two readers could read differently is not read", () => {
  const good = zip(FILES)
  expect(unzip(good)).toEqual(FILES)
  const damaged = Buffer.from(good)
  damaged[damaged.indexOf("let a")] = 0x4c
  const renamed = Buffer.from(good)
  renamed.write("b.js", renamed.indexOf("a.js"))
  const repeated = Buffer.from(
    zip(new Map([...FILES, ["b.js", Buffer.of()]]))
      .toString("latin1")
      .replaceAll("b.js", "a.js"),
    "latin1",
  )
  const withComment = Buffer.concat([good, Buffer.from("comment")])
  for (const bytes of [damaged, renamed, repeated, withComment, good.subarray(0, -1), good.subarray(1)]) {
    expect(() => unzip(bytes)).toThrow(UnreadableError)
  }
})

test("a deflated file is read, a broken one is not", () => {
  const content = Buffer.from("let a".repeat(100))
  const deflated = deflateRawSync(content)
  const bytes = asDeflated(zip(new Map([["a.js", content]])), content, deflated)
  expect(unzip(bytes).get("a.js")).toEqual(content)
  const broken = Buffer.from(bytes)
  broken.fill(0xff, broken.indexOf(deflated), broken.indexOf(deflated) + 4)
  expect(() => unzip(broken)).toThrow(UnreadableError)
})

/** A zip of one stored file with its content deflated instead. */
function asDeflated(stored: Buffer, content: Buffer, deflated: Buffer): Buffer {
  const at = stored.indexOf(content)
  const [local, rest] = [Buffer.from(stored.subarray(0, at)), Buffer.from(stored.subarray(at + content.length))]
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(deflated.length, 18)
  rest.writeUInt16LE(8, 10)
  rest.writeUInt32LE(deflated.length, 20)
  rest.writeUInt32LE(local.length + deflated.length, rest.length - 6)
  return Buffer.concat([local, deflated, rest])
}
