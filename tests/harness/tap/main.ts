import { Tap } from "./tap.ts"

declare global {
  interface Window {
    tap?: Tap
  }
}

window.tap = new Tap()
