import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { readConfig } from "../../../server/config.ts"

describe("the settings", () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wardroom-config-"))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it("come from flags, then the environment, then defaults", async () => {
    const environment = { WARDROOM_DATA: folder, WARDROOM_PORT: "1", WARDROOM_HOSTS: "a.example,b.example" }
    const config = await readConfig(["--port", "2"], environment)
    expect(config).toMatchObject({ dataFolder: folder, port: 2, bind: "127.0.0.1", hosts: ["a.example", "b.example"] })
  })

  it("make random SFU keys once for a data folder, unless given", async () => {
    const first = await readConfig(["--data", folder], {})
    expect((await readConfig(["--data", folder], {})).sfu).toEqual(first.sfu)
    const given = await readConfig(["--data", folder], { LIVEKIT_API_KEY: "k", LIVEKIT_API_SECRET: "s" })
    expect(given.sfu).toMatchObject({ apiKey: "k", apiSecret: "s" })
  })

  it.each([
    ["--port", "x"],
    ["--port", "70000"],
    ["--sfu", "http://a"],
    ["--proxy", "yes"],
    ["--what", "x"],
  ])("are refused by name: %s %s", async (flag, value) => {
    await expect(readConfig(["--data", folder, flag, value], {})).rejects.toThrow(flag.slice(2))
  })
})
