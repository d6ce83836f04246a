// What people type to name a server, and the origin that it means. Pure.

import { isLoopback } from "../links/link.ts"

/** The origin of a typed server, https unless it is this machine; `null` when it is no address of a server. */
export function parseServer(typed: string): string | null {
  const trimmed = typed.trim()
  if (trimmed === "" || /\s/.test(trimmed)) return null
  const url = URL.parse(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)
  if (!url || url.username !== "" || url.password !== "" || (url.pathname !== "/" && url.pathname !== "")) return null
  if (url.search !== "" || url.hash !== "") return null
  if (isLoopback(url.hostname)) return /^https:/i.test(trimmed) ? url.origin : `http://${url.host}`
  return url.protocol === "https:" ? url.origin : null
}
