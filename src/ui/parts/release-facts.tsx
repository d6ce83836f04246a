import type { ComponentChildren } from "preact"
import type { ReleaseFacts as Facts } from "../../release/status.ts"
import { en } from "../strings/en.ts"
import { day, dayAndTime, daysBetween } from "../time.ts"
import { Callout } from "./callout.tsx"

export interface ReleaseFactsProps {
  readonly facts: Facts
  /** Milliseconds of the epoch of time. */
  readonly now: number
}

const words = en.about.facts

/** Everything that the check found, in the order in which one asks for it. */
export function ReleaseFacts({ facts, now }: ReleaseFactsProps) {
  const { commit, digest, signedAt, log, rebuilds, trustRootDate, revocations, warnings } = facts
  return (
    <section aria-label={words.title}>
      <h2>{words.title}</h2>
      {warnings.map((warning) => (
        <Callout key={warning}>{words.warning[warning]}</Callout>
      ))}
      <dl class="card release-facts">
        <Fact term={words.signed}>{dayAndTime(signedAt.getTime())}</Fact>
        <Fact term={words.log} more={words.logSize(inDigits(log.treeSize))}>
          {words.logEntry(log.log, inDigits(log.logIndex))}
        </Fact>
        <Fact term={words.rebuilders} more={rebuilderNames(rebuilds)}>
          {rebuilderWords(rebuilds)}
        </Fact>
        <Fact term={words.revocations}>
          {words.revocationsUntil(revocations.count, day(revocations.expires.getTime()))}
        </Fact>
        <Fact term={words.trustRoot}>
          {words.trustRootAge(day(Date.parse(trustRootDate)), daysBetween(Date.parse(trustRootDate), now))}
        </Fact>
        <Fact term={words.commit}>
          <span class="hexadecimal">{commit}</span>
        </Fact>
        <Fact term={words.digest} more={words.digestHelp}>
          <span class="hexadecimal">{digest}</span>
        </Fact>
      </dl>
    </section>
  )
}

interface FactProps {
  readonly term: string
  readonly more?: string
  readonly children: ComponentChildren
}

function Fact({ term, more, children }: FactProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
      {more && <dd class="soft small">{more}</dd>}
    </div>
  )
}

function inDigits(value: bigint): string {
  return value.toLocaleString()
}

function rebuilderWords({ by, known }: Facts["rebuilds"]): string {
  if (known === 0) return words.noRebuilders
  return by.length === 0 ? words.rebuiltNobody(known) : words.rebuiltBy(by.length, known)
}

function rebuilderNames({ by, needed, known }: Facts["rebuilds"]): string {
  if (known === 0) return ""
  return [...by, words.rebuildersNeeded(needed)].join(" · ")
}
