// The id that the public key in wxt.config.ts gives to development builds.

export const EXTENSION_ID = "jhioafhhgalieoadpdibdcmnjejnicci"
