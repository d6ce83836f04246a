import { useId } from "preact/hooks"

export interface SelectFieldProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly T[]
  readonly wordOf: (option: T) => string
  readonly onChoose: (option: T) => void
  readonly help?: string
}

/** A choice of one, with its label. */
export function SelectField<T extends string>({ label, value, options, wordOf, onChoose, help }: SelectFieldProps<T>) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => {
          const chosen = options.find((option) => option === event.currentTarget.value)
          if (chosen !== undefined) onChoose(chosen)
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {wordOf(option)}
          </option>
        ))}
      </select>
      {help !== undefined && (
        <p id={`${id}-help`} class="soft small">
          {help}
        </p>
      )}
    </div>
  )
}
