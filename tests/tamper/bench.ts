// The lab's bench: a package as it is published, and every tampered one made of it.

import { silent } from "../../scripts/progress.ts"
import { buildRelease } from "../../scripts/release/build-release.ts"
import { readFiles } from "../../scripts/release/release-json.ts"
import { createTestAuthority } from "../../scripts/release/test-authority.ts"
import { type Machine, PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { BLIND_SPOTS } from "./blind-spots.ts"
import { allChanges, type Change } from "./changes.ts"
import { type Files, TamperLab } from "./lab.ts"

export interface Line {
  readonly change: Change
  /** Why the extension cannot notice it; null where it must. */
  readonly blindSpot: string | null
}

export interface Bench {
  readonly whole: Files
  readonly lines: readonly Line[]
}

/** Builds HEAD, signs it, and makes every tampered package of it. */
export async function prepareBench(machine: Machine, scratch: string): Promise<Bench> {
  const order = { checkout: PROJECT_FOLDER, revision: "HEAD", version: "1.2.3", outFolder: scratch }
  const { packageFolder } = await buildRelease(machine, silent, order)
  await using authority = await createTestAuthority()
  await using stranger = await createTestAuthority()
  const lab = new TamperLab(authority, await readFiles(packageFolder))
  const changes = await allChanges(lab, stranger)
  return { whole: await lab.sign(), lines: changes.map((change) => ({ change, blindSpot: blindSpotOf(change) })) }
}

function blindSpotOf({ name }: Change): string | null {
  return BLIND_SPOTS.find(({ change }) => change === name)?.reason ?? null
}
