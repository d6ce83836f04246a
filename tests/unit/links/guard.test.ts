import { expect, test } from "vitest"
import { type GuardedWindow, guardPage } from "../../../src/links/guard.ts"
import { hostPattern } from "../../../src/links/guards.ts"
import { isGuarded } from "../../../src/links/servers.ts"

const LINK = "https://meet.example/join/id-AbCdEf0123#pwd-0123456789abcdefghijKL"

/** A page that notes what is done to it, and lets a test fire its events. */
function guard(href: string, prerendering: boolean) {
  const done: string[] = []
  const listeners = new Map<string, (event: { readonly persisted: boolean }) => void>()
  const page: GuardedWindow = {
    location: { href },
    stop: () => void done.push("stop"),
    addEventListener: (type, listener) => void listeners.set(type, listener),
    document: {
      documentElement: { remove: () => void done.push("remove") },
      prerendering,
      addEventListener: (type, listener) => void listeners.set(type, listener),
    },
  }
  guardPage(page, { sendMessage: async (message) => void done.push(JSON.stringify(message)) })
  return { done, fire: (type: string, persisted: boolean) => listeners.get(type)?.({ persisted }) }
}

const REPORT = JSON.stringify({ kind: "guard", url: LINK })

test("stops and empties a link's page and reports it", () => {
  expect(guard(LINK, false).done).toEqual(["stop", "remove", REPORT])
})

test("leaves every other page of the host alone", () => {
  expect(guard("https://meet.example/about", false).done).toEqual([])
})

test("reports a page that was loaded ahead when it is shown", () => {
  const { done, fire } = guard(LINK, true)
  expect(done).toEqual(["stop", "remove"])
  fire("prerenderingchange", false)
  expect(done.at(-1)).toBe(REPORT)
})

test("reports again when the browser brings the emptied page back, and not when it is first shown", () => {
  const { done, fire } = guard(LINK, false)
  fire("pageshow", false)
  expect(done).toHaveLength(3)
  fire("pageshow", true)
  expect(done).toHaveLength(4)
})

test.each([
  ["https://meet.example:8443", "https://meet.example/*"],
  ["http://localhost:8080", "http://localhost/*"],
])("the access that guards %s is to %s", (origin, pattern) => {
  expect(hostPattern(origin)).toBe(pattern)
  expect(isGuarded(origin, [pattern])).toBe(true)
})

test.each([
  ["https://meet.example", ["https://*/*"], true],
  ["https://meet.example", ["*://*.example/*"], true],
  ["https://meet.example", ["<all_urls>"], true],
  ["https://meet.example", [], false],
  ["https://meet.example", ["http://meet.example/*"], false],
  ["https://meet.example", ["https://other.example/*"], false],
  ["https://evilmeet.example", ["https://*.meet.example/*"], false],
] as const)("%s with access to %j is guarded: %s", (origin, granted, expected) => {
  expect(isGuarded(origin, granted)).toBe(expected)
})
