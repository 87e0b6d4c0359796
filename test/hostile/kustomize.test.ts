import { describe } from 'vitest';
import { judge } from './judged.ts';
import { kustomizeCases } from './kustomize-cases.ts';

describe('hostile repositories', () => judge('kustomize', kustomizeCases));
