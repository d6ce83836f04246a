import { ICONS, type IconName } from "../icons.ts"

/** A drawing beside a word that says the same; alone it needs a labelled parent. */
export function Icon({ name }: { readonly name: IconName }) {
  return <span class="icon" aria-hidden="true" dangerouslySetInnerHTML={{ __html: ICONS[name] }} />
}
