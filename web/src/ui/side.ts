// Whether the list of conversations is open on a narrow screen.
import { signal } from '@preact/signals';

export const sideOpen = signal(false);
