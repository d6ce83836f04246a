import type { ComponentChildren } from "preact"
import { useLayoutEffect, useId, useRef, useState } from "preact/hooks"
import type { IconName } from "../icons.ts"
import { en } from "../strings/en.ts"
import { Button, type ButtonProps } from "./button.tsx"

export interface ConfirmProps {
  readonly label: string
  readonly icon?: IconName
  /** Of the button that asks. */
  readonly look?: ButtonProps["look"]
  /** What happens. */
  readonly question: ComponentChildren
  readonly confirm: string
  readonly onConfirm: () => void
}

/** A button that asks once, in its place, before something is done that cannot be taken back. */
export function Confirm({ label, icon, look, question, confirm, onConfirm }: ConfirmProps) {
  const [step, setStep] = useState<"untouched" | "asking" | "closed">("untouched")
  const place = useRef<HTMLDivElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    if (step === "asking") place.current?.querySelector("p")?.focus()
    if (step === "closed") place.current?.querySelector("button")?.focus()
  }, [step])
  if (step !== "asking") {
    return (
      <div class="confirm" ref={place}>
        <Button {...(icon && { icon })} look={look} onPress={() => setStep("asking")}>
          {label}
        </Button>
      </div>
    )
  }
  return (
    <div
      class="confirm asking"
      ref={place}
      role="group"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        event.stopPropagation()
        setStep("closed")
      }}
    >
      <p id={id} tabIndex={-1}>
        {question}
      </p>
      <div class="button-row">
        <Button
          look="danger"
          onPress={() => {
            setStep("closed")
            onConfirm()
          }}
        >
          {confirm}
        </Button>
        <Button onPress={() => setStep("closed")}>{en.common.cancel}</Button>
      </div>
    </div>
  )
}
