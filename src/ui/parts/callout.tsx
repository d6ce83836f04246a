import type { ComponentChildren } from "preact"
import { Icon } from "./icon.tsx"

export interface CalloutProps {
  readonly tone?: "danger"
  readonly children: ComponentChildren
}

/** Something to know before going on; screen readers hear it when it appears. */
export function Callout({ tone, children }: CalloutProps) {
  return (
    <div class="callout" data-tone={tone} role="status">
      <Icon name="triangle-alert" />
      <div>{children}</div>
    </div>
  )
}
