import { en } from "../strings/en.ts"
import { CopyField } from "./copy-field.tsx"

/** Nobody else is in: the link to send. */
export function Alone({ link }: { readonly link: string }) {
  return (
    <section class="meeting-note alone">
      <p>{en.meeting.alone}</p>
      <CopyField label={en.preJoin.link} value={link} help={en.meeting.aloneHelp} />
    </section>
  )
}
