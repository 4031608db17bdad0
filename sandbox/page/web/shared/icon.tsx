const paths = {
  hash: "M9.5 3 7.5 21M16.5 3l-2 18M4 8.5h16M3.5 15.5h16",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
  mail: "M3.5 5.5h17v13h-17zM4 6l8 7 8-7",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  file: "M6 2.5h8l4.5 4.5v14.5H6zM14 2.5V7h4.5",
  close: "M5 5l14 14M19 5 5 19",
  send: "M4 12 3.5 4l17.5 8-17.5 8z M4 12h8",
  link: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  plus: "M12 5v14M5 12h14",
  reply: "M4 18v-5a4 4 0 0 1 4-4h12",
  check: "M4 12.5l5.5 5.5L20 6.5",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.4-4 3-6 6.5-6s6.1 2 6.5 6M16 4.5a3.3 3.3 0 0 1 0 6.3M18 14.3c2.1.7 3.3 2.6 3.5 5.7",
} as const;

export type IconName = keyof typeof paths;

/** A small drawing that says nothing the words beside it do not. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
