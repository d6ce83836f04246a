import type { ComponentChildren } from "preact"
import { Icon } from "./icon.tsx"

export interface DisclosureProps {
  readonly summary: ComponentChildren
  readonly children: ComponentChildren
}

/** What is one click deeper. */
export function Disclosure({ summary, children }: DisclosureProps) {
  return (
    <details>
      <summary>
        <Icon name="chevron-down" />
        <span>{summary}</span>
      </summary>
      {children}
    </details>
  )
}
