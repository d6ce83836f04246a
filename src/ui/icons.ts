// The icons in use, from one set (lucide), inlined at build time.

import check from "lucide-static/icons/check.svg?raw"
import chevronDown from "lucide-static/icons/chevron-down.svg?raw"
import chevronLeft from "lucide-static/icons/chevron-left.svg?raw"
import chevronRight from "lucide-static/icons/chevron-right.svg?raw"
import copy from "lucide-static/icons/copy.svg?raw"
import ellipsis from "lucide-static/icons/ellipsis.svg?raw"
import hand from "lucide-static/icons/hand.svg?raw"
import hourglass from "lucide-static/icons/hourglass.svg?raw"
import info from "lucide-static/icons/info.svg?raw"
import brokenLink from "lucide-static/icons/link-2-off.svg?raw"
import link from "lucide-static/icons/link.svg?raw"
import lock from "lucide-static/icons/lock.svg?raw"
import logOut from "lucide-static/icons/log-out.svg?raw"
import messageSquare from "lucide-static/icons/message-square.svg?raw"
import micOff from "lucide-static/icons/mic-off.svg?raw"
import mic from "lucide-static/icons/mic.svg?raw"
import phoneOff from "lucide-static/icons/phone-off.svg?raw"
import pin from "lucide-static/icons/pin.svg?raw"
import screenShareOff from "lucide-static/icons/screen-share-off.svg?raw"
import screenShare from "lucide-static/icons/screen-share.svg?raw"
import send from "lucide-static/icons/send-horizontal.svg?raw"
import server from "lucide-static/icons/server.svg?raw"
import shieldAlert from "lucide-static/icons/shield-alert.svg?raw"
import shieldCheck from "lucide-static/icons/shield-check.svg?raw"
import shieldQuestion from "lucide-static/icons/shield-question-mark.svg?raw"
import shield from "lucide-static/icons/shield.svg?raw"
import signalHigh from "lucide-static/icons/signal-high.svg?raw"
import signalLow from "lucide-static/icons/signal-low.svg?raw"
import signalZero from "lucide-static/icons/signal-zero.svg?raw"
import triangleAlert from "lucide-static/icons/triangle-alert.svg?raw"
import userPlus from "lucide-static/icons/user-plus.svg?raw"
import users from "lucide-static/icons/users.svg?raw"
import videoOff from "lucide-static/icons/video-off.svg?raw"
import video from "lucide-static/icons/video.svg?raw"
import volumeOff from "lucide-static/icons/volume-x.svg?raw"
import x from "lucide-static/icons/x.svg?raw"

export const ICONS = {
  "broken-link": brokenLink,
  check,
  "chevron-down": chevronDown,
  "chevron-left": chevronLeft,
  "chevron-right": chevronRight,
  copy,
  ellipsis,
  hand,
  hourglass,
  info,
  link,
  lock,
  "log-out": logOut,
  "message-square": messageSquare,
  mic,
  "mic-off": micOff,
  "phone-off": phoneOff,
  pin,
  "screen-share": screenShare,
  "screen-share-off": screenShareOff,
  send,
  server,
  shield,
  "shield-alert": shieldAlert,
  "shield-check": shieldCheck,
  "shield-question": shieldQuestion,
  "signal-high": signalHigh,
  "signal-low": signalLow,
  "signal-zero": signalZero,
  "triangle-alert": triangleAlert,
  "user-plus": userPlus,
  users,
  video,
  "video-off": videoOff,
  "volume-off": volumeOff,
  x,
} as const

export type IconName = keyof typeof ICONS
