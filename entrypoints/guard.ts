import { defineUnlistedScript } from "wxt/utils/define-unlisted-script"
import { guardPage } from "../src/links/guard.ts"

// The polyfill stays out: this runs in every page of a granted host.
export default defineUnlistedScript(() => guardPage(window, chrome.runtime))
