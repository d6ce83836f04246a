import type { ReleaseStatus } from "../../release/status.ts"
import { Button } from "../parts/button.tsx"
import { Callout } from "../parts/callout.tsx"
import { MyMeetingsLink } from "../parts/my-meetings-link.tsx"
import { StartForm, type StartFormProps } from "../parts/start-form.tsx"
import { problemOf } from "../release-words.ts"
import { en } from "../strings/en.ts"

export interface PopupStartProps extends StartFormProps {
  /** Of the own client; null: it was never checked. */
  readonly release: ReleaseStatus | null
  /** Link of a meeting that ended with the browser, not by leaving; null where there is none. */
  readonly interrupted: string | null
}

/** The popup while no meeting is on: a new meeting, a link, the own meetings. */
export function PopupStart({ release, interrupted, ...form }: PopupStartProps) {
  return (
    <main>
      <ReleaseWarning release={release} />
      {interrupted !== null && (
        <Callout>
          <p>{en.popup.interrupted(URL.parse(interrupted)?.host ?? "")}</p>
          <Button onPress={() => void form.onOpenLink(interrupted)}>{en.popup.returnToMeeting}</Button>
        </Callout>
      )}
      <StartForm {...form} />
      <MyMeetingsLink />
    </main>
  )
}

function ReleaseWarning({ release }: { readonly release: ReleaseStatus | null }) {
  const problem = release && problemOf(release)
  if (!problem) return null
  return (
    <Callout tone="danger">
      <p>{problem.title}</p>
      <a href="/about.html" target="_blank">
        {en.release.aboutThis}
      </a>
    </Callout>
  )
}
