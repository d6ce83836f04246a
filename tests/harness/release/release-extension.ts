// A small extension for Chromium that holds the release worker and nothing else, under the policy of our pages, signed
// as a local build by an authority of the tests' own.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright"
import { rolldown } from "rolldown"
import { contentSecurityPolicy } from "../../../src/links/content-security-policy.ts"
import { nodeShims } from "../../../src/release/node/shim-plugin.ts"
import { launchBrowser } from "../browser.ts"
import type { NamedCase } from "./conformance-cases.ts"
import type { CaseMessage } from "../release-page/main.ts"
import { sha256 } from "./bundle-json.ts"
import { type Files, sortedJson, VERSION } from "./test-package.ts"

const PAGE_FOLDER = fileURLToPath(new URL("../release-page/", import.meta.url))

const MANIFEST = {
  manifest_version: 3,
  name: "Wardroom's release worker",
  version: VERSION,
  content_security_policy: { extension_pages: contentSecurityPolicy("chrome") },
}

/** Path → content of the extension, without a release. */
export async function buildReleaseExtension(): Promise<Files> {
  const [page, worker] = await Promise.all([bundle("main.ts"), bundle("release.worker.ts")])
  return new Map([
    ["manifest.json", Buffer.from(sortedJson(MANIFEST))],
    ["page.html", Buffer.from('<!doctype html><title>Release</title><script type="module" src="main.js"></script>')],
    ["main.js", page],
    ["release.worker.js", worker],
  ])
}

async function bundle(name: string): Promise<Buffer> {
  await using build = await rolldown({
    input: join(PAGE_FOLDER, name),
    platform: "browser",
    plugins: [nodeShims()],
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message) // such as a Node module that is not there
    },
  })
  const { output } = await build.generate({ format: "es", minify: true, codeSplitting: false })
  return Buffer.from(output[0].code)
}

export interface ReleasePage extends AsyncDisposable {
  readonly page: Page
  readonly version: string
}

/** Starts Chromium with the extension of these files and opens its page. */
export async function openReleasePage(files: Files): Promise<ReleasePage> {
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), "wardroom-release-"))
  started.defer(() => rm(folder, { recursive: true, force: true }))
  await writeFiles(folder, files)
  const browser = await launchBrowser({ extension: folder })
  started.defer(() => browser.close())
  const page = await browser.context.newPage()
  await page.goto(`chrome-extension://${idOf(folder)}/page.html`)
  await page.waitForFunction(() => "releaseTest" in window)
  const owned = started.move()
  return {
    page,
    version: browser.context.browser()?.version() ?? "unknown",
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Runs a conformance case in the extension's worker. */
export function runCaseIn({ page }: ReleasePage, { bundle, trustRoot, artifact, signer }: NamedCase) {
  const message: CaseMessage = {
    bundle: base64(bundle),
    trustRoot: base64(trustRoot),
    artifact: base64(artifact),
    signer: signer.kind === "key" ? { kind: "key", publicKey: base64(signer.publicKey) } : signer,
  }
  return page.evaluate((message) => window.releaseTest.runCase(message), message)
}

/** Checks the extension's own package, as it was loaded. */
export function verifyPackageIn({ page }: ReleasePage) {
  return page.evaluate(() => window.releaseTest.verifyPackage())
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

/** Chromium's id of an unpacked extension without key: of its path, a digit of each half byte written as a to p. */
export function idOf(folder: string): string {
  const hex = sha256(Buffer.from(folder)).toString("hex").slice(0, 32)
  return hex.replace(/./g, (digit) => String.fromCharCode("a".charCodeAt(0) + Number.parseInt(digit, 16)))
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64")
}
