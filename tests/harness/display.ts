// A display without a screen (Xvfb), for what only shows itself in a window. Installed by Debian's package where it is
// missing and this is root.

import { once } from "node:events"
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { type Machine, thisMachine } from "../../scripts/toolchain/machine.ts"

export interface Display extends AsyncDisposable {
  /** For the variable DISPLAY, as ":99". */
  readonly name: string
}

const SCREEN = ["-screen", "0", "1280x800x24", "-nolisten", "tcp"]

/** Starts one at a free number; throws where there is no Xvfb and none can be installed. */
export async function startDisplay(): Promise<Display> {
  const xvfb = await findXvfb(thisMachine())
  const child = spawn(xvfb, [...SCREEN, "-displayfd", "3"], { stdio: ["ignore", "ignore", "ignore", "pipe"] })
  const ended = once(child, "exit")
  const numbers = child.stdio[3]
  if (!numbers || !("read" in numbers)) throw new TypeError("Xvfb has no pipe to tell its number by")
  const number = await firstLine(numbers)
  return {
    name: `:${number}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM")
      await ended
    },
  }
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface(stream)) return line
  throw new Error("Xvfb ended before it told its number")
}

async function findXvfb(machine: Machine): Promise<string> {
  const found = await machine.resolveExecutable("/usr/bin/Xvfb")
  if (found !== null) return found
  const aptGet = await machine.resolveExecutable("/usr/bin/apt-get")
  if (aptGet === null || !machine.isRoot) throw new Error("Xvfb is missing: install it (Debian: apt-get install xvfb)")
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" } }
  await machine.run(aptGet, ["update"], options)
  await machine.run(aptGet, ["install", "-y", "--no-install-recommends", "xvfb"], options)
  return "/usr/bin/Xvfb"
}
