// Releases that are whole, each by itself, and not what must follow the one that was seen before.

import { sha256Hex } from "../../scripts/release/release-json.ts"
import type { Kind } from "../../scripts/verify/verdict.ts"
import type { Change } from "./changes.ts"
import { type Files, RELEASE, type TamperLab } from "./lab.ts"

export async function historyChanges(lab: TamperLab): Promise<readonly Change[]> {
  const old = await lab.sign()
  const previous = sha256Hex(old.get(RELEASE) ?? Buffer.of())
  const seen = await lab.sign({ release: { sequence: 2, previous } })
  const revocations = { issued: "2100-01-01", expires: "2101-01-01", releases: [previous] }
  const revoking = await lab.sign({ release: { sequence: 2, previous, revocations } })
  const fork = await lab.sign({ release: { sequence: 2, previous: "f".repeat(64) } })
  const stray = await lab.sign({ release: { sequence: 3, previous: "f".repeat(64) } })
  const after = (name: string, kind: Kind, files: Files, before = seen): Change => ({ name, kind, files, seen: before })
  return [
    after("an old release", "rolled-back", old),
    after("a fork of the release", "forked", fork),
    after("a release that follows another one", "chain-broken", stray),
    after("a release that was taken back", "revoked", old, revoking),
  ]
}
