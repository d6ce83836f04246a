// The extensions of a group's context: the meeting extension, and in a successor group the succession after it.

import type { Extension } from "ts-mls/extension.js"
import { PolicyError } from "./errors.ts"
import { contextExtension, decodeContext, type MeetingContext } from "./meeting-context.ts"
import { decodeSuccession, type Succession, successionExtension } from "./succession.ts"
import { MEETING_EXTENSION, SUCCESSION_EXTENSION } from "./suite.ts"

export interface GroupExtensions {
  readonly context: MeetingContext
  readonly succession: Succession | null
}

export function groupExtensions({ context, succession }: GroupExtensions): Extension[] {
  return succession ? [contextExtension(context), successionExtension(succession)] : [contextExtension(context)]
}

/** Reads the extensions that a group context may have, in their order; throws PolicyError. */
export function readGroupExtensions(extensions: readonly Extension[]): GroupExtensions {
  const [meeting, succession, ...others] = extensions
  const isKnown = succession === undefined || succession.extensionType === SUCCESSION_EXTENSION
  if (meeting?.extensionType !== MEETING_EXTENSION || !isKnown || others.length > 0) {
    throw new PolicyError(
      "context-extensions",
      "the group context has the meeting extension, at most a succession after it",
    )
  }
  return {
    context: decodeContext(meeting.extensionData),
    succession: succession ? decodeSuccession(succession.extensionData) : null,
  }
}
