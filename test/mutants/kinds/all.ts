/** Every kind of mistake. */
import type { Kind } from '../kind.ts';
import { APPLICATIONS } from './applications.ts';
import { MODEL } from './model.ts';
import { VALUES } from './values.ts';

export const ALL_KINDS: readonly Kind[] = [...MODEL, ...VALUES, ...APPLICATIONS];
