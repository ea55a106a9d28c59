/** Line drawings, one weight, in the colour of the text around them. Always beside words or inside something that is named. */
import type { JSX } from "preact";

const PATHS = {
  bridge: "M2 17h20M3.5 17C3.5 11 7 7.5 12 7.5S20.5 11 20.5 17M8 17V8.700M12 17V7.5M16 17V8.700",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-5.5 16-3.200-6.800L4 12Zm7.300 1.200L20 4",
  list: "M8 7h12M8 12h12M8 17h12M4 7h.01M4 12h.01M4 17h.01",
  reply: "M9 7 4 12l5 5M4 12h9c4 0 7 2 7 6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.8-3.600 3.800-5.5 7.5-5.5s6.700 1.900 7.5 5.5",
  voice: "M12 15a3 3 0 0 0 3-3V6a3 3 0 1 0-6 0v6a3 3 0 0 0 3 3ZM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  image: "M4 5.5h16v13H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15.5 9.5h.01",
  pin: "M12 21c4.5-5 6.5-8 6.5-11a6.5 6.5 0 1 0-13 0c0 3 2 6 6.5 11Zm0-8.700a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600Z",
  sticker: "M12 3.5a8.5 8.5 0 1 0 8.5 8.5H16a4 4 0 0 1-4-4V3.5Zm0 0L20.5 12",
  document: "M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12.5h5M10 16h5",
  play: "M8 5.5v13l10.5-6.5z",
  close: "M6 6l12 12M18 6 6 18",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 3.5V12l3 2",
  tick: "M4.5 12.5 9 17l9.5-10",
  ticks: "M.5 13 5 17.5l8.5-10M10.5 16.3l1.2 1.2 10.5-10",
  warning: "M12 4 2.800 19.5h18.400L12 4Zm0 6v4.5m0 2.5h.01",
  auto: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5V5m0 14v2.5M2.5 12H5m14 0h2.5M5.300 5.300 7 7m10 10 1.700 1.700M18.700 5.300 17 7M7 17l-1.700 1.700",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  back: "M14.5 5.5 8 12l6.5 6.5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.500 3.500 0 0 1 7 0v3",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5",
  check: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm-3.5 8.200 2.500 2.500 4.500-5",
  robot: "M6 9h12v9H6zM12 9V5M9.5 13h.01M14.5 13h.01M3.500 12v3M20.500 12v3",
  card: "M4 5h16v14H4zM8 10h8M8 14h5",
  keyboard: "M3 7h18v10H3zM7 10.5h.01M11 10.5h.01M15 10.5h.01M8 14h8",
  out: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  next: "M5 5l8 7-8 7zM17 5v14",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): JSX.Element {
  return <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={PATHS[name]} /></svg>;
}
