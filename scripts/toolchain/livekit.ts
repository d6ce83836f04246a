// Finds, or builds, the SFU: livekit-server of one pinned version.

import { join } from "node:path"
import type { Progress } from "../progress.ts"
import { ToolchainError } from "./errors.ts"
import { type Machine, findInPath } from "./machine.ts"

/** v1.13.0, v1.13.1 and master have replace directives, which `go install` refuses. */
export const LIVEKIT_VERSION = "1.13.5"
const GO_PACKAGE = `github.com/livekit/livekit-server/cmd/server@v${LIVEKIT_VERSION}`

/**
 * The path of livekit-server: from PATH when it is the same major version and not older, from our cache, else built
 * by `go install`. Throws ToolchainError "no-livekit".
 */
export async function findLiveKit(machine: Machine, progress: Progress): Promise<string> {
  const inPath = await findInPath(machine, ["livekit-server"])
  if (inPath !== null && isNewEnough(await machine.run(inPath, ["--version"]).catch(() => ""))) return inPath
  const cached = cachedPath(machine)
  return (await machine.resolveExecutable(cached)) ?? (await installWithGo(machine, progress, cached))
}

/** Whether the answer of `livekit-server --version` names our major version, the pinned one or a later one. */
export function isNewEnough(answer: string): boolean {
  const [found, pinned] = [readVersion(answer), readVersion(LIVEKIT_VERSION)]
  if (found === null || pinned === null || found.major !== pinned.major) return false
  return found.minor > pinned.minor || (found.minor === pinned.minor && found.patch >= pinned.patch)
}

/** Where the built server is kept, outside the clone, so that every clone shares it. */
export function cachedPath(machine: Machine): string {
  const suffix = machine.platform === "win32" ? ".exe" : ""
  return join(cacheFolder(machine), `livekit-server-v${LIVEKIT_VERSION}${suffix}`)
}

async function installWithGo(machine: Machine, progress: Progress, target: string): Promise<string> {
  const go = (await findInPath(machine, ["go"])) ?? (await machine.resolveExecutable("/usr/local/go/bin/go"))
  if (go === null) {
    // The vendor's release archive is no way out: we have no digest of it that we checked ourselves.
    throw new ToolchainError(
      "no-livekit",
      `livekit-server ${LIVEKIT_VERSION} is needed: install Go 1.26 or newer and start again, ` +
        "or put livekit-server into your PATH (github.com/livekit/livekit/releases)",
    )
  }
  try {
    await progress.step(`building livekit-server ${LIVEKIT_VERSION} (go install), once, two minutes or so`, (note) =>
      machine.inScratchFolder(cacheFolder(machine), async (folder) => {
        await machine.run(go, ["install", GO_PACKAGE], { env: { GOBIN: folder }, onLine: note })
        await machine.move(join(folder, machine.platform === "win32" ? "server.exe" : "server"), target)
      }),
    )
  } catch (cause) {
    throw new ToolchainError("no-livekit", `go install ${GO_PACKAGE} failed`, { cause })
  }
  return target
}

function cacheFolder(machine: Machine): string {
  const { env, homeFolder, platform } = machine
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(homeFolder, "AppData", "Local"), "wardroom")
  if (platform === "darwin") return join(homeFolder, "Library", "Caches", "wardroom")
  return join(env["XDG_CACHE_HOME"] || join(homeFolder, ".cache"), "wardroom")
}

function readVersion(text: string): { major: number; minor: number; patch: number } | null {
  const [, major, minor, patch] = /(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []
  if (major === undefined || minor === undefined || patch === undefined) return null
  return { major: Number(major), minor: Number(minor), patch: Number(patch) }
}
