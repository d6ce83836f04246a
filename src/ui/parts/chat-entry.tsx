import { useEffect, useId, useRef, useState } from "preact/hooks"
import type { SayOutcome } from "../../meeting/said.ts"
import { en } from "../strings/en.ts"
import { IconButton } from "./icon-button.tsx"

const MAX_TEXT = 2000
/** From here on the rest is counted. */
const NEAR_END = 200

/** Enter sends, Shift and Enter begins a line. */
export function ChatEntry({ onSay }: { readonly onSay: (text: string) => SayOutcome }) {
  const [text, setText] = useState("")
  const [refused, setRefused] = useState<Exclude<SayOutcome, "said"> | null>(null)
  const entry = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  useEffect(() => entry.current?.focus(), []) // after the panel took the focus
  const send = () => {
    const outcome = onSay(text)
    if (outcome === "said") setText("")
    setRefused(outcome === "said" ? null : outcome)
    entry.current?.focus()
  }
  return (
    <form
      class="field chat-entry"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <label class="unseen" for={id}>
        {en.chat.entry}
      </label>
      <div class="field-with-button">
        <textarea
          id={id}
          ref={entry}
          rows={2}
          maxlength={MAX_TEXT}
          placeholder={en.chat.entry}
          value={text}
          aria-invalid={refused !== null}
          aria-describedby={`${id}-state`}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setRefused(null)
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
            event.preventDefault()
            send()
          }}
        />
        <IconButton label={en.chat.send} icon="send" onPress={send} />
      </div>
      <p id={`${id}-state`} class={refused === null ? "soft small" : "field-error small"} role="status">
        {refused === null ? lengthWords(MAX_TEXT - text.length) : en.chat.refused[refused]}
      </p>
    </form>
  )
}

function lengthWords(left: number): string {
  return left <= NEAR_END ? en.chat.left(left) : ""
}
