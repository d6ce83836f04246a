import { describe, expect, it } from "vitest"
import { newMeetingPage, readArrival } from "../../../src/ui/arrival.ts"
import { initials } from "../../../src/ui/parts/avatar.tsx"
import { isOnShield, newsWords, noticeWords, NOTICE_MS } from "../../../src/ui/parts/notice-words.ts"
import { keepProfile, offeredServers } from "../../../src/ui/profile.ts"
import { parseServer } from "../../../src/ui/server-address.ts"
import { duration } from "../../../src/ui/time.ts"

describe("a typed server", () => {
  it.each([
    ["meet.example.org", "https://meet.example.org"],
    [" https://Meet.Example.org/ ", "https://meet.example.org"],
    ["meet.example.org:8443", "https://meet.example.org:8443"],
    ["localhost:7070", "http://localhost:7070"],
    ["http://127.0.0.1:7070", "http://127.0.0.1:7070"],
  ])("%s is %s", (typed, origin) => {
    expect(parseServer(typed)).toBe(origin)
  })

  it.each([
    "",
    "two words",
    "http://meet.example.org",
    "meet.example.org/path",
    "ana@meet.example.org",
    "ftp://x",
    "a.b?c",
  ])("%j is no server", (typed) => {
    expect(parseServer(typed)).toBeNull()
  })
})

describe("the tab's own address", () => {
  it("gives the ticket, or the server of a new meeting", () => {
    expect(readArrival("?t=00ff")).toEqual({ kind: "ticket", ticket: "00ff" })
    const server = "http://127.0.0.1:7070"
    expect(readArrival(new URL(newMeetingPage(server), "https://x.invalid").search)).toEqual({
      kind: "new-meeting",
      server,
    })
  })

  it("is a reload where it says nothing known", () => {
    expect(readArrival("")).toEqual({ kind: "reload" })
    expect(readArrival("?other=1")).toEqual({ kind: "reload" })
  })
})

describe("initials", () => {
  it.each([
    ["Ana", "A"],
    ["Dora van der Linden", "DL"],
    ["  élodie  ", "É"],
    ["👩‍🚀 pilot", "👩‍🚀P"],
    ["", "?"],
    [null, "?"],
  ])("of %j are %s", (name, letters) => {
    expect(initials(name)).toBe(letters)
  })
})

describe("what is remembered", () => {
  it("is the name and the server used last, which is offered first", () => {
    const kept = new Map<string, string>()
    const profile = keepProfile({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    })
    expect([profile.name(), profile.server()]).toEqual(["", null])
    profile.remember("Ana")
    profile.rememberServer("https://b.example")
    expect(profile.name()).toBe("Ana")
    expect(offeredServers(["https://a.example", "https://b.example"], profile.server())).toEqual([
      "https://b.example",
      "https://a.example",
    ])
  })
})

describe("a duration", () => {
  it("counts minutes and seconds, and hours from an hour on", () => {
    expect([duration(0), duration(761_000), duration(3_723_000), duration(-5)]).toEqual([
      "00:00",
      "12:41",
      "1:02:03",
      "00:00",
    ])
  })
})

describe("a notice", () => {
  it("stands on the shield where the code is another now, else over the tiles", () => {
    expect((["joined", "left"] as const).map((kind) => isOnShield({ kind }))).toEqual([true, true])
    expect((["parted", "moved", "device-lost"] as const).map((kind) => isOnShield({ kind }))).toEqual([
      false,
      false,
      false,
    ])
  })

  it("about one of many who came or went within ten seconds says how many, in words that do not grow", () => {
    const came = Array.from({ length: 50 }, (_, at) => ({ kind: "joined", name: `Guest ${at}`, by: null, at }) as const)
    const left = { kind: "left", name: "Ben", by: null, at: 50 } as const
    const [first, , third, fourth] = came
    if (!first || !third || !fourth) throw new TypeError("there must be four")
    expect(newsWords(first, [first])).toBe("Guest 0 joined: code changed")
    expect(newsWords(third, came.slice(0, 3))).toBe("Guest 2 joined: code changed")
    expect(newsWords(fourth, came.slice(0, 4))).toBe("4 joined: code changed")
    expect(newsWords(left, [...came, left])).toBe("50 joined, 1 left: code changed")
    const later = { ...left, at: NOTICE_MS + 50 }
    expect(newsWords(later, [...came, later])).toBe("Ben left: code changed")
  })

  it("about one of many who raised a hand says how many, and leaves out whoever came", () => {
    const hands = Array.from(
      { length: 4 },
      (_, at) => ({ kind: "hand-raised", name: `Guest ${at}`, by: null, at }) as const,
    )
    const [first] = hands
    if (!first) throw new TypeError("there must be one")
    const came = { kind: "joined", name: "Ben", by: null, at: 5 } as const
    expect(newsWords(first, [first, came])).toBe("Guest 0 raised a hand.")
    expect(newsWords(first, [...hands, came])).toBe("4 people raised a hand.")
    expect(newsWords(came, [...hands, came])).toBe("Ben joined: code changed")
  })

  it("about a person without a name speaks of somebody", () => {
    expect(noticeWords({ kind: "joined", name: "Ben", by: null })).toBe("Ben joined: code changed")
    expect(noticeWords({ kind: "joined", name: null, by: null })).toBe("Somebody joined: code changed")
    expect(noticeWords({ kind: "removed", name: "Ben", by: "Ana" })).toBe("Ana removed Ben: code changed")
    expect(noticeWords({ kind: "removed", name: "Ben", by: null })).toBe("A host removed Ben: code changed")
  })
})
