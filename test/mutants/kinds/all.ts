/** Every kind of mistake. */
import type { Kind } from '../kind.ts';
import { ALERT } from './alerts.ts';
import { APPLICATIONS } from './applications.ts';
import { COMMITS } from './commits.ts';
import { GENERATED_APPLICATIONS } from './generated-applications.ts';
import { KUSTOMIZE } from './kustomize.ts';
import { MANIFESTS } from './manifests.ts';
import { MODEL } from './model.ts';
import { ROUTES } from './routes.ts';
import { TEMPLATE } from './templates.ts';
import { TEXTS } from './texts.ts';
import { VALUES } from './values.ts';

export const ALL_KINDS: readonly Kind[] = [...MODEL, ...VALUES, ...TEMPLATE, ...APPLICATIONS, ...GENERATED_APPLICATIONS, ...KUSTOMIZE, ...MANIFESTS, ...ROUTES, ...ALERT, ...TEXTS, ...COMMITS];
