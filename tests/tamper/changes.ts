// What the tamper lab does to a package, one change at a time, and the first thing that is then wrong.

import type { Kind } from "../../scripts/verify/verdict.ts"
import type { TestAuthority } from "../../scripts/release/test-authority.ts"
import {
  claimsOf,
  type Files,
  type Json,
  OWN_ROOT,
  RELEASE,
  replaced,
  SIGNATURE,
  type TamperLab,
  withJson,
} from "./lab.ts"

export interface Change {
  readonly name: string
  readonly kind: Kind
  readonly files: Files
}

const MANIFEST = "manifest.json"
/** JSON files change their meaning, not just a byte: a manifest or a rule must still load to be judged. */
const BY_HAND = [MANIFEST, RELEASE, SIGNATURE, OWN_ROOT]

/** Code that takes the place of what checks, and lies. */
const LIARS: Readonly<Record<string, { readonly name: string; readonly script: string }>> = {
  "release.worker.js": {
    name: "a verifier that always agrees",
    script: 'onmessage = ({ data }) => postMessage({ id: data.id, gives: { state: "local" } })',
  },
  "main.js": {
    name: "a page that asks nobody",
    script: 'window.releaseTest = { verifyPackage: async () => ({ state: "local", fault: null, detail: "" }) }',
  },
}

/** Every change; `stranger` is an authority that the package does not trust. */
export async function allChanges(lab: TamperLab, stranger: TestAuthority): Promise<readonly Change[]> {
  const whole = await lab.sign()
  return [...fileChanges(whole), ...(await signatureChanges(lab, whole)), ...(await signerChanges(lab, stranger))]
}

function fileChanges(whole: Files): readonly Change[] {
  const scripts = Array.from(whole.keys()).filter((path) => !BY_HAND.includes(path))
  const aByte = scripts.map((path): Change => {
    const content = Buffer.concat([whole.get(path) ?? Buffer.of(), Buffer.from("\n")])
    return { name: `a byte more in ${path}`, kind: "file-changed", files: replaced(whole, [path, content]) }
  })
  const manifest = (name: string, change: (manifest: Json) => void): Change => ({
    name,
    kind: "file-changed",
    files: withJson(whole, MANIFEST, change),
  })
  const liars = Object.entries(LIARS).filter(([path]) => whole.has(path))
  const style = scripts.find((path) => path.endsWith(".css")) ?? ""
  return [
    ...aByte,
    ...liars.map(([path, { name, script }]): Change => {
      return { name, kind: "file-changed", files: replaced(whole, [path, Buffer.from(script)]) }
    }),
    manifest("another name in the manifest", (json) => (json["name"] = "Wardroom 2")),
    manifest("a permission more in the manifest", (json) => json["permissions"].push("tabs")),
    manifest("a host's updates in the manifest", (json) => (json["update_url"] = "https://evil.example/updates")),
    manifest("remote connections in the manifest's CSP", (json) => {
      json["content_security_policy"].extension_pages += "; connect-src *"
    }),
    { name: "an added script", kind: "file-added", files: replaced(whole, ["chunks/added.js", Buffer.from("0")]) },
    {
      name: "a script where a store puts its signature",
      kind: "file-added",
      files: replaced(whole, ["META-INF/added.js", Buffer.from("0")]),
    },
    { name: "a removed style", kind: "file-missing", files: replaced(whole, [style, null]) },
    {
      name: "another trust root of its own",
      kind: "file-changed",
      files: replaced(whole, ["trust-root.json", Buffer.from("{}")]),
    },
  ]
}

async function signatureChanges(lab: TamperLab, whole: Files): Promise<readonly Change[]> {
  const bundle = (name: string, kind: Kind, change: (bundle: Json, entry: Json) => void): Change => ({
    name,
    kind,
    files: withJson(whole, SIGNATURE, (json) => change(json, json["verificationMaterial"].tlogEntries[0])),
  })
  const release = (name: string, kind: Kind, change: (text: string) => string): Change => ({
    name,
    kind,
    files: replaced(whole, [RELEASE, Buffer.from(change(whole.get(RELEASE)?.toString() ?? ""))]),
  })
  const other = await lab.sign({ release: { sequence: 7, previous: "f".repeat(64) } })
  return [
    { name: "no signature", kind: "unsigned", files: replaced(whole, [SIGNATURE, null]) },
    { name: "no release", kind: "unsigned", files: replaced(whole, [RELEASE, null]) },
    release("a space in the release", "release-malformed", (text) => text.replace(":", ": ")),
    release("another commit in the release", "artifact", (text) =>
      text.replace(/"commit":"./, (start) => start.slice(0, -1).concat("e")),
    ),
    {
      name: "a replayed signature",
      kind: "artifact",
      files: replaced(whole, [SIGNATURE, other.get(SIGNATURE) ?? null]),
    },
    bundle("an unlogged signature", "no-proof", (json) => (json["verificationMaterial"].tlogEntries = [])),
    bundle("a promise without proof", "no-proof", (_, entry) => delete entry["inclusionProof"]),
    bundle("a proof without checkpoint", "no-proof", (_, entry) => delete entry["inclusionProof"].checkpoint),
    bundle("an unsigned time", "no-time", (_, entry) => delete entry["inclusionPromise"]),
    bundle("an hour later", "certificate-time", (_, entry) => {
      entry["integratedTime"] = String(Number(entry["integratedTime"]) + 3600)
    }),
    bundle("a bundle of version 0.1", "bundle", (json) => {
      json["mediaType"] = "application/vnd.dev.sigstore.bundle+json;version=0.1"
    }),
  ]
}

async function signerChanges(lab: TamperLab, stranger: TestAuthority): Promise<readonly Change[]> {
  const { iss = "", sub = "" } = claimsOf({}, lab.version)
  const by = async (name: string, claims: Json): Promise<Change> => ({
    name,
    kind: "identity",
    files: await lab.sign({ claims: claimsOf(claims, lab.version) }),
  })
  const root = lab.trustRoot
  root["certificateAuthorities"][0].validFor = { start: "2020-01-01T00:00:00Z", end: "2020-01-02T00:00:00Z" }
  const expired = Buffer.from(JSON.stringify(root))
  const revocations = { issued: "2020-01-01", expires: "2020-02-01", releases: [] }
  return [
    await by("another identity", { sub: "https://evil.example/release" }),
    await by("an identity with the right one as its start", { sub: `${sub}.evil.example` }),
    await by("an identity with the right one as its end", { sub: `https://evil.example/${sub}` }),
    await by("another tag", { sub: sub.replace(lab.version, "9.9.9") }),
    await by("another issuer", { iss: `${iss}.evil.example` }),
    { name: "another authority", kind: "certificate", files: await lab.sign({ authority: stranger }) },
    { name: "an expired authority", kind: "certificate-time", files: await lab.sign({ trustRoot: expired }) },
    {
      name: "an expired list of revocations",
      kind: "revocations-expired",
      files: await lab.sign({ release: { revocations } }),
    },
  ]
}
