/** Every kind of mistake. */
import type { Kind } from '../kind.ts';
import { MODEL } from './model.ts';

export const ALL_KINDS: readonly Kind[] = [...MODEL];
