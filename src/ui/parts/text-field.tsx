import { useId } from "preact/hooks"

export interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly type?: keyof typeof INPUTS
  readonly help?: string | undefined
  /** What is wrong, in place of the help; null or absent: nothing. */
  readonly wrong?: string | null
  /** In UTF-16 units. */
  readonly maxLength?: number
}

const MAX_LENGTH = 200
const INPUTS = {
  text: { type: "text" },
  password: { type: "password" },
  number: { type: "number" },
  "datetime-local": { type: "datetime-local" },
} as const

/** A field with its label, and one line that helps or says what is wrong. */
export function TextField(props: TextFieldProps) {
  const { label, value, onValue, type = "text", help, wrong = null, maxLength = MAX_LENGTH } = props
  const id = useId()
  const line = wrong ?? help
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        {...INPUTS[type]}
        value={value}
        maxlength={maxLength}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={wrong !== null}
        aria-describedby={line === undefined ? undefined : `${id}-help`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {line !== undefined && (
        <p id={`${id}-help`} class={wrong === null ? "soft small" : "field-error small"}>
          {line}
        </p>
      )}
    </div>
  )
}
