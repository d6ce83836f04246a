import { useId } from "preact/hooks"
import type { ChosenFile, StatementState } from "../about-client.ts"
import type { ReleaseStatus } from "../../release/status.ts"
import { en } from "../strings/en.ts"
import { StatementOutcome } from "./statement-outcome.tsx"

export interface StatementFormProps {
  readonly state: StatementState
  /** The own client's: whom to believe comes with the package, so only one that is as it should be can say it. */
  readonly status: ReleaseStatus
  readonly onBring: (files: readonly ChosenFile[]) => void
}

const words = en.about.statement

/** Takes another release's statement, or an attestation, and says in words what it is. */
export function StatementForm({ state, status, onBring }: StatementFormProps) {
  return (
    <section>
      <h2>{words.title}</h2>
      {status.state === "unsigned" || status.state === "refused" ? (
        <p class="soft">{words.unable}</p>
      ) : (
        <FileChoice onBring={onBring} />
      )}
      <div role="status">
        <StatementOutcome state={state} />
      </div>
    </section>
  )
}

function FileChoice({ onBring }: Pick<StatementFormProps, "onBring">) {
  const id = useId()
  const bring = async (input: HTMLInputElement) => {
    const files = await readAll(input.files ?? [])
    input.value = "" // the same files may be chosen again
    if (files.length > 0) onBring(files)
  }
  return (
    <>
      <p id={`${id}-help`} class="soft">
        {words.help}
      </p>
      <p class="file-choice">
        <input
          id={id}
          type="file"
          multiple
          accept=".json"
          aria-describedby={`${id}-help`}
          onChange={(event) => void bring(event.currentTarget)}
        />
        <label class="button" for={id}>
          {words.choose}
        </label>
      </p>
    </>
  )
}

async function readAll(files: Iterable<File>): Promise<readonly ChosenFile[]> {
  return Promise.all(
    Array.from(files, async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  )
}
