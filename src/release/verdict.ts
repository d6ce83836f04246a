// The outcome of a check in the form that crosses to other parts: views, tables, the outside tool's agreement test.

import { ReleaseError, type ReleaseFault } from "./errors.ts"

export type Verdict =
  | { readonly outcome: "verified"; readonly kind: null; readonly detail: string }
  /** `kind` null: the check itself failed, which shows nothing about what was checked and is no reason to trust it. */
  | { readonly outcome: "refused"; readonly kind: ReleaseFault | null; readonly detail: string }

/** Runs a check that rejects with ReleaseError; never rejects. */
export async function judge(check: () => Promise<unknown>): Promise<Verdict> {
  try {
    await check()
    return { outcome: "verified", kind: null, detail: "" }
  } catch (error) {
    return toRefusal(error)
  }
}

function toRefusal(error: unknown): Verdict {
  if (error instanceof ReleaseError) return { outcome: "refused", kind: error.fault, detail: error.message }
  return { outcome: "refused", kind: null, detail: error instanceof Error ? error.message : "unknown failure" }
}
