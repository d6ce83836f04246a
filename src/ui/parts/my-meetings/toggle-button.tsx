import type { ComponentChildren } from "preact"

export interface ToggleButtonProps {
  readonly isOpen: boolean
  readonly look?: "plain" | "primary" | undefined
  readonly onToggle: () => void
  readonly children: ComponentChildren
}

/** Opens what follows it, or closes it again. */
export function ToggleButton({ isOpen, look, onToggle, children }: ToggleButtonProps) {
  return (
    <button type="button" class="button" data-look={look} aria-expanded={isOpen} onClick={onToggle}>
      {children}
    </button>
  )
}
