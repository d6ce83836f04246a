import { expect, test } from "vitest"
import { SOCKET_PATH } from "../../../src/delivery/messages.ts"
import { formatMeetingLink, LinkError, parseMeetingLink, socketAddress } from "../../../src/links/link.ts"

const P = "0123456789abcdefghijKL"
const ID = "AbCdEf0123"
const GOOD = `https://meet.example/join/id-${ID}#pwd-${P}`

const TAKEN: readonly (readonly [string, string])[] = [
  [GOOD, GOOD],
  [`${GOOD}-ask`, `${GOOD}-ask`],
  [`  ${GOOD}\n`, GOOD],
  [`https://meet.example:8443/join/id-${ID}#pwd-${P}`, `https://meet.example:8443/join/id-${ID}#pwd-${P}`],
  [`https://meet.example:443/join/id-${ID}#pwd-${P}`, GOOD],
  [`HTTPS://MEET.example/join/id-${ID}#pwd-${P}`, GOOD],
  [`https://meet.example/join/id-${ID}?utm_source=mail#pwd-${P}`, GOOD],
  [`https://meet.example/join/id-${ID}?#pwd-${P}`, GOOD],
  [`https://meet.example/a/../join/id-${ID}#pwd-${P}`, GOOD],
  [`https://bücher.example/join/id-${ID}#pwd-${P}`, `https://xn--bcher-kva.example/join/id-${ID}#pwd-${P}`],
  [`https://[2001:db8::1]/join/id-${ID}#pwd-${P}`, `https://[2001:db8::1]/join/id-${ID}#pwd-${P}`],
  [`http://localhost:8080/join/id-${ID}#pwd-${P}`, `http://localhost:8080/join/id-${ID}#pwd-${P}`],
  [`http://meet.localhost/join/id-${ID}#pwd-${P}`, `http://meet.localhost/join/id-${ID}#pwd-${P}`],
  [`http://127.0.0.1:9/join/id-${ID}#pwd-${P}`, `http://127.0.0.1:9/join/id-${ID}#pwd-${P}`],
]

const LET_THROUGH = [
  "https://meet.example/",
  `https://meet.example/joint/id-${ID}#pwd-${P}`,
  `https://meet.example/join/${ID}#pwd-${P}`,
  `https://meet.example/en/join/id-${ID}#pwd-${P}`,
  `https://meet.example/?to=/join/id-${ID}#pwd-${P}`,
  `https://meet.example/#/join/id-${ID}#pwd-${P}`,
  `https://meet.example?/join/id-${ID}`,
  `ftp://meet.example/join/id-${ID}#pwd-${P}`,
  `file:///join/id-${ID}#pwd-${P}`,
  `javascript:"https://meet.example/join/id-${ID}"`,
  `meet.example/join/id-${ID}#pwd-${P}`,
  "not a link",
  "",
]

const MALFORMED = [
  [`http://meet.example/join/id-${ID}#pwd-${P}`, "insecure"],
  [`http://localhost.example/join/id-${ID}#pwd-${P}`, "insecure"],
  [`http://[::1]/join/id-${ID}#pwd-${P}`, "insecure"],
  [`https://ana@meet.example/join/id-${ID}#pwd-${P}`, "address"],
  [`https://ana:secret@meet.example/join/id-${ID}#pwd-${P}`, "address"],
  [`https://meet.example//join/id-${ID}#pwd-${P}`, "path"],
  [`https://meet.example/join//id-${ID}#pwd-${P}`, "path"],
  [`https://meet.example/JOIN/id-${ID}#pwd-${P}`, "path"],
  [`https://meet.example/join/ID-${ID}#pwd-${P}`, "path"],
  [`https://meet.example/join/id-${ID}/#pwd-${P}`, "path"],
  [`https://meet.example/join/id-${ID}/chat#pwd-${P}`, "path"],
  [`https://meet.example/join/id-#pwd-${P}`, "meeting-id"],
  [`https://meet.example/join/id-${ID}4#pwd-${P}`, "meeting-id"],
  [`https://meet.example/join/id-${ID.slice(1)}#pwd-${P}`, "meeting-id"],
  [`https://meet.example/join/id-%41${ID.slice(1)}#pwd-${P}`, "meeting-id"],
  [`https://meet.example/join/id-${ID.slice(1)}-#pwd-${P}`, "meeting-id"],
  [`https://meet.example/join/id-${ID}`, "no-password"],
  [`https://meet.example/join/id-${ID}#`, "no-password"],
  [`https://meet.example/join/id-${ID}#${P}`, "password"],
  [`https://meet.example/join/id-${ID}#pwd-${P}0`, "password"],
  [`https://meet.example/join/id-${ID}#pwd-${P.slice(1)}`, "password"],
  [`https://meet.example/join/id-${ID}#PWD-${P}`, "password"],
  [`https://meet.example/join/id-${ID}#pwd-${P}-ASK`, "password"],
  [`https://meet.example/join/id-${ID}#pwd-${P}-ask-ask`, "password"],
  [`https://meet.example/join/id-${ID}#pwd-${P}?utm=1`, "password"],
  [`https://meet.example/join/id-${ID}#-ask`, "password"],
] as const

test.each(TAKEN)("takes %s", (text, spelled) => {
  const link = parseMeetingLink(text)
  expect(link && formatMeetingLink(link)).toBe(spelled)
})

test.each(LET_THROUGH)("lets through what is no meeting link: %s", (text) => {
  expect(parseMeetingLink(text)).toBeNull()
})

test.each(MALFORMED)("refuses %s as %s", (text, fault) => {
  expect(() => parseMeetingLink(text)).toThrow(expect.objectContaining({ name: "LinkError", fault }))
})

test.each(MALFORMED)("names no part of the password when it refuses %s", (text) => {
  try {
    parseMeetingLink(text)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(LinkError)
    expect(String(error)).not.toContain(P.slice(1, 5))
  }
})

test("reads every part", () => {
  expect(parseMeetingLink(`http://localhost:8080/join/id-${ID}?x=1#pwd-${P}-ask`)).toEqual({
    origin: "http://localhost:8080",
    host: "localhost:8080",
    meeting: ID,
    password: P,
    asksPassphrase: true,
    droppedQuery: true,
  })
  expect(parseMeetingLink(GOOD)).toMatchObject({ asksPassphrase: false, droppedQuery: false })
})

test("finds the service's socket on the link's host", () => {
  expect(socketAddress({ origin: "https://meet.example:8443" })).toBe(`wss://meet.example:8443${SOCKET_PATH}`)
  expect(socketAddress({ origin: "http://localhost:8080" })).toBe(`ws://localhost:8080${SOCKET_PATH}`)
})
