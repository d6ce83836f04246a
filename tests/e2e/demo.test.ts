import { spawn } from "node:child_process"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { describe, expect, test } from "vitest"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { buildVariant, type Patch } from "../harness/variant.ts"

const IDENTITY_OPENER: Patch = {
  file: "src/media/opener.ts",
  find: "const { epochs, trailer } = this.#options",
  replace: "return frame.bytes\n    const { epochs, trailer } = this.#options",
}

const CONSTANT_CODE: Patch = {
  file: "src/password/security-code.ts",
  find: 'argon2id(input, await sha256(concat(utf8("Wardroom code"), hostKey)), CODE_COST)',
  replace: "new Uint8Array(32).fill(7)",
}

const NO_SOUND: Patch = {
  file: "src/devices/devices.ts",
  find: "const stream = await this.#options.mediaDevices.getUserMedia(",
  replace: `if (kind === "microphone") {
        return new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0] ?? "failed"
      }
      const stream = await this.#options.mediaDevices.getUserMedia(`,
}

interface DemoRun {
  readonly code: number
  readonly lastLine: string
  readonly output: string
}

describe("npm start -- --demo", { timeout: 180_000 }, () => {
  test("ends with demo ok, a line per person, tile and remaining sender", async () => {
    const { code, lastLine, output } = await runDemo()
    expect(output.match(/^person \w+: code (?:\d{5} ){5}\d{5}, epoch \d+, group of 3$/gm)).toHaveLength(3)
    expect(output.match(/^tile \w+ at \w+: [\d.]+ frames a second, sound level [\d.]+$/gm)).toHaveLength(6)
    expect(output.match(/^sender \w+: new key \d+ ms after the leave$/gm)).toHaveLength(2)
    expect({ code, lastLine }).toEqual({ code: 0, lastLine: "demo ok" })
  })

  test("gives the same facts as JSON", async () => {
    const { code, output } = await runDemo("--json")
    const facts: unknown = JSON.parse(output)
    expect(facts).toMatchObject({
      ok: true,
      failure: null,
      everybody: [{ name: "Ana", groupSize: 3 }, {}, {}],
    })
    expect(code).toBe(0)
  })

  test("fails when frames are passed on unopened", async () => {
    await using variant = await buildVariant(IDENTITY_OPENER)
    const { code, lastLine } = await runDemo("--extension", variant.folder)
    expect(lastLine).toMatch(/^demo failed: \w+ (?:sees no moving picture|hears no sound) of \w+$/)
    expect(code).toBe(1)
  })

  test("fails when the code is a constant", async () => {
    await using variant = await buildVariant(CONSTANT_CODE)
    const { code, lastLine } = await runDemo("--extension", variant.folder)
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: "demo failed: the code is the same for 2 people as for 3" })
  })

  test("fails when one person sends no sound", async () => {
    await using variant = await buildVariant(NO_SOUND)
    const built = join(PROJECT_FOLDER, ".output", "chrome-mv3")
    const { code, lastLine } = await runDemo("--extension", built, "--extension", `Ben=${variant.folder}`)
    expect({ code, lastLine }).toEqual({ code: 1, lastLine: "demo failed: Ana hears no sound of Ben" })
  })
})

async function runDemo(...args: readonly string[]): Promise<DemoRun> {
  const script = join(PROJECT_FOLDER, "scripts", "start.ts")
  const child = spawn(process.execPath, [script, "--demo", ...args], { stdio: ["ignore", "pipe", "inherit"] })
  const ended = Promise.withResolvers<number>()
  child.once("close", (code) => ended.resolve(code ?? -1))
  const [output, code] = await Promise.all([text(child.stdout), ended.promise])
  return { code, output, lastLine: output.trimEnd().split("\n").at(-1) ?? "" }
}
