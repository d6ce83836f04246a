// The meeting link, https://<host>/join/id-<10 base62>#pwd-<22 base62>[-ask], and what may be wrong with one.

import { isBase62 } from "../bytes/base62.ts"
import { isInNet } from "./net.ts"

export interface MeetingLink {
  /** Scheme and host, as `https://meet.example:8443`. */
  readonly origin: string
  /** Host of the link, with its port where it has one. */
  readonly host: string
  /** Meeting id, 10 base62 digits. */
  readonly meeting: string
  /** P, 22 base62 digits; in no URL of ours, no log, no message of an error. */
  readonly password: string
  /** Whether an extra passphrase is wanted, which is not in the link. */
  readonly asksPassphrase: boolean
}

export interface ParsedLink extends MeetingLink {
  /** Whether something between `?` and `#` was dropped (mail programs add tracking there). */
  readonly droppedQuery: boolean
}

/**
 * What is wrong with a meeting link: `insecure` http to a host that is not loopback, `address` a user name or password
 * before the host, `path` not exactly /join/id-…, `meeting-id` not 10 base62 digits, `no-password` nothing after #,
 * `password` something else than pwd- and 22 base62 digits there.
 */
export type LinkFault = "insecure" | "address" | "path" | "meeting-id" | "no-password" | "password"

export class LinkError extends Error {
  override readonly name = "LinkError"
  readonly fault: LinkFault

  constructor(fault: LinkFault, message: string) {
    super(message)
    this.fault = fault
  }
}

const MEETING_DIGITS = 10
const PASSWORD_DIGITS = 22
const PATH = "/join/id-"
const FRAGMENT = "#pwd-"
const ASK = "-ask"
const SOCKET_PATH = "/ws"

/** `null` when the text is no meeting link at all; throws LinkError when it is one, and wrong. */
export function parseMeetingLink(text: string): ParsedLink | null {
  const url = URL.parse(text.trim())
  if (!url || !isInNet(url.href)) return null
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new LinkError("insecure", "a link must be https, except on this machine")
  }
  if (url.username !== "" || url.password !== "") throw new LinkError("address", "a link names a host and nobody on it")
  const password = parsePassword(url.hash)
  return {
    origin: url.origin,
    host: url.host,
    meeting: parseMeetingId(url.pathname),
    ...password,
    droppedQuery: url.href.replace(/#.*$/s, "").includes("?"),
  }
}

function parseMeetingId(path: string): string {
  if (!path.startsWith(PATH)) throw new LinkError("path", `the path must start with ${PATH} exactly`)
  const meeting = path.slice(PATH.length)
  if (meeting.includes("/")) throw new LinkError("path", "nothing may follow the meeting id")
  if (!isBase62(meeting, MEETING_DIGITS)) {
    throw new LinkError("meeting-id", `the meeting id must be ${MEETING_DIGITS} base62 digits`)
  }
  return meeting
}

// The messages say what was expected and never what was found: that may hold most of P.
function parsePassword(fragment: string): Pick<MeetingLink, "password" | "asksPassphrase"> {
  if (fragment === "") throw new LinkError("no-password", "the part after # is missing")
  const asksPassphrase = fragment.endsWith(ASK)
  const password = fragment.slice(FRAGMENT.length, asksPassphrase ? -ASK.length : undefined)
  if (!fragment.startsWith(FRAGMENT) || !isBase62(password, PASSWORD_DIGITS)) {
    throw new LinkError("password", `the part after # must be pwd- and ${PASSWORD_DIGITS} base62 digits`)
  }
  return { password, asksPassphrase }
}

/** The one spelling of a link, which `parseMeetingLink` takes. */
export function formatMeetingLink(link: Omit<MeetingLink, "host">): string {
  return `${link.origin}${PATH}${link.meeting}${FRAGMENT}${link.password}${link.asksPassphrase ? ASK : ""}`
}

/** Address of the service's WebSocket, on the link's host. */
export function socketAddress(link: Pick<MeetingLink, "origin">): string {
  return `${link.origin.replace(/^http/, "ws")}${SOCKET_PATH}`
}

/**
 * Whether a host name is this machine, where a link may be http.
 *
 * Not `[::1]`: a content security policy cannot name it, so our pages could not reach it.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1"
}
