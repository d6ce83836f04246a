// Finds, or installs, a Chromium that takes an unpacked extension. Branded Chrome ignores --load-extension,
// silently, so it is refused by name instead of used.

import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { chromium } from "playwright"
import type { Progress } from "../progress.ts"
import { ToolchainError } from "./errors.ts"
import { type Machine, findInPath } from "./machine.ts"

export interface Chromium {
  readonly path: string
  /** As the browser says it: "Chromium 156.0.8078.79 built on Debian". */
  readonly version: string
}

/** The font, too: a bare Debian draws the emoji of the security code as empty boxes. */
const DEBIAN_PACKAGES = ["chromium", "fonts-noto-color-emoji"]

/**
 * The Chromium to use: of the variable CHROMIUM, Playwright's own, the system's, else installed (Debian as root:
 * its package; elsewhere Playwright's). Throws ToolchainError "branded-browser" (CHROMIUM names one) or "no-browser".
 */
export async function findChromium(
  machine: Machine,
  progress: Progress,
  playwrightPath: string = chromium.executablePath(),
): Promise<Chromium> {
  const named = machine.env["CHROMIUM"]
  if (named !== undefined && named !== "") return readNamed(machine, named)
  return (
    (await readInstalled(machine, playwrightPath)) ??
    (await installFromDebian(machine, progress)) ??
    (await installFromPlaywright(machine, progress, playwrightPath))
  )
}

/** Whether a browser's version line is that of a build which loads unpacked extensions from the command line. */
export function loadsUnpackedExtensions(version: string): boolean {
  return /^(?:Chromium|Google Chrome for Testing) \d/.test(version)
}

async function readNamed(machine: Machine, named: string): Promise<Chromium> {
  const path = await machine.resolveExecutable(named)
  if (path === null) throw new ToolchainError("no-browser", `CHROMIUM must name an executable file, got ${named}`)
  const version = await readVersion(machine, path)
  if (!loadsUnpackedExtensions(version)) {
    throw new ToolchainError(
      "branded-browser",
      `CHROMIUM must be Chromium or Chrome for Testing, got "${version}", which ignores --load-extension`,
    )
  }
  return { path, version }
}

async function readInstalled(machine: Machine, playwrightPath: string): Promise<Chromium | null> {
  const candidates = [
    await machine.resolveExecutable(playwrightPath),
    await machine.resolveExecutable("/usr/bin/chromium"),
    await findInPath(machine, ["chromium"]),
    await findInPath(machine, ["chromium-browser"]),
  ]
  for (const path of candidates) {
    // A snap sees neither our profile folder nor the extension in /tmp.
    if (path === null || path.startsWith("/snap/") || path.endsWith("/snap")) continue
    const version = await readVersion(machine, path).catch(() => "")
    if (loadsUnpackedExtensions(version)) return { path, version }
  }
  return null
}

async function installFromDebian(machine: Machine, progress: Progress): Promise<Chromium | null> {
  const aptGet = await machine.resolveExecutable("/usr/bin/apt-get")
  const isDebian = (await machine.resolveExecutable("/usr/bin/dpkg")) !== null && aptGet !== null
  if (!isDebian || !machine.isRoot) return null
  try {
    await progress.step(`installing ${DEBIAN_PACKAGES.join(" ")} (apt-get)`, async (note) => {
      const options = { env: { DEBIAN_FRONTEND: "noninteractive" }, onLine: note }
      await machine.run(aptGet, ["update"], options)
      await machine.run(aptGet, ["install", "-y", "--no-install-recommends", ...DEBIAN_PACKAGES], options)
    })
  } catch (cause) {
    progress.say(`apt-get did not install it (${firstLine(cause)}); trying Playwright's own build`)
    return null
  }
  // Ubuntu's package of that name is a snap and is passed over again.
  return readInstalled(machine, "/usr/bin/chromium")
}

async function installFromPlaywright(machine: Machine, progress: Progress, playwrightPath: string): Promise<Chromium> {
  const packageFolder = dirname(createRequire(import.meta.url).resolve("playwright/package.json"))
  try {
    await progress.step("installing Chromium (playwright install)", (note) =>
      machine.run(process.execPath, [join(packageFolder, "cli.js"), "install", "--no-shell", "chromium"], {
        onLine: note,
      }),
    )
  } catch (cause) {
    throw new ToolchainError("no-browser", "no Chromium found, and none could be installed: set CHROMIUM", { cause })
  }
  const installed = await readInstalled(machine, playwrightPath)
  if (installed !== null) return installed
  throw new ToolchainError("no-browser", `Playwright installed a Chromium that does not start: ${playwrightPath}`)
}

async function readVersion(machine: Machine, path: string): Promise<string> {
  // On Windows a browser opens a window instead of answering; there its folder is what says the brand.
  if (machine.platform === "win32") {
    return /\\Google\\Chrome\\|\\Microsoft\\Edge\\/i.test(path) ? "Google Chrome" : "Chromium 0 by its folder"
  }
  const output = await machine.run(path, ["--version"])
  return output.split("\n").find((line) => /\d+\.\d+/.test(line) && !line.includes(": ")) ?? output
}

function firstLine(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "unknown reason"
}
