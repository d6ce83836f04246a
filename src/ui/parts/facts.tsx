import type { ComponentChildren } from "preact"
import type { MeetingFacts } from "../../meeting/snapshot.ts"
import type { IconName } from "../icons.ts"
import { en } from "../strings/en.ts"
import { Disclosure } from "./disclosure.tsx"
import { Icon } from "./icon.tsx"

/** Three lines to know before joining: this client, this meeting, where the media goes. */
export function Facts({ meeting }: { readonly meeting: MeetingFacts }) {
  return (
    <section class="facts" aria-label={en.preJoin.facts}>
      <Fact icon="shield-question" term={en.preJoin.client} line={en.security.release.unsigned}>
        {en.preJoin.clientUnsigned}
      </Fact>
      <Fact icon="users" term={en.preJoin.meeting} line={meetingLine(meeting)}>
        {meetingDetail(meeting)}
      </Fact>
      <Fact icon="server" term={en.preJoin.media} line={en.preJoin.mediaShort(meeting.host)}>
        {en.preJoin.mediaDetail(meeting.host)}
      </Fact>
    </section>
  )
}

interface FactProps {
  readonly icon: IconName
  readonly term: string
  readonly line: string
  readonly children: ComponentChildren
}

function Fact({ icon, term, line, children }: FactProps) {
  return (
    <div class="fact">
      <Disclosure
        summary={
          <span class="fact-line">
            <Icon name={icon} />
            <span>
              <span class="soft">{term}: </span>
              {line}
            </span>
          </span>
        }
      >
        <p class="soft small">{children}</p>
      </Disclosure>
    </div>
  )
}

function meetingLine({ host, isEmpty }: MeetingFacts): string {
  const where = en.preJoin.meetingAt(host)
  if (isEmpty === null) return where
  return `${where} · ${isEmpty ? en.preJoin.empty : en.preJoin.occupied}`
}

function meetingDetail({ admission }: MeetingFacts): string {
  return admission === null ? en.preJoin.admissionUnknown : en.preJoin.admission[admission]
}
