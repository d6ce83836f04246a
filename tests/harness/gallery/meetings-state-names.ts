// Names of the states of the page of the owner's meetings.

export const MEETINGS_STATE_NAMES = [
  "my-meetings-empty",
  "my-meetings-one",
  "my-meetings-many",
  "my-meetings-unreadable",
  "my-meetings-barred",
  "my-meetings-new",
  "my-meetings-new-scheduled",
  "my-meetings-import",
  "my-meetings-export-all",
  "my-meetings-qr",
  "my-meetings-rename",
  "my-meetings-settings",
  "my-meetings-rotate",
  "my-meetings-unsettled",
  "my-meetings-export",
  "my-meetings-forget",
  "my-meetings-delete",
  "my-meetings-everything",
  "my-meetings-gone",
] as const
