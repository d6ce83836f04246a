import { Component, type ComponentChildren } from "preact"

/** The same part, drawn anew only when one of its properties is another value or object. */
export function memo<Props extends object>(Part: (props: Props) => ComponentChildren) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const before = new Map<string, unknown>(Object.entries(this.props))
      const now: (readonly [string, unknown])[] = Object.entries(next)
      return now.length !== before.size || now.some(([name, value]) => !Object.is(before.get(name), value))
    }

    override render(props: Props) {
      return <Part {...props} />
    }
  }
}
