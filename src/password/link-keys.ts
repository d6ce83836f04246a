// The keys of a link without its service: for those who hear of the next link in the meeting itself.

import { passKey } from "../bytes/passed-key.ts"
import { deriveMeetingKeys, deriveNameKeyBytes, type LinkSecret, type MeetingKeys } from "./meeting-keys.ts"

/** What the group needs of a link. */
export type LinkKeys = Pick<MeetingKeys, "psk" | "pskId" | "nameKey">

export async function deriveLinkKeys(link: LinkSecret): Promise<LinkKeys> {
  const { psk, pskId, nameKey } = await deriveMeetingKeys(link)
  return { psk, pskId, nameKey }
}

/** The former link's name key under the next one's: 60 bytes (src/bytes/passed-key.ts). */
export async function passNameKey({ former, next }: { readonly former: LinkSecret; readonly next: LinkSecret }) {
  const [formerKey, { nameKey }] = await Promise.all([deriveNameKeyBytes(former), deriveMeetingKeys(next)])
  const passed = await passKey(nameKey, formerKey, { former: former.meeting, next: next.meeting })
  formerKey.fill(0)
  return passed
}
