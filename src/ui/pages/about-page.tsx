// The page about this client: what its release is, what that rests on, and where checking oneself ends.

import { factsOf } from "../../release/status.ts"
import type { AboutClient } from "../about-client.ts"
import { CopyBlock } from "../parts/copy-block.tsx"
import { ReleaseCard } from "../parts/release-card.tsx"
import { ReleaseFacts } from "../parts/release-facts.tsx"
import { SelfTest } from "../parts/self-test.tsx"
import { StatementForm } from "../parts/statement-form.tsx"
import { releaseReport } from "../release-report.ts"
import { en } from "../strings/en.ts"

export interface AboutPageProps {
  readonly client: Pick<
    AboutClient,
    "status" | "isChecking" | "selfTest" | "statement" | "check" | "pardon" | "runSelfTest" | "stopSelfTest" | "bring"
  >
  /** The package's own, as the browser knows it. */
  readonly version: string
  /** Of an update that the browser has fetched and not installed; null: none. */
  readonly waiting: string | null
  /** Milliseconds of the epoch of time. */
  readonly now: () => number
}

export function AboutPage({ client, version, waiting, now }: AboutPageProps) {
  const status = client.status.value
  const facts = factsOf(status)
  return (
    <main class="welcome about">
      <h1>{en.about.title}</h1>
      <ReleaseCard
        status={status}
        version={version}
        isChecking={client.isChecking.value}
        onCheck={() => void client.check()}
        onPardon={(typed) => client.pardon(typed)}
      />
      {facts && <ReleaseFacts facts={facts} now={now()} />}
      <Update waiting={waiting} />
      <SelfTest
        state={client.selfTest.value}
        onRun={() => void client.runSelfTest()}
        onStop={() => client.stopSelfTest()}
      />
      <StatementForm state={client.statement.value} status={status} onBring={(files) => void client.bring(files)} />
      <Limits />
      <CopyBlock summary={en.about.detail.title} text={releaseReport(status, version)} />
    </main>
  )
}

function Update({ waiting }: Pick<AboutPageProps, "waiting">) {
  return (
    <section>
      <h2>{en.about.update.title}</h2>
      {waiting === null ? (
        <p class="soft">{en.about.update.none}</p>
      ) : (
        <>
          <p>{en.about.update.waiting(waiting)}</p>
          <p class="soft">{en.about.update.unread}</p>
        </>
      )}
    </section>
  )
}

function Limits() {
  return (
    <section>
      <h2>{en.about.limits.title}</h2>
      <ol class="limits">
        {en.about.limits.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <code>{en.about.limits.tool}</code>
    </section>
  )
}
