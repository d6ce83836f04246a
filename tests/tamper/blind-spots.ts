// What the extension cannot notice about itself, written by hand before the lab was run. Everything here is noticed by
// the outside tool, and by other participants' clients, which see another release digest than their own.

/** Changes, by their names in the lab → why the extension itself cannot see them. */
export const BLIND_SPOTS: readonly { readonly change: string; readonly reason: string }[] = [
  { change: "a verifier that always agrees", reason: "its own verifier was replaced: what it says is the liar's" },
  { change: "a page that asks nobody", reason: "the page that shows the verdict was replaced: it shows what it likes" },
  {
    change: "another publisher's policy, trust root and signature",
    reason: "whom it believes stands in the package: as a whole it is right, and somebody else's",
  },
]
