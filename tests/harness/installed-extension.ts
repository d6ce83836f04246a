// An extension that is packed and installed, as the browser's own start needs it: `--load-extension` comes after the
// first navigation. It is installed by policy, in a mount namespace of its own, so that the machine's stays as it is.

import { execFile } from "node:child_process"
import { createHash, createPublicKey } from "node:crypto"
import { once } from "node:events"
import { cp, mkdir, readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { join } from "node:path"
import { promisify } from "node:util"
import { chromiumPath, sandboxArgs } from "./browser.ts"

const run = promisify(execFile)
const POLICY_FOLDER = "/etc/chromium"

export interface InstalledExtension {
  readonly id: string
  /** Starts Chromium with the policy: for `startBareBrowser`. */
  readonly launcher: readonly [string, ...string[]]
  /** Packs the folder anew and offers it as the update. */
  publish(version: string): Promise<void>
  close(): Promise<void>
}

/** Packs `folder` with a new key and offers it for installation; `work` is an empty folder for what that takes. */
export async function offerExtension(folder: string, version: string, work: string): Promise<InstalledExtension> {
  if (process.getuid?.() !== 0) {
    throw new Error("cold starts need a private mount namespace for the browser's policy: run this test as root")
  }
  await pack(folder)
  const key = `${folder}.pem`
  const id = extensionId(await readFile(key))
  const offered = { version, package: await readFile(`${folder}.crx`) }
  const http = createServer((request, response) => {
    if (request.url?.startsWith("/update.xml")) response.end(updateXml(id, offered.version, request.headers.host ?? ""))
    else response.setHeader("content-type", "application/x-chrome-extension").end(offered.package)
  })
  http.listen(0, "127.0.0.1")
  await once(http, "listening")
  const address = http.address()
  if (address === null || typeof address === "string") throw new Error("the update server has no port")
  const policies = join(work, "chromium")
  await cp(POLICY_FOLDER, policies, { recursive: true }).catch(ignoreMissing)
  await mkdir(join(policies, "policies", "managed"), { recursive: true })
  await mkdir(POLICY_FOLDER, { recursive: true })
  const setting = {
    installation_mode: "force_installed",
    update_url: `http://127.0.0.1:${address.port}/update.xml`,
    override_update_url: true,
  }
  await writeFile(
    join(policies, "policies", "managed", "wardroom.json"),
    // By default a debugger may not look into what a policy installed.
    JSON.stringify({ ExtensionSettings: { [id]: setting }, DeveloperToolsAvailability: 1 }),
  )
  const script = `mount --bind "$0" ${POLICY_FOLDER} && exec "$@"`
  return {
    id,
    launcher: ["unshare", "-m", "bash", "-c", script, policies, await chromiumPath()],
    publish: async (next) => {
      await pack(folder, key)
      Object.assign(offered, { version: next, package: await readFile(`${folder}.crx`) })
    },
    close: async () => {
      http.closeAllConnections()
      http.close()
      await once(http, "close")
    },
  }
}

async function pack(folder: string, key?: string): Promise<void> {
  const args = [`--pack-extension=${folder}`, ...(key === undefined ? [] : [`--pack-extension-key=${key}`])]
  await run(await chromiumPath(), [...sandboxArgs(), ...args])
}

/** The first 16 bytes of SHA-256 of the public key, a digit of each half byte written as a to p. */
function extensionId(privateKey: Buffer): string {
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" })
  const hex = createHash("sha256").update(publicKey).digest("hex").slice(0, 32)
  return hex.replace(/./g, (digit) => String.fromCharCode("a".charCodeAt(0) + Number.parseInt(digit, 16)))
}

function updateXml(id: string, version: string, host: string): string {
  return (
    `<?xml version="1.0"?><gupdate xmlns="http://www.google.com/update2/response" protocol="2.0"><app appid="${id}">` +
    `<updatecheck codebase="http://${host}/extension.crx" version="${version}"/></app></gupdate>`
  )
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error
}
