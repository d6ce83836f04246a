// Wording about cameras and microphones: what is missing, and the way to go on.

export const devices = {
  title: "Microphone and camera",
  microphone: "Microphone",
  camera: "Camera",
  level: "Microphone level",
  unlabelled: (kind: string, number: number) => `${kind} ${number}`,
  askAgain: "Ask again",
  tryAgain: "Try again",
  preview: {
    on: "",
    off: "Your camera is off",
    starting: "Starting the camera…",
    denied: "No camera",
    missing: "No camera",
    failed: "No camera",
  },
  microphoneState: {
    on: "",
    off: "Your microphone is muted.",
    starting: "Starting the microphone…",
    denied:
      "The browser does not let this extension use the microphone. You can join and listen. To speak, allow it at the left of the address bar, then ask again.",
    missing: "No microphone was found. You can join and listen, and plug one in at any time.",
    failed: "The microphone does not start; another program may hold it. You can join and listen.",
  },
  cameraState: {
    on: "",
    off: "",
    starting: "",
    denied:
      "The browser does not let this extension use the camera. You can join without a picture. To be seen, allow it at the left of the address bar, then ask again.",
    missing: "No camera was found. You can join without a picture, and plug one in at any time.",
    failed: "The camera does not start; another program may hold it. You can join without a picture.",
  },
}
