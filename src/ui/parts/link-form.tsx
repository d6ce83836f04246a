import { useId, useState } from "preact/hooks"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"

export interface LinkFormProps {
  /** Resolves to whether it was a meeting link. */
  readonly onOpenLink: (link: string) => Promise<"opened" | "not-a-link">
}

/** Takes a link that somebody sent. */
export function LinkForm({ onOpenLink }: LinkFormProps) {
  const id = useId()
  const [link, setLink] = useState("")
  const [wrong, setWrong] = useState(false)
  const open = async () => setWrong((await onOpenLink(link.trim())) === "not-a-link")
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <label for={id}>{en.start.meetingLink}</label>
      <div class="field-with-button">
        <input
          id={id}
          value={link}
          placeholder={en.start.linkPlaceholder}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onInput={(event) => setLink(event.currentTarget.value)}
        />
        <Button disabled={link.trim() === ""} onPress={() => void open()}>
          {en.start.open}
        </Button>
      </div>
      {wrong && (
        <p id={`${id}-wrong`} class="field-error small" role="alert">
          {en.start.linkWrong}
        </p>
      )}
    </form>
  )
}
