// What our pages ask the background, and its answers; both directions are decoded strictly.
// The offscreen document has no extension API but messages, so everything of `storage` and `tabs` goes this way.

import type { CborValue } from "../bytes/cbor.ts"
import {
  flag,
  list,
  nullable,
  oneOf,
  record,
  type Shape,
  ShapeError,
  type Shaped,
  text,
  textUpTo,
} from "../bytes/shape.ts"
import { decodeValue } from "./stored.ts"
import { exposure, MAX_URL_UNITS } from "./ticket-entry.ts"

export const MAX_SERVERS = 1000

const url = textUpTo(MAX_URL_UNITS)
const origin = text(/^https?:\/\/[^/\s]{1,255}$/)

const messages = {
  /** The link behind `meeting.html?t=<ticket>`: once, and for that tab only; null afterwards. */
  redeem: record({ kind: oneOf("redeem"), ticket: text(/^[0-9a-f]{32}$/) }),
  /** Opens a link that the user pasted, in a tab of its own or, where it is open, there. */
  "open-link": record({ kind: oneOf("open-link"), link: url }),
  /** Brings the tab of this meeting to the front. */
  "focus-meeting": record({ kind: oneOf("focus-meeting"), link: url }),
  /** Notes which meeting the asking tab shows, where it did not come by a ticket (a meeting just created). */
  "showing-meeting": record({ kind: oneOf("showing-meeting"), link: url }),
  /** Loads a stopped URL in the asking tab after all, with the server's code. */
  "open-site": record({ kind: oneOf("open-site"), url }),
  /** Adds the origin to the known servers, and guards it where the user granted access to the host. */
  "add-server": record({ kind: oneOf("add-server"), origin }),
  /** Forgets the origin and gives the access back. */
  "remove-server": record({ kind: oneOf("remove-server"), origin }),
  servers: record({ kind: oneOf("servers") }),
  /** Creates the engine's document unless it exists. */
  engine: record({ kind: oneOf("engine") }),
  /** The engine's document is about to end: what waited for that may go on. */
  "engine-ends": record({ kind: oneOf("engine-ends") }),
} as const

export type MessageKind = keyof typeof messages
/** One message; `kind` says which. */
export type BackgroundMessage<K extends MessageKind = MessageKind> = { [M in K]: Shaped<(typeof messages)[M]> }[K]

/** What a meeting tab gets for its ticket. */
const redemptions = {
  /** `server` is `new` where the user has not met this host: ask before anything is sent to it. */
  meeting: record({ kind: oneOf("meeting"), link: url, server: oneOf("known", "new"), droppedQuery: flag, exposure }),
  /** A meeting link that is wrong; `url` is for "Open the site instead". */
  malformed: record({
    kind: oneOf("malformed"),
    url,
    fault: oneOf("insecure", "address", "path", "meeting-id", "no-password", "password"),
    exposure,
  }),
  /** The same meeting is open in another tab, which was brought to the front. */
  elsewhere: record({ kind: oneOf("elsewhere"), link: url }),
} as const
export type Redemption = { [K in keyof typeof redemptions]: Shaped<(typeof redemptions)[K]> }[keyof typeof redemptions]

const knownServer = record({ origin, guarded: flag })
export type KnownServer = Shaped<typeof knownServer>

interface Answers {
  redeem: Redemption | null
  "open-link": "opened" | "focused" | "not-a-link"
  "focus-meeting": "focused" | "not-open"
  "showing-meeting": null
  "open-site": null
  "add-server": null
  "remove-server": null
  servers: readonly KnownServer[]
  engine: null
  "engine-ends": null
}
export type BackgroundAnswer<K extends MessageKind> = Answers[K]

const nothing: Shape<null> = (value) => {
  if (value !== null) throw new ShapeError("wrong-type", "the answer must be null")
  return null
}

const answers: { readonly [K in MessageKind]: Shape<Answers[K]> } = {
  redeem: nullable((value, path) => select<Redemption>(redemptions, value, path)),
  "open-link": oneOf("opened", "focused", "not-a-link"),
  "focus-meeting": oneOf("focused", "not-open"),
  "showing-meeting": nothing,
  "open-site": nothing,
  "add-server": nothing,
  "remove-server": nothing,
  servers: list(knownServer, MAX_SERVERS),
  engine: nothing,
  "engine-ends": nothing,
}

/** What the guard tells from a page of a meeting's server: the only message that is not from a page of ours. */
const guardReport = record({ kind: oneOf("guard"), url })
export type GuardReport = Shaped<typeof guardReport>

/** Throws ShapeError. */
export function decodeBackgroundMessage(value: unknown): BackgroundMessage {
  return decodeValue((plain, path) => select<BackgroundMessage>(messages, plain, path), value)
}

/** Throws ShapeError. */
export function decodeGuardReport(value: unknown): GuardReport {
  return decodeValue(guardReport, value)
}

/** `runtime` of the extension API, as much as asking takes. */
export interface AskingRuntime {
  sendMessage(message: unknown): Promise<unknown>
}

/** Asks the background; rejects with its error, or with ShapeError when the answer is none. */
export async function askBackground<K extends MessageKind>(
  runtime: AskingRuntime,
  kind: K,
  fields: Omit<BackgroundMessage<K>, "kind">,
): Promise<BackgroundAnswer<K>> {
  return decodeValue(answers[kind], await runtime.sendMessage({ kind, ...fields }))
}

function select<T extends CborValue>(table: { readonly [kind: string]: Shape<T> }, value: CborValue, path: string): T {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined
  const shape = typeof kind === "string" && Object.hasOwn(table, kind) ? table[kind] : undefined
  if (!shape) throw new ShapeError("not-allowed", "unknown kind of message")
  return shape(value, path)
}
