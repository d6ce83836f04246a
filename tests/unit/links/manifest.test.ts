// What the package declares: one test holds each list, so that none of them changes unseen.

import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { contentSecurityPolicy } from "../../../src/links/content-security-policy.ts"
import config from "../../../wxt.config.ts"
import { isInNet, NET, NET_RESOURCE_TYPES } from "../../../src/links/net.ts"

test("the packaged rule is the net of the background", async () => {
  const rules: unknown = JSON.parse(await readFile(new URL("../../../public/rules.json", import.meta.url), "utf8"))
  expect(rules).toEqual([
    {
      id: 1,
      priority: 1,
      action: { type: "block" },
      condition: { regexFilter: NET, isUrlFilterCaseSensitive: false, resourceTypes: NET_RESOURCE_TYPES },
    },
  ])
})

test("the net holds every spelling of a join page and nothing beside it", () => {
  expect(isInNet("https://meet.example//join///id-")).toBe(true)
  expect(isInNet("HTTP://meet.example/JOIN/ID-x/y?z#w")).toBe(true)
  expect(isInNet("https://meet.example/x/join/id-AAAAAAAAAA")).toBe(false)
  expect(isInNet("https://meet.example/?/join/id-AAAAAAAAAA")).toBe(false)
})

test("pages run their own scripts alone and reach https, wss and this machine alone", () => {
  const policy = contentSecurityPolicy("chrome").split("; ")
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  const connect =
    policy
      .find((directive) => directive.startsWith("connect-src"))
      ?.split(" ")
      .slice(1) ?? []
  expect(connect.filter((source) => !/^http:|^ws:/.test(source))).toEqual(["'self'", "https:", "wss:"])
  expect(connect.filter((source) => /^(?:http|ws):/.test(source))).toHaveLength(6)
  expect(
    connect.filter((source) => /^(?:http|ws):/.test(source)).every((source) => /localhost:|127\.0\.0\.1:/.test(source)),
  ).toBe(true)
})

test("the permissions are the ones that no later release may add to, and no page is web accessible", () => {
  for (const mode of ["production", "store"]) {
    const manifest = manifestOf(mode)
    expect(manifest.permissions).toEqual([
      "declarativeNetRequest",
      "webNavigation",
      "offscreen",
      "storage",
      "scripting",
      "browsingData",
    ])
    expect(manifest).not.toHaveProperty("host_permissions")
    expect(manifest).not.toHaveProperty("web_accessible_resources")
    expect(manifest.cross_origin_opener_policy).toEqual({ value: "same-origin" })
  }
})

test("only a development build has a key, since stores refuse one", () => {
  expect(manifestOf("production")).toHaveProperty("key")
  expect(manifestOf("store")).not.toHaveProperty("key")
})

function manifestOf(mode: string) {
  const { manifest } = config
  if (typeof manifest !== "function") throw new TypeError("the configuration has no manifest function")
  const made = manifest({ browser: "chrome", command: "build", manifestVersion: 3, mode })
  if (made instanceof Promise) throw new TypeError("the manifest is made at once")
  return made
}
