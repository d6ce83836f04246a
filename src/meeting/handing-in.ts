// Handing in a commit of our own.

import { DeliveryError } from "../delivery/errors.ts"
import type { GroupService } from "./membership-options.ts"
import { isOfTheWay, type Submission } from "./service-link.ts"
import type { OwnCommit } from "./standing.ts"

/** What became of a commit; `lost`: the connection broke, and the replay after it tells. `own.state` follows. */
export async function handIn(
  own: OwnCommit,
  service: Pick<GroupService, "submit">,
): Promise<Submission["outcome"] | "lost"> {
  const handleProvisional = () => {
    own.state = "provisional"
  }
  try {
    return (await service.submit(own.pending, handleProvisional)).outcome
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    if (!isOfTheWay(error)) return "refused"
    own.state = "lost"
    return "lost"
  }
}
