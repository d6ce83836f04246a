import { useLayoutEffect, useRef } from "preact/hooks"
import type { Authority } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import type { GiveOrder } from "./use-orders.ts"

export interface RemovedOfferProps {
  /** Of whoever was removed. */
  readonly name: string
  readonly authority: Authority
  readonly give: GiveOrder
  readonly onDone: () => void
}

/** Whoever was removed still knows the link: the host is offered another one. */
export function RemovedOffer({ name, authority, give, onDone }: RemovedOfferProps) {
  const words = en.host
  const offer = useRef<HTMLParagraphElement>(null)
  useLayoutEffect(() => offer.current?.focus(), []) // the row that had the focus is gone, and this may be out of sight
  const change = async () => {
    if ((await give({ kind: "rotate-link" })) === "done") onDone()
  }
  return (
    <section class="card removed-offer">
      <p ref={offer} tabIndex={-1}>
        {words.person.removed(name)}
      </p>
      <div class="button-row">
        {authority.hasHostKey && <Button onPress={() => void change()}>{words.settings.changeLink}</Button>}
        <Button onPress={onDone}>{words.person.removedKeep}</Button>
      </div>
      {!authority.hasHostKey && <p class="soft small">{words.settings.needsHostKey}</p>}
    </section>
  )
}
