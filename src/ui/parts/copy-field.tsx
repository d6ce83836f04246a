import { useId, useState } from "preact/hooks"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"

export interface CopyFieldProps {
  readonly label: string
  readonly value: string
  readonly help?: string
}

/** A value to hand on: readable, selectable, copied on request only. */
export function CopyField({ label, value, help }: CopyFieldProps) {
  const id = useId()
  const [copied, setCopied] = useState<string | null>(null)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(value)
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-with-button">
        <input
          id={id}
          readonly
          value={value}
          aria-describedby={help ? `${id}-help` : undefined}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button icon={copied === value ? "check" : "copy"} onPress={() => void copy()}>
          {copied === value ? en.common.copied : en.common.copy}
        </Button>
      </div>
      {help && (
        <p id={`${id}-help`} class="soft small">
          {help}
        </p>
      )}
    </div>
  )
}
