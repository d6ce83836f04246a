// Reads the cases of a folder laid out as tests/vectors/sigstore/bundle-verify/README.md says.

import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { ConformanceCase } from "../../../src/release/conformance.ts"

const DEFAULT_ISSUER = "https://token.actions.githubusercontent.com"
const DEFAULT_SUBJECT =
  "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main"

const VECTORS_FOLDER = fileURLToPath(new URL("../../vectors/sigstore/", import.meta.url))

export interface NamedCase extends ConformanceCase {
  readonly name: string
  readonly isGood: boolean
}

/** All cases, by name. */
export async function readCases(folder: string = join(VECTORS_FOLDER, "bundle-verify")): Promise<readonly NamedCase[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readCase(folder, name)))
}

/** One case that must be there. */
export async function readNamedCase(name: string): Promise<NamedCase> {
  return readCase(join(VECTORS_FOLDER, "bundle-verify"), name)
}

/** The handwritten kinds of the cases to be refused. */
export async function readExpectedKinds(): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readFile(join(VECTORS_FOLDER, "expected-kinds.json"), "utf8"))
}

async function readCase(folder: string, name: string): Promise<NamedCase> {
  const read = (file: string) => readIfThere(join(folder, name, file))
  const [key, issuer, subject] = await Promise.all([read("key.pub"), read("issuer"), read("identity")])
  return {
    name,
    isGood: !name.endsWith("_fail"),
    bundle: await readFile(join(folder, name, "bundle.sigstore.json")),
    trustRoot:
      (await read("trusted_root.json")) ?? (await readFile(join(VECTORS_FOLDER, "trusted_root.public-good.json"))),
    artifact: (await read("artifact")) ?? (await readFile(join(folder, "a.txt"))),
    signer: key
      ? { kind: "key", publicKey: fromPem(key.toString("utf8")) }
      : {
          kind: "identity",
          issuer: issuer?.toString("utf8").trim() ?? DEFAULT_ISSUER,
          subject: subject?.toString("utf8").trim() ?? DEFAULT_SUBJECT,
        },
  }
}

// By hand, since one of the bad cases is a key that Node refuses to read.
function fromPem(pem: string): Uint8Array {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----/g, ""), "base64")
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null
    throw error
  }
}
