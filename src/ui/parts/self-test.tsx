import type { SelfTestState } from "../about-client.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Callout } from "./callout.tsx"
import { Icon } from "./icon.tsx"

export interface SelfTestProps {
  readonly state: SelfTestState
  readonly onRun: () => void
  readonly onStop: () => void
}

const words = en.about.selfTest

/** Known answers, put to the part that checked this client. */
export function SelfTest({ state, onRun, onStop }: SelfTestProps) {
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="soft">{words.help}</p>
      <p>
        {state.step === "running" ? (
          <Button onPress={onStop}>{words.stop}</Button>
        ) : (
          <Button onPress={onRun}>{state.step === "idle" ? words.run : words.again}</Button>
        )}
      </p>
      {state.step === "running" && <Progress done={state.done} total={state.total} />}
      <div role="status">
        <Outcome state={state} />
      </div>
    </section>
  )
}

function Outcome({ state }: Pick<SelfTestProps, "state">) {
  switch (state.step) {
    case "idle":
    case "running":
      return null
    case "broken":
      return <Callout tone="danger">{words.broken}</Callout>
    case "done": {
      const { total, failures, ms } = state.result
      if (failures.length > 0) return <Failures total={total} failures={failures} />
      return (
        <p class="passed">
          <Icon name="check" />
          {words.passed(total, (ms / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 }))}
        </p>
      )
    }
  }
}

/** Not in the live part of the page: a screen reader would say each case. */
function Progress({ done, total }: { readonly done: number; readonly total: number | null }) {
  const text = total === null ? en.about.statement.reading : words.running(done, total)
  return (
    <p class="progress">
      <progress max={total ?? 1} value={total === null ? undefined : done} aria-label={words.title} />
      <span>{text}</span>
    </p>
  )
}

type Failure = Extract<SelfTestState, { step: "done" }>["result"]["failures"][number]

function Failures({ total, failures }: { readonly total: number; readonly failures: readonly Failure[] }) {
  return (
    <Callout tone="danger">
      <p>{words.failed(failures.length, total)}</p>
      <ul class="small">
        {failures.map(({ name, expected, got }) => (
          <li key={name}>{words.failure(name, expected ?? words.good, got ?? words.good)}</li>
        ))}
      </ul>
    </Callout>
  )
}
