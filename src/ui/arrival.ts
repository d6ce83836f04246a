// How a meeting tab came to be, read from its own URL; the URL never holds a link or a password.

export type Arrival =
  | { readonly kind: "ticket"; readonly ticket: string }
  | { readonly kind: "new-meeting"; readonly server: string }
  | { readonly kind: "reload" }

/** Reads `location.search`; anything unknown is a reload, which joins nothing. */
export function readArrival(search: string): Arrival {
  const parameters = new URLSearchParams(search)
  const ticket = parameters.get("t")
  if (ticket !== null) return { kind: "ticket", ticket }
  const server = parameters.get("new")
  if (server !== null) return { kind: "new-meeting", server }
  return { kind: "reload" }
}

/** Address of a tab that makes a meeting on `server`, an origin. */
export function newMeetingPage(server: string): string {
  return `meeting.html?${new URLSearchParams({ new: server }).toString()}`
}
