import { describe } from 'vitest';
import { judge } from './judged.ts';
import { sourceCases } from './source-cases.ts';

describe('hostile repositories', () => judge('source', sourceCases));
