import type { ReleaseStatus } from "../../release/status.ts"
import { lookOf } from "../release-words.ts"
import { en } from "../strings/en.ts"
import { Icon } from "./icon.tsx"

/** The release in a word; leads to the page with everything behind it. */
export function ReleaseBadge({ status }: { readonly status: ReleaseStatus | null }) {
  const { word, icon, hue } = lookOf(status)
  return (
    <a class="trust" data-trust={hue} href="/about.html" target="_blank" title={en.release.aboutThis}>
      <Icon name={icon} />
      <span data-testid="release-state">{word}</span>
    </a>
  )
}
