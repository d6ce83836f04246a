import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Confirm } from "./confirm.tsx"

export interface LastingIdentityProps {
  /** null: not read yet. */
  readonly lasting: "made" | "none" | null
  readonly onCreate: () => void
  readonly onDelete: () => void
}

/** Whether others may know you again, by your choice. */
export function LastingIdentity({ lasting, onCreate, onDelete }: LastingIdentityProps) {
  const words = en.people.lasting
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="soft">{words.help}</p>
      <div class="card">
        <p role="status">{lasting !== null && (lasting === "made" ? words.on : words.off)}</p>
        {lasting === "none" && <Button onPress={onCreate}>{words.create}</Button>}
        {lasting === "made" && (
          <Confirm
            label={words.remove}
            question={words.removeQuestion}
            confirm={words.removeConfirm}
            onConfirm={onDelete}
          />
        )}
      </div>
    </section>
  )
}
