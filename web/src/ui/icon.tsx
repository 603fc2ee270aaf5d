// Line drawings on a grid of 24, in the colour of the text around them.
const paths = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  plus: 'M12 5v14M5 12h14',
  send: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M7 7h10v10H7z',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  check: 'M5 13l4 4L19 7',
  retry: 'M19 12a7 7 0 1 1-2.1-5M19 4v4h-4',
  edit: 'M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3',
  good: 'M7 21V11M7 11l4-8c2 0 3 1 2.6 3L13 9h5a2 2 0 0 1 2 2.4l-1.3 7A3 3 0 0 1 15.8 21H7zM3.5 11H7v10H3.5z',
  poor: 'M7 3v10M7 13l4 8c2 0 3-1 2.6-3L13 15h5a2 2 0 0 0 2-2.4l-1.3-7A3 3 0 0 0 15.8 3H7zM3.5 13H7V3H3.5z',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  save: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  sliders: 'M4 8h9M17 8h3M4 16h3M11 16h9M15 6v4M9 14v4',
  key: 'M8 12a4 4 0 1 0 0 .01M12 12h9M18 12v3M15 12v2',
  close: 'M6 6l12 12M18 6L6 18',
  left: 'M14 6l-6 6 6 6',
  right: 'M10 6l6 6-6 6',
  down: 'M6 10l6 6 6-6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
