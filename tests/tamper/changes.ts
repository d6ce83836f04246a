// What the tamper lab does to a package, one change at a time, and the first thing that is then wrong.

import type { TestAuthority } from "../../scripts/release/test-authority.ts"
import type { Kind } from "../../scripts/verify/verdict.ts"
import { fileChanges } from "./file-changes.ts"
import { historyChanges } from "./history-changes.ts"
import type { Files, TamperLab } from "./lab.ts"
import { signatureChanges } from "./signature-changes.ts"
import { signerChanges } from "./signer-changes.ts"

export interface Change {
  readonly name: string
  readonly kind: Kind
  readonly files: Files
  /** A release that this browser ran, and this reader of the tool has, before. */
  readonly seen?: Files
  /** Poses as published, so the tool is asked for no local build. */
  readonly isPublished?: true
}

/** Every change; `stranger` is an authority that the package does not trust. */
export async function allChanges(lab: TamperLab, stranger: TestAuthority): Promise<readonly Change[]> {
  const whole = await lab.sign()
  return [
    ...fileChanges(whole),
    ...(await signatureChanges(lab, whole, stranger)),
    ...(await signerChanges(lab, stranger)),
    ...(await historyChanges(lab)),
  ]
}
