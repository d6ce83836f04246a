import { expect, it } from "vitest"
import { DeliveryError } from "../../../src/delivery/errors.ts"
import { MeetingsError, meetingsFaultOf } from "../../../src/meetings/errors.ts"
import { PasswordError } from "../../../src/password/errors.ts"
import { VaultError } from "../../../src/vault/errors.ts"

it.each([
  [new MeetingsError("occupied", ""), "occupied"],
  [new DeliveryError("closed", ""), "unreachable"],
  [new DeliveryError("silent", ""), "unreachable"],
  [new DeliveryError("shutting-down", ""), "unreachable"],
  [new DeliveryError("too-many", ""), "too-often"],
  [new DeliveryError("not-proven", ""), "unknown-there"],
  [new DeliveryError("bad-signature", ""), "not-the-host"],
  [new DeliveryError("occupied", ""), "occupied"],
  [new DeliveryError("meeting-exists", ""), "refused-there"],
  [new DeliveryError("unreadable", ""), "refused-there"],
  [new PasswordError("record-forged", ""), "refused-there"],
  [new PasswordError("worker-failed", ""), "unexpected"],
  [new VaultError("unreadable", ""), "unreadable"],
  [new Error("?"), "unexpected"],
] as const)("%o is told as %s", (error, fault) => {
  expect(meetingsFaultOf(error)).toBe(fault)
})
