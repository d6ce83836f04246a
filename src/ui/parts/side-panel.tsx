import type { ComponentChildren } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { en } from "../strings/en.ts"
import { IconButton } from "./icon-button.tsx"
import { useFocusReturn } from "./use-focus-return.ts"

export interface SidePanelProps {
  /** Names the panel for screen readers. */
  readonly label: string
  readonly title: string
  /** Below the title. */
  readonly badge?: ComponentChildren
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** Stands beside the tiles, on narrow windows over them. Takes the focus when it opens, and gives it back. */
export function SidePanel({ label, title, badge, onClose, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusReturn(panel)
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <aside
      class="side-panel"
      ref={panel}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose()
      }}
    >
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {badge}
        <IconButton label={en.common.close} icon="x" onPress={onClose} />
      </header>
      {children}
    </aside>
  )
}
