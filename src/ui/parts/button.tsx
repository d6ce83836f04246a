import type { ComponentChildren } from "preact"
import type { IconName } from "../icons.ts"
import { Icon } from "./icon.tsx"

export interface ButtonProps {
  readonly onPress: () => void
  readonly look?: "primary" | "danger" | "plain" | undefined
  readonly icon?: IconName
  readonly disabled?: boolean
  /** Its name where the word on it does not say of whom; begins with that word. */
  readonly label?: string
  readonly children: ComponentChildren
}

export function Button({ onPress, look, icon, disabled = false, label, children }: ButtonProps) {
  return (
    <button type="button" class="button" data-look={look} disabled={disabled} aria-label={label} onClick={onPress}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}
