import type { ComponentChildren } from "preact"
import { useRef, useState } from "preact/hooks"
import { type MeetingsFault, meetingsFaultOf } from "../../../meetings/errors.ts"
import { en } from "../../strings/en.ts"
import { Button } from "../button.tsx"
import { useFocusReturn } from "../use-focus-return.ts"

type Step = "idle" | "working" | "done" | MeetingsFault

export interface ErrandFormProps {
  /** What is about to happen, before it does. */
  readonly help?: string
  readonly confirm: string
  readonly look?: "primary" | "danger"
  /** What is awaited, while it runs. */
  readonly working?: string
  /** What to say when it is done; absent where the page shows it. */
  readonly done?: string
  /** Starts it; null where a field is missing, which the field says. */
  readonly onConfirm: () => Promise<void> | null
  /** Null where there is no way around it. */
  readonly onCancel: (() => void) | null
  readonly children?: ComponentChildren
}

/** Asks once, where it was pressed; then says what is awaited, and what came of it. */
export function ErrandForm({ help, confirm, look = "primary", working, done, children, ...act }: ErrandFormProps) {
  const [step, setStep] = useState<Step>("idle")
  const form = useRef<HTMLFormElement>(null)
  useFocusReturn(form)
  const run = async () => {
    const errand = act.onConfirm()
    if (!errand) return
    setStep("working")
    setStep(await errand.then(() => "done" as const, meetingsFaultOf))
  }
  return (
    <form
      class="errand"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        if (step !== "working") void run()
      }}
    >
      {help !== undefined && <p>{help}</p>}
      {children}
      <div class="button-row">
        <Button look={look} disabled={step === "working"} onPress={() => void run()}>
          {confirm}
        </Button>
        {act.onCancel && <Button onPress={act.onCancel}>{step === "done" ? en.common.close : en.common.cancel}</Button>}
      </div>
      <p class={isFault(step) ? "field-error" : "soft small"} role="status">
        {wordsOf(step, working, done)}
      </p>
    </form>
  )
}

function isFault(step: Step): step is MeetingsFault {
  return step !== "idle" && step !== "working" && step !== "done"
}

function wordsOf(step: Step, working = en.meetings.working, done = ""): string {
  if (step === "idle") return ""
  if (step === "working") return working
  return step === "done" ? done : en.meetings.faults[step]
}
