import type { ReleaseState } from "../../meeting/snapshot.ts"
import type { IconName } from "../icons.ts"
import { en } from "../strings/en.ts"
import { Icon } from "./icon.tsx"

const ICON: Readonly<Record<ReleaseState, IconName>> = { unsigned: "shield-question" }

export function ReleaseBadge({ release }: { readonly release: ReleaseState }) {
  return (
    <span class="trust" data-trust={release}>
      <Icon name={ICON[release]} />
      <span data-testid="release-state">{en.security.release[release]}</span>
    </span>
  )
}
