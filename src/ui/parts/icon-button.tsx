import type { IconName } from "../icons.ts"
import { Icon } from "./icon.tsx"

export interface IconButtonProps {
  readonly label: string
  readonly icon: IconName
  readonly look?: "off"
  readonly onPress: () => void
}

/** A button whose word shows as a tooltip. */
export function IconButton({ label, icon, look, onPress }: IconButtonProps) {
  return (
    <button
      type="button"
      class="button icon-button"
      data-look={look}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  )
}
