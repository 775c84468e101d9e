// The few signs of the window, drawn here: 16 px grid, stroke in the text's colour. Always beside or inside something named.
const shapes = {
  play: <path d="M4.5 2.8v10.4l8.5-5.2z" fill="currentColor" stroke="none" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" stroke="none" />,
  loop: <path d="M3 7.5V7a3 3 0 0 1 3-3h7M11 2l2 2-2 2M13 8.5V9a3 3 0 0 1-3 3H3M5 14l-2-2 2-2" />,
  star: <path d="M8 2l1.8 3.8 4.2.6-3 2.9.7 4.2L8 11.5l-3.7 2 .7-4.2-3-2.9 4.2-.6z" />,
  search: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6L14 14" />,
  folder: <path d="M2 4.5v8h12v-7H8L6.5 4H2z" />,
  drive: <path d="M2 9l2-5h8l2 5v3.5H2zM2 9h12M11.5 10.8h.1" />,
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  check: <path d="M3 8.5l3.2 3.2L13 4.8" />,
  copies: <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />,
  stack: <path d="M2.5 6.5h11v7h-11zM4 4h8M5.5 1.8h5" />,
  drag: (
    <path d="M8 2v12M2 8h12M8 2L6.2 3.8M8 2l1.8 1.8M8 14l-1.8-1.8M8 14l1.8-1.8M2 8l1.8-1.8M2 8l1.8 1.8M14 8l-1.8-1.8M14 8l-1.8 1.8" />
  ),
  chevron: <path d="M6 4l4 4-4 4" />,
  plus: <path d="M8 3v10M3 8h10" />,
  settings: <path d="M2 4.5h6M12 4.5h2M10 2.8v3.4M2 11.5h2M8 11.5h6M6 9.8v3.4" />,
  pause: <path d="M5.5 3v10M10.5 3v10" strokeWidth="2" />,
  list: <path d="M5.5 4H14M5.5 8H14M5.5 12H14M2 4h.5M2 8h.5M2 12h.5" />,
  clock: <path d="M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2.2 1.3" />,
  warning: <path d="M8 2.5l6 11H2zM8 6.5v3M8 11.4v.2" />,
  keyboard: <path d="M1.5 4h13v8h-13zM4 6.5h.1M6.7 6.5h.1M9.3 6.5h.1M12 6.5h.1M5 9.5h6" />,
  panelLeft: <path d="M2 3h12v10H2zM6 3v10" />,
  panelRight: <path d="M2 3h12v10H2zM10 3v10" />,
  smallWindow: <path d="M2 3h12v10H2zM8.5 8H14v5H8.5z" />,
  pitch: (
    <path d="M6 12.5V3l7-1.2v9.4M6 12.5a2 1.6 0 1 1-4 0 2 1.6 0 0 1 4 0zM13 11.2a2 1.6 0 1 1-4 0 2 1.6 0 0 1 4 0z" />
  ),
  map: <path d="M3 11h.1M5 5.5h.1M7 8.5h.1M9.5 12.5h.1M11 4h.1M13 8h.1" strokeWidth="2.4" />,
  grip: <path d="M6 3.5h.1M10 3.5h.1M6 8h.1M10 8h.1M6 12.5h.1M10 12.5h.1" strokeWidth="2" />,
  volume: <path d="M2.5 6v4h2.3L8.5 13V3L4.8 6zM11 5.8a3.2 3.2 0 0 1 0 4.4" />,
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, isFilled = false }: { name: IconName; isFilled?: boolean }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      fill={isFilled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}
