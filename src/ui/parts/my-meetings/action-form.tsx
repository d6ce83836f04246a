import { type StoredMeeting } from "../../../meetings/stored-meeting.ts"
import type { MeetingsActions } from "../../meetings-actions.ts"
import { en } from "../../strings/en.ts"
import { QrCode } from "../qr-code.tsx"
import { ErrandForm } from "./errand-form.tsx"
import { ExportForm } from "./export-form.tsx"
import { RenameForm } from "./rename-form.tsx"
import { RotateForm } from "./rotate-form.tsx"
import { SettingsForm } from "./settings-form.tsx"

/** What opens below a meeting. */
export type MeetingAction = "qr" | "rename" | "settings" | "rotate" | "export" | "forget" | "delete"

export interface MeetingFormProps {
  readonly meeting: StoredMeeting
  /** The server's. */
  readonly host: string
  readonly actions: MeetingsActions
  readonly onClose: () => void
}

/** The form of one action on one meeting. */
export function ActionForm({ action, ...form }: MeetingFormProps & { readonly action: MeetingAction }) {
  const { meeting, host, actions, onClose } = form
  switch (action) {
    case "qr":
      return (
        <figure class="errand">
          <QrCode text={meeting.link} label={en.meetings.qr.label(meeting.name)} />
          <figcaption class="soft small">{en.meetings.qr.help}</figcaption>
        </figure>
      )
    case "rename":
      return <RenameForm {...form} />
    case "settings":
      return <SettingsForm {...form} />
    case "rotate":
      return <RotateForm {...form} />
    case "export":
      return <ExportForm onSave={(passphrase) => actions.saveExport([meeting], passphrase)} onClose={onClose} />
    case "forget":
    case "delete":
      return (
        <ErrandForm
          help={en.meetings[action].help}
          confirm={en.meetings[action].confirm}
          look="danger"
          working={action === "delete" ? en.meetings.asking(host) : en.meetings.working}
          onConfirm={() => actions[action](meeting)}
          onCancel={onClose}
        />
      )
  }
}
