// Changes to a package after it was signed.

import type { Change } from "./changes.ts"
import { type Files, type Json, OWN_ROOT, RELEASE, replaced, SIGNATURE, withJson } from "./lab.ts"
import { liars } from "./liars.ts"

const MANIFEST = "manifest.json"
/** JSON files change their meaning, not just a byte: a manifest or a rule must still load to be judged. */
const BY_HAND = [MANIFEST, RELEASE, SIGNATURE, OWN_ROOT]

export function fileChanges(whole: Files): readonly Change[] {
  const paths = Array.from(whole.keys()).filter((path) => !BY_HAND.includes(path))
  const style = paths.find((path) => path.endsWith(".css")) ?? ""
  const worker = paths.find((path) => /\bpassword\.worker.*\.js$/.test(path)) ?? "background.js"
  return [
    ...paths.map((path) => withByteMore(whole, path)),
    ...liars(whole).map(({ name, path, script }) => change(name, replaced(whole, [path, Buffer.from(script)]))),
    ...manifestChanges(whole),
    added("an added script", whole, "chunks/added.js"),
    added("a script where a store puts its signature", whole, "META-INF/added.js"),
    added("a script where a browser puts its rules", whole, "_metadata/added.js"),
    added("a file that differs from another in case", whole, "Rules.json"),
    { name: "a removed style", kind: "file-missing", files: replaced(whole, [style, null]) },
    { name: "a removed worker", kind: "file-missing", files: replaced(whole, [worker, null]) },
    change("another trust root of its own", replaced(whole, ["trust-root.json", Buffer.from("{}")])),
    change("another signer in the policy", withJson(whole, "release-policy.json", addSigner)),
    change("rules that stop no link", replaced(whole, ["rules.json", Buffer.from("[]")])),
  ]
}

function manifestChanges(whole: Files): readonly Change[] {
  const manifest = (name: string, edit: (manifest: Json) => void): Change =>
    change(name, withJson(whole, MANIFEST, edit))
  return [
    manifest("another name in the manifest", (json) => (json["name"] = "Wardroom 2")),
    manifest("a permission more in the manifest", (json) => json["permissions"].push("tabs")),
    manifest("a host's updates in the manifest", (json) => (json["update_url"] = "https://evil.example/updates")),
    manifest("another CSP in the manifest", (json) => {
      const pages = json["content_security_policy"]
      pages.extension_pages = pages.extension_pages.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    }),
    manifest("pages of its own for every site in the manifest", (json) => {
      json["web_accessible_resources"] = [{ resources: ["*"], matches: ["https://*/*"] }]
    }),
    change("a manifest of another extension", withJson(whole, MANIFEST, keepVersionOnly)),
  ]
}

function change(name: string, files: Files): Change {
  return { name, kind: "file-changed", files }
}

function withByteMore(whole: Files, path: string): Change {
  const content = Buffer.concat([whole.get(path) ?? Buffer.of(), Buffer.from("\n")])
  return change(`a byte more in ${path}`, replaced(whole, [path, content]))
}

function added(name: string, whole: Files, path: string): Change {
  return { name, kind: "file-added", files: replaced(whole, [path, Buffer.from("0")]) }
}

function addSigner(policy: Json): void {
  policy["identities"].push({ name: "production", issuer: "https://evil.example", subject: "https://evil.example" })
}

function keepVersionOnly(manifest: Json): void {
  for (const key of Object.keys(manifest)) {
    if (!["manifest_version", "name", "version", "permissions"].includes(key)) delete manifest[key]
  }
}
