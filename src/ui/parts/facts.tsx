import type { MeetingFacts } from "../../meeting/snapshot.ts"
import { factsOf, type ReleaseStatus } from "../../release/status.ts"
import { lookOf } from "../release-words.ts"
import { en } from "../strings/en.ts"
import { Fact } from "./fact.tsx"

/** Lines to know before joining: this client, this meeting, where the media goes, whether others may know you again. */
export function Facts({ meeting, release }: { readonly meeting: MeetingFacts; readonly release: ReleaseStatus }) {
  const { word, icon, hue } = lookOf(release)
  return (
    <section class="facts" aria-label={en.preJoin.facts}>
      <Fact icon={icon} hue={hue} term={en.preJoin.client} line={clientLine(word, release)}>
        {clientDetail(release)}{" "}
        <a href="/about.html" target="_blank">
          {en.release.aboutThis}
        </a>
      </Fact>
      <Fact icon="users" term={en.preJoin.meeting} line={meetingLine(meeting)}>
        {meetingDetail(meeting)}
      </Fact>
      <Fact icon="server" term={en.preJoin.media} line={en.preJoin.mediaShort(meeting.host)}>
        {en.preJoin.mediaDetail(meeting.host)}
      </Fact>
      {meeting.isLasting === true && (
        <Fact icon="users" term={en.people.you.term} line={en.people.you.line}>
          {en.people.you.detail}{" "}
          <a href="/options.html" target="_blank">
            {en.settings.title}
          </a>
        </Fact>
      )}
    </section>
  )
}

function clientLine(word: string, release: ReleaseStatus): string {
  const facts = factsOf(release)
  return facts ? `${word} · ${en.about.version(facts.version)}` : word
}

function clientDetail(release: ReleaseStatus): string {
  if (release.state !== "refused") return en.release.meaning[release.state]
  const { what } = en.release.faults[release.fault]
  return release.release ? `${what} ${en.release.pardoned(release.release.version)}` : what
}

function meetingLine({ host, isEmpty, admission, isYours }: MeetingFacts): string {
  const words = en.preJoin
  const parts = [
    words.meetingAt(host),
    isEmpty === null ? null : words[isEmpty ? "empty" : "occupied"],
    admission === null || admission === "open" ? null : words.door[isYours ? "yours" : "theirs"][admission],
  ]
  return parts.filter((part) => part !== null).join(" · ")
}

function meetingDetail({ admission }: MeetingFacts): string {
  return admission === null ? en.preJoin.admissionUnknown : en.preJoin.admission[admission]
}
