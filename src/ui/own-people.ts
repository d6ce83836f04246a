// Who knows whom again, as the settings page shows and changes it.

import { computed, type ReadonlySignal, signal } from "@preact/signals"
import { KnownPeople } from "../people/known-people.ts"
import type { Vault } from "../vault/vault.ts"
import type { KnownPeopleListProps } from "./parts/known-people.tsx"
import type { LastingIdentityProps } from "./parts/lasting-identity.tsx"

export interface OwnPeople {
  readonly lasting: ReadonlySignal<LastingIdentityProps>
  readonly known: ReadonlySignal<KnownPeopleListProps>
  /** Reads both from the vault. */
  readonly refresh: () => Promise<void>
}

/** Opens the vault for each change, and closes it. */
export function ownPeople(openVault: () => Promise<Vault>): OwnPeople {
  const isMade = signal<LastingIdentityProps["lasting"]>(null)
  const known = signal<KnownPeopleListProps["known"]>([])
  const change = async (act: (vault: Vault) => Promise<unknown>): Promise<void> => {
    const vault = await openVault()
    await act(vault)
    isMade.value = (await vault.lasting.get()) ? "made" : "none"
    known.value = await new KnownPeople(vault).list()
    vault.close() // everything may be deleted on another page meanwhile
  }
  return {
    lasting: computed(() => ({
      lasting: isMade.value,
      onCreate: () => void change((vault) => vault.lasting.create()),
      onDelete: () => void change((vault) => vault.lasting.delete()),
    })),
    known: computed(() => ({
      known: known.value,
      onForget: ({ lastingKey }) => void change((vault) => new KnownPeople(vault).forget(lastingKey)),
      onForgetAll: () => void change((vault) => new KnownPeople(vault).forgetAll()),
    })),
    refresh: () => change(async () => undefined),
  }
}
