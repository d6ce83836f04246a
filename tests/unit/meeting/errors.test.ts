import { describe, expect, it } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { faultOfReturn, MeetingError, meetingFaultOf } from "../../../src/meeting/errors.ts"
import type { MeetingFault } from "../../../src/meeting/snapshot.ts"
import { MlsError, PolicyError } from "../../../src/mls/errors.ts"
import { PasswordError } from "../../../src/password/errors.ts"
import { RoomError } from "../../../src/room/errors.ts"

const cases: readonly (readonly [Error, MeetingFault])[] = [
  [new MeetingError("removed", ""), "removed"],
  [new DeliveryError("closed", ""), "service-unreachable"],
  [new DeliveryError("silent", ""), "service-unreachable"],
  [new DeliveryError("not-proven", ""), "wrong-link"],
  [new DeliveryError("too-many", ""), "too-many-attempts"],
  [new DeliveryError("group-full", ""), "meeting-full"],
  [new DeliveryError("denied", ""), "removed"],
  [new DeliveryError("refused-by-members", ""), "group-refused"],
  [new DeliveryError("version", ""), "version-differs"],
  [new DeliveryError("a word of a later service", ""), "service-refused"],
  [new PasswordError("not-proven", ""), "wrong-link"],
  [new PasswordError("malformed", ""), "wrong-link"],
  [new PasswordError("record-forged", ""), "record-refused"],
  [new PasswordError("other-host", ""), "record-refused"],
  [new PasswordError("worker-failed", ""), "unexpected"],
  [new PolicyError("group-full", ""), "meeting-full"],
  [new PolicyError("bad-signature", ""), "group-refused"],
  [new MlsError("unreadable-commit", ""), "group-refused"],
  [new RoomError("unreachable", ""), "media-unreachable"],
  [new TypeError("a defect"), "unexpected"],
]

describe("what a person is told of a failure", () => {
  it.each(cases)("of %o is %s", (error, fault) => {
    expect(meetingFaultOf(error)).toBe(fault)
  })

  it("of something thrown that is no error is that it was unexpected", () => {
    expect(meetingFaultOf("text")).toBe("unexpected")
  })

  it("to come back by a link that worked before is that the link was changed", () => {
    const notProven = new DeliveryError("not-proven", "")
    expect([meetingFaultOf(notProven), faultOfReturn(notProven)]).toEqual(["wrong-link", "link-rotated"])
    expect(faultOfReturn(new DeliveryError("denied", ""))).toBe("removed")
  })
})
