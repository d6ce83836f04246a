import { useId } from "preact/hooks"

export interface ChoiceProps {
  readonly type: "radio" | "checkbox"
  /** Of the group of radio buttons. */
  readonly name?: string
  readonly word: string
  /** What it does, in one sentence. */
  readonly meaning?: string
  readonly isChosen: boolean
  /** What was pressed is wanted, or of a box no more. */
  readonly onChoose: (wanted: "on" | "off") => void
}

/** One of several, or one to switch, that others have to agree to: it stays as it is until the meeting says otherwise. */
export function Choice({ type, name, word, meaning, isChosen, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <div class="choice">
      <input
        id={id}
        type={type}
        name={name}
        checked={isChosen}
        aria-labelledby={`${id}-word`}
        aria-describedby={meaning === undefined ? undefined : `${id}-meaning`}
        onClick={(event) => {
          const wanted = event.currentTarget.checked ? "on" : "off"
          event.preventDefault()
          if (type === "checkbox" || !isChosen) onChoose(wanted)
        }}
      />
      <label for={id}>
        <span id={`${id}-word`}>{word}</span>
        {meaning !== undefined && (
          <span class="soft small" id={`${id}-meaning`}>
            {meaning}
          </span>
        )}
      </label>
    </div>
  )
}
