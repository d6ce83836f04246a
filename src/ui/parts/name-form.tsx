import { useId, useRef, useState } from "preact/hooks"
import { plainLine } from "../../bytes/plain-line.ts"
import { fitName } from "../../meeting/person-name.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"

export interface NameFormProps {
  /** The name used last, or empty. */
  readonly remembered: string
  readonly isReady: boolean
  /** What is awaited while not ready, else how one joins. */
  readonly word: string
  readonly onJoin: (name: string) => void
}

/** The name that the others see, and the one button that joins. */
export function NameForm({ remembered, isReady, word, onJoin }: NameFormProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState(remembered)
  const [isMissing, setMissing] = useState(false)
  const join = () => {
    if (!isReady) return
    const shown = plainLine(name)
    setMissing(shown === "")
    if (shown === "") field.current?.focus()
    else onJoin(shown)
  }
  return (
    <form
      class="name-form"
      onSubmit={(event) => {
        event.preventDefault()
        join()
      }}
    >
      <div class="field">
        <label for={id}>{en.preJoin.yourName}</label>
        <input
          ref={field}
          id={id}
          value={name}
          autocomplete="off"
          aria-invalid={isMissing}
          aria-describedby={`${id}-help`}
          onInput={(event) => {
            event.currentTarget.value = fitName(event.currentTarget.value)
            setName(event.currentTarget.value)
          }}
        />
        <p id={`${id}-help`} class={isMissing ? "field-error small" : "soft small"}>
          {isMissing ? en.preJoin.nameMissing : en.preJoin.nameHelp}
        </p>
      </div>
      <Button look="primary" disabled={!isReady} onPress={join}>
        {en.preJoin.join}
      </Button>
      <p class="soft small awaited" role="status">
        {word}
      </p>
    </form>
  )
}
